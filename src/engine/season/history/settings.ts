import type { ParamSpec, ValuesOf } from '../../../shared/params.ts'

const PERSON = 'The person'
const BROWSER = 'The browser'

/** Time between two things the person does, in microseconds of simulated time. */
export const PACE = 500_000

const weight = (key: string, label: string, help: string) =>
  ({ kind: 'number', key, label, unit: '', help, group: PERSON, live: false, max: 10, step: 1 }) as const

/** Everything that can be set about a run of the history lab. */
export const HISTORY_SETTINGS = [
  {
    ...weight('visit', 'Visit', 'How often a new page is visited, as a share of all shares below.'),
    key: 'visit',
    min: 1,
    default: 4,
  },
  {
    ...weight('back', 'Back', 'How often the person goes back, one step or several at once.'),
    key: 'back',
    min: 0,
    default: 4,
  },
  {
    ...weight('forward', 'Forward', 'How often the person goes forward again, as far as there is a way.'),
    key: 'forward',
    min: 0,
    default: 3,
  },
  {
    ...weight(
      'go',
      'Jump',
      'How often the person jumps: go(delta), back or forward by so many entries. A jump to where no entry is does nothing.',
    ),
    key: 'go',
    min: 0,
    default: 0,
  },
  {
    ...weight(
      'replace',
      'Replace',
      'How often a page takes the place of the present one, as a redirect does (location.replace).',
    ),
    key: 'replace',
    min: 0,
    default: 0,
  },
  {
    kind: 'number',
    key: 'farthest',
    label: 'Farthest',
    unit: 'steps',
    help: 'Back, forward and jumps go one step to so many, each as likely.',
    group: PERSON,
    live: false,
    min: 1,
    max: 40,
    step: 1,
    default: 2,
    usual: [1, 3, 10, 20],
  },
  {
    kind: 'number',
    key: 'for',
    label: 'Length',
    unit: 's',
    help: 'How long the person goes on, at two things a second.',
    group: PERSON,
    live: false,
    min: 1,
    max: 300,
    step: 1,
    default: 30,
  },
  {
    kind: 'number',
    key: 'cap',
    label: 'Most entries',
    unit: 'entries',
    help: 'The list with an index keeps at most so many entries: one more, and the oldest is dropped. Chromium keeps 50. The chain of links has no such limit.',
    group: BROWSER,
    live: false,
    min: 2,
    max: 500,
    step: 1,
    default: 50,
    usual: [5, 10, 50],
  },
] as const satisfies readonly ParamSpec[]

export type HistorySettings = ValuesOf<typeof HISTORY_SETTINGS>
