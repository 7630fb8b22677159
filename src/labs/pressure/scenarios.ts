import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: false, seed: 1 } as const

export const PRESSURE_SCENARIOS = [
  {
    ...plain,
    id: 'mismatch',
    label: 'Too much',
    summary:
      '10,000 messages a second come in, 8,000 can be served. Four queues differ in who pays for it: memory, the producer, the newest message or the oldest.',
    main: true,
    params: {},
  },
  {
    ...plain,
    id: 'one-burst',
    label: 'One burst',
    summary:
      'All goes well but for two seconds in which three times as much comes in: eight policies with the very same burst.',
    main: true,
    params: {
      policies: [
        'unbounded',
        'block',
        'drop-newest',
        'drop-oldest',
        'sample-matched',
        'scale-out',
        'codel',
        'adaptive-hysteresis',
      ],
      rate: 6_000,
      shape: 'one-burst',
      burstTimes: 3,
      burstEvery: 4,
      burstFor: 2,
      memory: 100,
    },
  },
  {
    ...plain,
    id: 'adaptive',
    label: 'Adaptive',
    summary:
      'Three rules that choose their strategy by how full the queue is: with two thresholds, with hysteresis, and a controller. Watch how often each changes its mind.',
    main: true,
    params: {
      policies: ['adaptive-whiteboard', 'adaptive-hysteresis', 'adaptive-controller'],
      serviceShape: 'constant',
      for: 30,
    },
  },
  {
    ...plain,
    id: 'sampling',
    label: 'Sampling',
    summary:
      'A queue that keeps one half, and one that keeps what can be served and notes the weight: how many views would each of them report?',
    main: true,
    params: { policies: ['sample-half', 'sample-matched'] },
  },
  {
    ...plain,
    id: 'bufferbloat',
    label: 'Bufferbloat',
    summary:
      'A little too much comes in, into a very large queue: it loses less, and makes everything late. CoDel beside it looks at the wait and keeps it short.',
    main: true,
    params: {
      policies: ['drop-newest', 'codel'],
      rate: 900,
      service: 900,
      shape: 'bursts',
      burstTimes: 1.15,
      burstEvery: 10,
      burstFor: 5,
      capacity: 2_000,
      for: 60,
    },
  },
  {
    ...plain,
    id: 'retry-storm',
    label: 'Retry storm',
    summary:
      'The workers stall for a second and a half, and the clients try again: at once, after the same pauses, or after random ones. The stall ends; of the three storms only one does.',
    main: true,
    params: {
      policies: ['drop-newest'],
      clients: ['retry-now', 'retry-backoff', 'retry-jitter'],
      rate: 5_000,
      timeout: 300,
      retries: 4,
      backoff: 8_000,
      fault: 'stall',
      faultAt: 5,
      faultFor: 1.5,
      capacity: 6_000,
      for: 40,
    },
  },
  {
    ...plain,
    id: 'closed-loop',
    label: 'Closed loop',
    summary:
      'The same service stalls for a second. Clients of an open loop feel it; a closed loop stops asking, and measures next to nothing of it.',
    params: {
      policies: ['unbounded'],
      clients: ['open', 'closed'],
      rate: 4_000,
      fault: 'stall',
      faultAt: 5,
      faultFor: 1,
      connections: 32,
      memory: 100,
    },
  },
  {
    ...plain,
    id: 'ninety-nine',
    label: '99 %',
    summary:
      '9,000 messages a second where 10,000 can be served: 90 % load. Make it 9,900, or 11,000, and see what the theory says.',
    params: {
      policies: ['unbounded', 'drop-newest'],
      rate: 9_000,
      service: 10_000,
      capacity: 50,
      for: 100,
    },
  },
  {
    ...plain,
    id: 'slow-consumer',
    label: 'Slow consumer',
    summary: 'The workers run at half their speed for five seconds, and then have to catch up.',
    params: {
      policies: ['unbounded', 'block', 'drop-newest', 'drop-oldest', 'retained-log'],
      rate: 6_000,
      fault: 'slow',
      faultAt: 4,
      faultFor: 5,
      faultSpeed: 50,
      capacity: 5_000,
      retention: 15,
    },
  },
  {
    ...plain,
    id: 'scale-out',
    label: 'Scale out',
    summary:
      'A filling queue starts another worker. It takes two seconds to come; what does not fit until then is lost all the same.',
    params: { policies: ['drop-newest', 'scale-out'], rate: 12_000, for: 30 },
  },
] as const satisfies readonly Scenario[]
