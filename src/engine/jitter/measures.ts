import { toMs } from '../kernel/time.ts'
import type { JitterEngine, Lane } from './jitter-engine.ts'
import type { Point } from './bounds/point.ts'
import type { PolicyId } from './settings/policies.ts'
import { pointOfLane } from './score.ts'
import { callInputs, summariseQuality, type CallInputs, type QualitySummary } from './quality/quality.ts'
import type { SoundReport } from './receiver.ts'

/** The numbers of one receiver. Delays are playout minus sending, on the trace's own clocks, of every packet shown. */
export interface RunSummary {
  readonly policy: PolicyId
  /** Packets sent, each copy the network made counted too. */
  readonly sent: number
  readonly played: number
  /** Arrived but never shown: after its turn, (`overwritten`) pushed out of a full ring, or (`dropped`) refused. */
  readonly late: number
  readonly lost: number
  readonly duplicate: number
  /** Without an end yet: in the network or in the buffer. */
  readonly held: number
  readonly overwritten: number
  /** Of `late`: dropped on arrival by a player that shortens its queue. */
  readonly dropped: number
  readonly outOfOrder: number
  readonly stalls: number
  readonly stallMs: number
  /** Share of the playing time with nothing new to show, 0 .. 1. */
  readonly concealed: number
  readonly delayMs: DelaySummary
  /** RFC 3550's interarrival jitter now; the same for every receiver of a run. */
  readonly jitterMs: number
  readonly targetMs: number
  readonly depth: number
  readonly quality: QualitySummary
  readonly score: ScoreSummary
  /** What the player has done to sound, in milliseconds; null for one that doesn't work on sound. */
  readonly soundMs: SoundSummary | null
}

/** The names are those of `SoundReport`. */
export interface SoundSummary {
  readonly accelerated: number
  readonly preemptive: number
  readonly expanded: number
  readonly buffered: number
}

/** What it paid so far; NaN before anything was played. */
export interface ScoreSummary {
  /** The mean delay above the fastest packet, of every turn. */
  readonly delayMs: number
  /** Late packets and waiting together, 0 .. 1. */
  readonly bad: number
  /** Both in one: J. */
  readonly costMs: number
}

export interface DelaySummary {
  readonly mean: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** What the E-model is given of a run. */
export const callOf = (engine: JitterEngine, { ledger }: Lane): CallInputs =>
  callInputs(
    ledger,
    toMs(ledger.delays.mean() - engine.source.clockOffset),
    engine.source.interval,
    engine.now,
  )

export function summarise(engine: JitterEngine, lane: Lane): RunSummary {
  const { policy, receiver, ledger } = lane
  const { played, late, lost, duplicate, overwritten, dropped, outOfOrder, waiting } = ledger.counts
  const stalled = ledger.stalledTime(engine.now)
  const playing = ledger.playingTime(engine.now)
  const { clockOffset } = engine.source
  const quantile = (q: number): number => toMs(ledger.delays.quantile(q) - clockOffset)
  return {
    policy,
    sent: engine.passage.sent,
    played,
    late,
    lost,
    duplicate,
    held: engine.passage.inNetwork + waiting,
    overwritten,
    dropped,
    outOfOrder,
    stalls: ledger.stallCount,
    stallMs: toMs(stalled),
    concealed: playing > 0 ? stalled / playing : 0,
    delayMs: {
      mean: toMs(ledger.delays.mean() - clockOffset),
      p50: quantile(0.5),
      p95: quantile(0.95),
      p99: quantile(0.99),
      max: quantile(1),
    },
    jitterMs: toMs(engine.jitter),
    targetMs: toMs(receiver.target()),
    depth: waiting,
    score: summariseScore(pointOfLane(engine, lane)),
    quality: summariseQuality(callOf(engine, lane), ledger, engine.now),
    soundMs: summariseSound(receiver.reportSound?.(engine.now)),
  }
}

const summariseScore = (point: Point | null): ScoreSummary => ({
  delayMs: toMs(point?.delay ?? Number.NaN),
  bad: point?.bad ?? Number.NaN,
  costMs: toMs(point?.cost ?? Number.NaN),
})

const summariseSound = (report: SoundReport | undefined): SoundSummary | null =>
  report === undefined
    ? null
    : {
        accelerated: toMs(report.accelerated),
        preemptive: toMs(report.preemptive),
        expanded: toMs(report.expanded),
        buffered: toMs(report.buffered),
      }

/** A receiver's numbers for charts over time, in the order of the lab's measures. */
export const measuresOf = (run: RunSummary): number[] => [
  run.played,
  run.late,
  run.lost,
  run.duplicate,
  run.held,
  run.stalls,
  run.stallMs,
  100 * run.concealed,
  run.delayMs.mean,
  run.delayMs.p50,
  run.delayMs.p95,
  run.delayMs.p99,
  run.delayMs.max,
  run.targetMs,
  run.depth,
  run.quality.rating,
  run.quality.opinion,
  run.quality.freezes,
  run.quality.freezeMs / 1_000, // seconds
  run.quality.interruptions,
  100 * run.quality.stretched,
  run.quality.targetChanges,
  run.score.costMs,
]
