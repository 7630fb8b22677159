import type { ParamSpec, ValuesOf } from '../../../shared/params.ts'

const HISTORY = 'The two histories'

/** Everything that can be set about a run of questions: names, units, bounds and defaults. */
export const ANCESTORS_SETTINGS = [
  {
    kind: 'number',
    key: 'for',
    label: 'Length',
    unit: 's',
    help: 'How long questions go on: two steps a second, and a new pair of histories after each answer.',
    group: HISTORY,
    live: false,
    min: 1,
    max: 120,
    step: 1,
    default: 30,
  },
  {
    kind: 'choice',
    key: 'shape',
    label: 'Shape',
    help: 'Two lists that go apart once; one side merged the other on the way; both merged each other at the same time; or merges as they come.',
    group: HISTORY,
    live: false,
    options: [
      { value: 'lists', label: 'Two lists' },
      { value: 'merged', label: 'One merged the other' },
      { value: 'crossed', label: 'Each merged the other (criss-cross)' },
      { value: 'random', label: 'As it comes' },
    ],
    default: 'lists',
  },
  {
    kind: 'number',
    key: 'size',
    label: 'Commits on a side',
    unit: 'commits',
    help: 'At most so many commits on each side since they went apart, beside merges.',
    group: HISTORY,
    live: false,
    min: 1,
    max: 8,
    step: 1,
    default: 5,
    usual: [3, 5, 8],
  },
] as const satisfies readonly ParamSpec[]

export type AncestorsSettings = ValuesOf<typeof ANCESTORS_SETTINGS>

export type Shape = AncestorsSettings['shape']
