import { toMs } from '../kernel/time.ts'
import type { Lane, LaneId } from './lane.ts'
import type { RingEngine } from './ring-engine.ts'

/** The numbers of one lane: produced = consumed + overwritten + rejected + held + waiting. */
export interface LaneSummary {
  readonly lane: LaneId
  readonly produced: number
  readonly consumed: number
  readonly overwritten: number
  readonly rejected: number
  /** In the buffer now. */
  readonly held: number
  /** 1 while the producer waits for a free slot with an item in hand, else 0. */
  readonly waiting: number
  /** How long the producer has waited in all. */
  readonly blockedMs: number
  /** Time in the buffer of the items consumed; NaN before the first. */
  readonly timeMs: { readonly mean: number; readonly p99: number; readonly max: number }
  /** Items that a pop moved to another place, on average: 0 is O(1), one less than the length is O(n). */
  readonly movedPerPop: number
  /** Slots read or written by a push or a pop, on average, the moves included. */
  readonly touchedPerOperation: number
  /** Slots of memory in use now, and the most so far. */
  readonly memory: number
  readonly peakMemory: number
  /** Times that something was taken, and how many items at a time. */
  readonly flushes: number
  readonly itemsPerFlush: number
}

/** A lane's numbers as they stand at the engine's clock. */
export function summarise(engine: RingEngine, lane: Lane): LaneSummary {
  const { store, ledger } = lane
  const { produced, consumed, overwritten, rejected, held, waiting, flushes, peak } = ledger.counts
  const { moved, touched, operations } = store.cost
  return {
    lane: lane.id,
    produced,
    consumed,
    overwritten,
    rejected,
    held,
    waiting,
    blockedMs: toMs(lane.blockedTime(engine.clock)),
    timeMs: {
      mean: toMs(ledger.times.mean()),
      p99: toMs(ledger.times.quantile(0.99)),
      max: toMs(ledger.times.quantile(1)),
    },
    movedPerPop: perEach(moved, consumed),
    touchedPerOperation: perEach(touched, operations),
    memory: store.memory,
    peakMemory: store.bound ?? peak,
    flushes,
    itemsPerFlush: perEach(consumed, flushes),
  }
}

const perEach = (total: number, count: number): number => (count === 0 ? 0 : total / count)

/** A lane's numbers for charts over time, in the order of the lab's measures. */
export const measuresOf = (run: LaneSummary): number[] => [
  run.produced,
  run.consumed,
  run.overwritten,
  run.rejected,
  run.held,
  run.waiting,
  run.blockedMs,
  run.timeMs.mean,
  run.timeMs.p99,
  run.timeMs.max,
  run.movedPerPop,
  run.memory,
  run.flushes,
]
