import type { KeysEngine } from './keys-engine.ts'
import type { Lane } from './lane.ts'
import type { LaneId } from './placement.ts'

/** The numbers of one lane: sent = the sum of its partitions = read + unread. */
export interface LaneSummary {
  readonly lane: LaneId
  /** Summed over the partitions. */
  readonly sent: number
  readonly read: number
  /** Summed over the partitions. */
  readonly unread: number
  /** Share of the keys that the last change moved, in percent; NaN before the first. */
  readonly movedShare: number
  readonly movedRecords: number
  readonly splitKeys: number
  readonly outOfOrder: number
  /** The fullest partition's records beside the mean: 1 is even. NaN before the first record. */
  readonly fullest: number
  /** The share of the keyless records that lie in the partition with most of them, in percent; NaN without any. */
  readonly keylessTop: number
}

/** A lane's numbers as they stand. */
export function summarise({ partitions: count }: KeysEngine, lane: Lane): LaneSummary {
  const { partitions, counts, changes } = lane
  const sum = (of: (partition: (typeof partitions)[number]) => number): number =>
    partitions.reduce((total, partition) => total + of(partition), 0)
  const most = (of: (partition: (typeof partitions)[number]) => number): number =>
    Math.max(...partitions.map(of))
  const sent = sum(({ records }) => records)
  const keyless = sum((partition) => partition.keyless)
  const last = changes.at(-1)
  return {
    lane: lane.id,
    sent,
    read: counts.read,
    unread: sum(({ unread }) => unread),
    movedShare: last === undefined ? Number.NaN : (100 * last.moved) / last.total,
    movedRecords: counts.movedRecords,
    splitKeys: counts.splitKeys,
    outOfOrder: counts.outOfOrder,
    fullest: sent === 0 ? Number.NaN : (most(({ records }) => records) * count) / sent,
    keylessTop: keyless === 0 ? Number.NaN : (100 * most((partition) => partition.keyless)) / keyless,
  }
}

/** A lane's numbers for charts over time, in the order of the lab's measures. */
export const measuresOf = (run: LaneSummary): number[] => [
  run.sent,
  run.read,
  run.unread,
  run.movedShare,
  run.movedRecords,
  run.splitKeys,
  run.outOfOrder,
  run.fullest,
  run.keylessTop,
]
