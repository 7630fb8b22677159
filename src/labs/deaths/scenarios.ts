import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: true, seed: 1 } as const

export const DEATHS_SCENARIOS = [
  {
    ...plain,
    id: 'mismatch',
    label: '10,000 in, 8,000 out',
    summary:
      'The slide’s mismatch for two and a half hours: the ring loses after half a minute, the list dies after nine minutes, the log loses nothing for an hour and a half, and then as much as the ring.',
    params: {},
  },
  {
    ...plain,
    id: 'burst',
    label: 'A burst that passes',
    summary:
      'Usually 7,000 a second come and 8,000 can go. A burst of ten minutes fills all three; the log keeps it, and the consumer catches up within the next 70 minutes.',
    params: {
      produce: 7_000,
      burstAt: 300,
      burstFor: 600,
      burstRate: 15_000,
      afterDeath: 'restart',
      for: 5_400,
    },
  },
  {
    ...plain,
    id: 'hour',
    label: 'An hour',
    summary:
      '2,000 a second too many are 7.2 million messages in an hour: all of them wait in the log. Nobody starts the list again.',
    params: { for: 3_600, afterDeath: 'stay' },
  },
  {
    ...plain,
    id: 'day',
    label: 'A day',
    summary:
      '2,000 a second too many are 172.8 million messages in a day. No store holds them: whatever it is, a fifth of everything is lost in the long run.',
    params: { for: 86_400 },
  },
  {
    ...plain,
    id: 'short',
    label: 'Short retention',
    summary:
      'A log that keeps six minutes loses its first messages after half an hour: when what is read next is older than that.',
    params: { for: 5_400, keep: 0, keepHours: 0.1, segment: 256, check: 60 },
  },
  {
    ...plain,
    id: 'help',
    label: 'Help comes in time',
    summary:
      'After an hour the consumer is twice as fast: the log gives it everything it missed, the ring and the list have nothing left to give.',
    main: false,
    params: { recoverAt: 3_600, recoverRate: 16_000, for: 7_200 },
  },
  {
    ...plain,
    id: 'latest',
    label: 'Sent to the end',
    summary:
      'With auto.offset.reset=latest, Kafka’s default, a consumer whose offset was deleted skips all that is left in the log: ten million messages at once, and the same share in the long run.',
    main: false,
    params: { reset: 'latest', for: 14_400 },
  },
  {
    ...plain,
    id: 'uneven',
    label: 'Just enough on average',
    summary:
      'As many come as can go, on average, but unevenly: the backlog wanders, and what it wanders beyond a store’s bound is lost.',
    main: false,
    seed: 7,
    params: { produce: 8_000, consume: 8_000, uneven: 1, slots: 16_384, for: 3_600 },
  },
] as const satisfies readonly Scenario[]
