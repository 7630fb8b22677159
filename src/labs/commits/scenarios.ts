import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: true } as const

export const COMMITS_SCENARIOS = [
  {
    ...plain,
    id: 'merges',
    label: 'Merges',
    summary:
      'Branches are merged and then deleted: the graph keeps their work through the second parent, the list forgets it.',
    seed: 52,
    params: { merging: 0.2, deleting: 0.2 },
  },
  {
    ...plain,
    id: 'line',
    label: 'One line',
    summary: 'Nobody branches: here, and only here, the list and the graph are the same.',
    seed: 1,
    params: { branching: 0, merging: 0, deleting: 0, for: 10 },
  },
  {
    ...plain,
    id: 'amend',
    label: 'Amended',
    summary:
      'A commit of the past is changed: it and all after it are made anew under other ids, and the old ones drift until they are collected.',
    seed: 16,
    params: { branching: 0.1, merging: 0, amending: 0.2, deleting: 0, gc: 8 },
  },
  {
    ...plain,
    id: 'dropped',
    label: 'Dropped',
    summary:
      'Branches are deleted although nobody merged them: whoever makes a branch there again within the grace time has them back.',
    seed: 9,
    params: { branching: 0.3, merging: 0, deleting: 0.15, deletes: 'any', grace: 3 },
    main: false,
  },
] as const satisfies readonly Scenario[]
