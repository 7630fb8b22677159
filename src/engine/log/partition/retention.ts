import type { Segment } from '../segment/segment.ts'
import type { PartitionSettings } from './settings.ts'

/** Why a segment was deleted: an admin raised the log start, or one of the two limits. */
export type DeletionReason = 'log-start' | 'size' | 'time'

export interface DeletedSegment {
  readonly segment: Segment
  readonly reason: DeletionReason
}

/** What a check of retention did. */
export interface CleanUp {
  readonly deleted: readonly DeletedSegment[]
  /** Whether a new segment had to be opened, since all there were had to go. */
  readonly rolled: boolean
  readonly logStartOffset: number
}

/** Whether a segment may go; asked from the oldest on until one says no. */
export type MayGo = (segment: Segment, next: Segment | null) => boolean

const never: MayGo = () => false

/** A segment all below the log start: `deleteRecords` put it there. */
export const belowLogStart =
  (logStartOffset: number): MayGo =>
  (_, next) =>
    next !== null && next.baseOffset <= logStartOffset

/** Size retention: a segment goes only while what stays is no less than the limit. */
export function beyondSize(size: number, { retentionBytes }: PartitionSettings): MayGo {
  if (retentionBytes < 0 || size < retentionBytes) return never
  // #region size
  let excess = size - retentionBytes
  return (segment) => {
    if (excess < segment.size) return false
    excess -= segment.size
    return true
  }
  // #endregion size
}

/** Time retention: by the latest record in the segment, so one record from the future holds all of it. */
export function beyondTime(now: number, { retentionMs }: PartitionSettings): MayGo {
  if (retentionMs < 0) return never
  return (segment) => now - segment.largestTimestamp > retentionMs
}

/**
 * The segments to delete, oldest first: up to the first that must stay. None that reaches beyond the high watermark,
 * and never an empty last one.
 */
export function deletable(
  segments: readonly Segment[],
  highWatermark: number,
  logEndOffset: number,
  mayGo: MayGo,
): readonly Segment[] {
  const stays = segments.findIndex((segment, i) => {
    const next = segments[i + 1] ?? null
    const end = next?.baseOffset ?? logEndOffset
    return highWatermark < end || !mayGo(segment, next) || (next === null && segment.size === 0)
  })
  return segments.slice(0, stays < 0 ? segments.length : stays)
}
