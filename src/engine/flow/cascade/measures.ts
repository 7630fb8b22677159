import { at } from '../../../shared/assert.ts'
import { SECOND, toMs } from '../../kernel/time.ts'
import type { CascadeEngine } from './cascade-engine.ts'
import type { Lane, LaneId } from './lane.ts'
import { MAX_STAGES } from './settings/scope.ts'

/** One stage's numbers. */
export interface StageSummary {
  readonly held: number
  readonly inHand: number
  readonly droppedNewest: number
  readonly droppedOldest: number
  readonly passed: number
  /** Items handed on a second, over the whole run. */
  readonly throughput: number
  /** Shares of its workers' time, in per cent: at work; stopped with a finished item in hand; of that, out of turn. */
  readonly busy: number
  readonly stopped: number
  readonly outOfTurn: number
  /** The mean number of items in its queues. */
  readonly queue: number
}

/** The numbers of one lane: offered = out + shed + dropped + held + inHand + waiting. */
export interface LaneSummary {
  readonly lane: LaneId
  readonly offered: number
  readonly out: number
  readonly shed: number
  readonly dropped: number
  readonly held: number
  readonly inHand: number
  readonly waiting: number
  /** Items that came out a second, over the whole run. */
  readonly throughput: number
  /** End to end, from the offer to the exit, of every item that came out; NaN before the first. */
  readonly latencyMs: {
    readonly p50: number
    readonly p99: number
    readonly p999: number
    readonly max: number
    /** The 99th percentile of each source's own items. */
    readonly p99Of: readonly [number, number]
  }
  /** Items that stood behind a slow one. */
  readonly victims: number
  readonly keyDisorder: number
  readonly overtaken: number
  /** How long it took to get over the last trouble once its cause was gone, or has taken so far; NaN without one. */
  readonly recoveryS: number
  readonly stages: readonly StageSummary[]
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)

/** A lane's numbers as they stand at the engine's clock. */
export function summarise({ clock }: CascadeEngine, lane: Lane): LaneSummary {
  const { ledger, recovery } = lane
  const { counts, latencies } = ledger
  const ms = (q: number): number => toMs(latencies.quantile(q))
  const p99Of = (source: 0 | 1): number => toMs(ledger.latenciesOf[source].quantile(0.99))
  const recovered = recovery.timeAt(clock)
  return {
    lane: lane.id,
    offered: counts.offered,
    out: counts.out,
    shed: counts.shed,
    dropped: total(counts.droppedNewest) + total(counts.droppedOldest),
    held: total(counts.held),
    inHand: total(counts.inHand),
    waiting: counts.waiting,
    throughput: clock === 0 ? 0 : (counts.out * SECOND) / clock,
    latencyMs: { p50: ms(0.5), p99: ms(0.99), p999: ms(0.999), max: ms(1), p99Of: [p99Of(0), p99Of(1)] },
    victims: counts.victims,
    keyDisorder: counts.keyDisorder,
    overtaken: counts.overtaken,
    recoveryS: recovered === null ? Number.NaN : recovered / SECOND,
    stages: lane.stages.map((stage, i) => {
      const { queued, busy, blocked, outOfTurn } = stage.integrals(clock)
      const share = (integral: number): number =>
        clock === 0 ? 0 : (100 * integral) / (clock * stage.shape.workers)
      const passed = at(counts.passed, i)
      return {
        held: at(counts.held, i),
        inHand: at(counts.inHand, i),
        droppedNewest: at(counts.droppedNewest, i),
        droppedOldest: at(counts.droppedOldest, i),
        passed,
        throughput: clock === 0 ? 0 : (passed * SECOND) / clock,
        busy: share(busy),
        stopped: share(blocked + outOfTurn),
        outOfTurn: share(outOfTurn),
        queue: clock === 0 ? 0 : queued / clock,
      }
    }),
  }
}

/** What is told of each stage, in this order. */
export const STAGE_MEASURES = ['throughput', 'busy', 'stopped', 'outOfTurn', 'queue'] as const

/** A lane's numbers for charts over time, in the order of the lab's measures; NaN for stages there are not. */
export const measuresOf = (run: LaneSummary): number[] => [
  run.offered,
  run.out,
  run.shed,
  run.dropped,
  run.held + run.inHand,
  run.waiting,
  run.throughput,
  run.latencyMs.p50,
  run.latencyMs.p99,
  run.latencyMs.p999,
  run.latencyMs.max,
  ...run.latencyMs.p99Of,
  run.victims,
  run.overtaken,
  run.keyDisorder,
  run.recoveryS,
  ...STAGE_MEASURES.flatMap((measure) =>
    Array.from({ length: MAX_STAGES }, (_, i) => run.stages[i]?.[measure] ?? Number.NaN),
  ),
]
