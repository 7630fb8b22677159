import type { Scenario } from '../../engine/kernel/simulation.ts'

/** Starting points. Their thresholds do not win yet: that is the task. Seeds are chosen for what they show. */
export const WARNING_SCENARIOS: readonly Scenario[] = [
  {
    id: 'bloat',
    label: 'The buffer fills',
    summary:
      'The consumer slows down before a huge buffer. Messages are late for minutes before the first one is lost: bufferbloat long before it is full.',
    seed: 1,
    params: { failure: 'bloat', fullPage: 30, lagPage: 0, burnPage: 0 },
    main: true,
    script: [],
  },
  {
    id: 'cascade',
    label: 'Cascade',
    summary:
      'The second of two stages slows down. Its buffer fills, then the first stage must wait, then the first buffer fills; the alert that should tell rings in every burst.',
    seed: 1,
    params: { failure: 'cascade', buffer: 6_000, window: 10, hold: 0, lagPage: 0, burnPage: 0 },
    main: true,
    script: [],
  },
  {
    id: 'lag',
    label: 'Consumer lag',
    summary:
      'A consumer that is a little too slow falls behind for good, so slowly that no single second looks bad.',
    seed: 1,
    params: { failure: 'lag', buffer: 6_000, begins: 60, speed: 72, fullPage: 60, lagPage: 0, burnPage: 0 },
    main: true,
    script: [],
  },
  {
    id: 'blocking',
    label: 'One slow message',
    summary:
      'Now and then one message takes seconds, and all behind it wait. Between them the buffer is empty: no slope foretells the one that fills it.',
    seed: 1,
    params: {
      failure: 'blocking',
      buffer: 2400,
      burst: 1.3,
      objective: 1,
      lagPage: 0,
      burnPage: 0,
    },
    main: true,
    script: [],
  },
  {
    id: 'calm',
    label: 'Calm',
    summary: 'Nothing fails: bursts come and pass. Every alert here is a false one.',
    seed: 1,
    params: { failure: 'none', buffer: 6_000, window: 10, hold: 0 },
    main: true,
    script: [],
  },
]
