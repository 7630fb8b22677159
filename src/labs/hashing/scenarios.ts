import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: false } as const

export const HASHING_SCENARIOS = [
  {
    ...plain,
    id: 'grow',
    label: 'One more',
    summary:
      'A server is added every five seconds. On a circle it takes its share and no more; modulo sends nearly every key elsewhere.',
    main: true,
    seed: 1368,
    params: {},
  },
  {
    ...plain,
    id: 'fail',
    label: 'One fails',
    summary:
      'A server fails and is back five seconds later. On the drawn circle one neighbour gets all of its keys; with virtual nodes they are spread over all.',
    main: true,
    seed: 209,
    params: { plan: 'fail', servers: 5 },
  },
  {
    ...plain,
    id: 'uneven',
    label: 'Uneven shares',
    summary:
      'Nothing happens to the servers. With a point each, the longest arc is far above the mean; change the number of virtual nodes and watch the bars.',
    main: true,
    seed: 39,
    params: { plan: 'none', servers: 8, virtual: 4, keys: 2_000 },
  },
  {
    ...plain,
    id: 'many',
    label: 'Twelve to thirteen',
    summary:
      'Twelve servers become thirteen: modulo moves twelve keys in thirteen, all others about one in thirteen.',
    seed: 53,
    params: { servers: 12, keys: 4_000, every: 10, for: 19 },
  },
  {
    ...plain,
    id: 'churn',
    label: 'Coming and going',
    summary:
      'Servers are added, taken away, fail and come back by chance: the needless moves of modulo add up, the others have none.',
    seed: 1,
    params: { plan: 'churn', servers: 6, every: 3, for: 60 },
  },
] as const satisfies readonly Scenario[]
