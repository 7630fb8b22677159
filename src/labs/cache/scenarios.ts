import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: false } as const

export const CACHE_SCENARIOS = [
  {
    ...plain,
    id: 'popular',
    label: 'Popular keys',
    summary:
      'A few keys are asked for most of the time: all caches keep them, and Redis needs no list to do so.',
    main: true,
    seed: 1,
    params: {},
  },
  {
    ...plain,
    id: 'scan',
    label: 'A scan',
    summary:
      'Now and then someone reads sixteen cold keys once: they flush everything out of the LRU, and hardly touch what the LFU keeps.',
    main: true,
    seed: 1,
    params: { pattern: 'scan', keys: 20, skew: 1.2 },
  },
  {
    ...plain,
    id: 'loop',
    label: 'A loop',
    summary:
      'Nine keys in turn and room for eight: the LRU always throws away the very key that comes next, and never has a hit.',
    main: true,
    seed: 1,
    params: { pattern: 'loop', keys: 9 },
  },
  {
    ...plain,
    id: 'shift',
    label: 'A shift',
    summary:
      'After five minutes other keys are popular: the LRU has followed within seconds, the LFU holds on to what used to be for minutes.',
    main: true,
    seed: 1,
    params: { pattern: 'shift', keys: 200, size: 20, rate: 8, for: 600, skew: 1.2 },
  },
  {
    ...plain,
    id: 'noeviction',
    label: 'noeviction',
    summary:
      'Redis as it is when nobody sets a policy: once it is full it refuses every write. That goes well until other keys are popular.',
    seed: 1,
    params: { policy: 'noeviction', pattern: 'shift', skew: 1.2 },
  },
] as const satisfies readonly Scenario[]
