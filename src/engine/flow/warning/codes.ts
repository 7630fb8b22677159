/** What goes wrong in the failing run: slide 18's four failures, and nothing at all. */
export const FAILURES = ['bloat', 'cascade', 'lag', 'blocking', 'none'] as const
export type Failure = (typeof FAILURES)[number]

export const FAILURE_LABELS: Record<Failure, string> = {
  bloat: 'The buffer fills',
  cascade: 'Cascading backpressure',
  lag: 'Consumer lag',
  blocking: 'Head-of-line blocking',
  none: 'Nothing',
}

/** The same messages twice: with the failure, and without it. */
export const RUNS = ['failing', 'calm'] as const
export type RunId = (typeof RUNS)[number]

export const RUN_LABELS: Record<RunId, string> = { failing: 'the failing run', calm: 'the calm run' }

export const LANES = ['whiteboard', 'production'] as const
export type LaneId = (typeof LANES)[number]

export interface LaneAbout {
  readonly name: string
  readonly sentence: string
}

export const LANE_ABOUT: Record<LaneId, LaneAbout> = {
  whiteboard: {
    name: 'Static thresholds',
    sentence: 'Each monitor has a limit. At 80 % of it a warning, at 95 % a page, at once.',
  },
  production: {
    name: 'Predictions and burn rates',
    sentence:
      'How soon will it be full, how many seconds behind, does it keep up, how fast is the latency budget spent: and only what lasts rings.',
  },
}

/** Slide 18's four monitors. */
export const MONITORS = ['buffer', 'lag', 'throughput', 'latency'] as const
export type MonitorId = (typeof MONITORS)[number]

export const MONITOR_LABELS: Record<MonitorId, string> = {
  buffer: 'Buffer utilisation',
  lag: 'Lag',
  throughput: 'Throughput',
  latency: 'Latency',
}

/** How loud an alert is. */
export const TIER = { none: 0, warning: 1, page: 2 } as const
export type Tier = (typeof TIER)[keyof typeof TIER]
export const TIER_LABELS: readonly string[] = ['none', 'warning', 'page']

/** How a lane has done its task so far. */
export const VERDICTS = ['open', 'won', 'late', 'silent', 'false-alarm', 'no-loss'] as const
export type Verdict = (typeof VERDICTS)[number]

export const VERDICT_LABELS: Record<Verdict, string> = {
  open: 'still open',
  won: 'won',
  late: 'too late',
  silent: 'silent',
  'false-alarm': 'false alarm',
  'no-loss': 'nothing was lost',
}
