import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: false } as const

export const HISTORY_SCENARIOS = [
  {
    ...plain,
    id: 'look',
    label: 'Back and forth',
    summary:
      'Someone looks around, one or two steps at a time. As long as they only look, the way forward stays.',
    main: true,
    seed: 48,
    params: {},
  },
  {
    ...plain,
    id: 'new',
    label: 'Somewhere new',
    summary:
      'Far back, and then to a new page: all that lay ahead is thrown away, in both. The history is a list, never a tree.',
    main: true,
    seed: 8,
    params: { visit: 6, back: 3, forward: 0, farthest: 6 },
  },
  {
    ...plain,
    id: 'far',
    label: 'Far jumps',
    summary:
      'Jumps over up to 20 pages: the links are followed one by one, the index is set once. Where no entry is, a jump does nothing.',
    main: true,
    seed: 49,
    params: { visit: 5, back: 0, forward: 0, go: 5, farthest: 20, for: 60 },
  },
  {
    ...plain,
    id: 'cap',
    label: 'Fifty and no more',
    summary:
      'A long day: Chromium’s list holds 50 entries and drops the oldest, the chain keeps them all. At 60 s someone wants to go back to the first page.',
    main: true,
    seed: 2,
    params: { visit: 10, back: 1, forward: 1, for: 70 },
    script: [{ at: 60_000_001, scripted: true, command: { kind: 'back', steps: 500 } }],
  },
  {
    ...plain,
    id: 'redirects',
    label: 'Redirects',
    summary:
      'Every third page is replaced by another one, as by a redirect: it was visited, and Back never leads to it.',
    seed: 1,
    params: { visit: 4, back: 2, forward: 1, replace: 4 },
  },
] as const satisfies readonly Scenario[]
