import type { Scenario } from '../../engine/kernel/simulation.ts'

/** Starting points; the seeds are chosen for what they show. */
export const MATRIX_SCENARIOS: readonly Scenario[] = [
  {
    id: 'rush',
    label: 'A rush',
    summary:
      'For twenty seconds a quarter more comes in than can be served, and amid it the senders’ processes die: what each of six kinds of data needs decides which strategy is right.',
    seed: 1,
    params: {},
    main: true,
    script: [],
  },
  {
    id: 'no-crash',
    label: 'Nobody dies',
    summary:
      'The same rush without a crash: a sender that waits with the message in memory looks as good as one with an outbox.',
    seed: 1,
    params: { crash: 0 },
    main: true,
    script: [],
  },
  {
    id: 'long-queue',
    label: 'A long queue',
    summary:
      'Queues twenty times as long lose next to nothing and deliver everything old: bufferbloat, where video and prices are worthless.',
    seed: 1,
    params: { buffer: 20 },
    main: true,
    script: [],
  },
  {
    id: 'double',
    label: 'Twice too much',
    summary:
      'Twice as much comes in as can be served: no strategy gets around losing, waiting or paying more.',
    seed: 1,
    params: { rush: 200 },
    main: true,
    script: [],
  },
  {
    id: 'slow-start',
    label: 'Slow to start',
    summary:
      'New workers take forty seconds to start: they come when the rush is over, and are paid for all the same.',
    seed: 1,
    params: { startup: 40 },
    main: false,
    script: [],
  },
  {
    id: 'calm',
    label: 'No rush',
    summary:
      'There is room for everything: nearly every strategy is right, and the choice seems not to matter.',
    seed: 1,
    params: { rush: 90 },
    main: false,
    script: [],
  },
]
