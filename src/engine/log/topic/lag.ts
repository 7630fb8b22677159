import { at } from '../../../shared/assert.ts'
import { AT } from '../bytes/batch-header.ts'
import { readInt64 } from '../bytes/int64.ts'
import type { Group } from './group.ts'
import type { LogPartition } from './log-partition.ts'
import type { WhiteboardGroup } from './whiteboard-group.ts'
import type { WhiteboardLog } from './whiteboard-log.ts'

/**
 * How old the oldest record is that a group has still to read in a partition, in milliseconds by the time of its batch's
 * first record; 0 where it has read all, or the record is from the future.
 */
export function lagMsIn({ log }: LogPartition, position: number, now: number): number {
  const from = Math.max(position, log.logStartOffset)
  if (from >= log.highWatermark) return 0
  const read = log.read(from, 1)
  if (!read.ok || read.value.batches === 0) return 0
  return Math.max(0, now - readInt64(read.value.bytes, AT.baseTimestamp))
}

/** The same over all partitions: the largest. */
export function lagMsOf(group: Group, partitions: readonly LogPartition[], now: number): number {
  let most = 0
  for (let i = 0; i < partitions.length; i++)
    most = Math.max(most, lagMsIn(at(partitions, i), group.position(i), now))
  return most
}

/** A whiteboard's group, by the broker's clock at the append. */
export function drawnLagMsOf(group: WhiteboardGroup, logs: readonly WhiteboardLog[], now: number): number {
  let most = 0
  logs.forEach((log, i) => {
    const from = Math.max(group.offset(i), log.start)
    if (from < log.writeOffset) most = Math.max(most, now - log.timeOf(from))
  })
  return most
}

export const drawnUnreadOf = (group: WhiteboardGroup, logs: readonly WhiteboardLog[]): number =>
  logs.reduce((sum, log, i) => sum + log.writeOffset - group.offset(i), 0)
