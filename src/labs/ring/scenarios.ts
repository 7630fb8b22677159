import type { Scenario } from '../../engine/kernel/simulation.ts'

const plain = { script: [], main: false } as const

export const RING_SCENARIOS = [
  {
    ...plain,
    id: 'calm',
    label: 'Calm',
    summary:
      'The consumer is a little faster than the producer: a slot or two is in use, the read end follows the write end round and round.',
    main: true,
    seed: 1,
    params: { produce: 4, produceUneven: 0.3, consume: 5 },
  },
  {
    ...plain,
    id: 'burst',
    label: 'Bursts',
    summary:
      'As many items as before, but in bursts: the ring fills up for a moment, the consumer catches up, and nothing is lost.',
    main: true,
    seed: 19,
    params: { produce: 4, produceUneven: 1, consume: 5 },
  },
  {
    ...plain,
    id: 'too-fast',
    label: 'Too fast',
    summary:
      'The producer makes twice what the consumer takes: the ring keeps its eight slots and overwrites the oldest items, the list keeps everything and grows without end.',
    main: true,
    seed: 1,
    params: { produce: 10, consume: 5 },
  },
  {
    ...plain,
    id: 'blocked',
    label: 'Made to wait',
    summary:
      "The same producer, but a full ring makes it wait (backpressure): nothing is lost, and it slows down to the consumer's pace.",
    seed: 1,
    params: { produce: 10, consume: 5, overflow: 'block' },
  },
  {
    ...plain,
    id: 'batch',
    label: 'Logs in batches',
    summary:
      'Forty log lines a second and four writes a second: one line a write would lose most of them, sixteen a write loses none.',
    seed: 1,
    params: { slots: 32, produce: 40, produceUneven: 1, consume: 4, batch: 16, flush: 500 },
  },
] as const satisfies readonly Scenario[]
