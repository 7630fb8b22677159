import { at } from '../../shared/assert.ts'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'

/** A segment as the picture knows it. */
export interface Segment {
  readonly row: number
  readonly partition: number
  readonly base: number
  readonly end: number
  readonly records: number
  readonly bytes: number
  readonly openedBy: number
  readonly createdAt: number
  /** -1 without a record. */
  readonly largestTimestamp: number
  readonly indexEntries: number
  readonly indexBytes: number
  readonly isActive: boolean
}

export function segmentAt({ segments, partitions }: TopicFrame, row: number): Segment {
  const partition = at(segments.partition, row)
  const next = partitions.firstSegment[partition + 1] ?? segments.base.length
  return {
    row,
    partition,
    base: at(segments.base, row),
    end: at(segments.end, row),
    records: at(segments.records, row),
    bytes: at(segments.bytes, row),
    openedBy: at(segments.openedBy, row),
    createdAt: at(segments.createdAt, row),
    largestTimestamp: at(segments.largestTimestamp, row),
    indexEntries: at(segments.indexEntries, row),
    indexBytes: at(segments.indexBytes, row),
    isActive: row === next - 1,
  }
}

/** The rows of a partition's segments, from the oldest to behind the last. */
export function rowsOf({ segments, partitions }: TopicFrame, partition: number): readonly [number, number] {
  const first = at(partitions.firstSegment, partition)
  return [first, partitions.firstSegment[partition + 1] ?? segments.base.length]
}

/** A segment's name for the stage: "3.1204". */
export const thingOf = (partition: number, base: number): string => `${partition}.${base}`

/** The segment of that name, as long as it exists. */
export function chosenIn(frame: TopicFrame, thing: string | null): Segment | null {
  const [partition, base] = (thing ?? '').split('.').map(Number)
  if (partition === undefined || base === undefined || !(partition < frame.partitions.logEnd.length))
    return null
  const [first, end] = rowsOf(frame, partition)
  for (let row = first; row < end; row++) if (frame.segments.base[row] === base) return segmentAt(frame, row)
  return null
}

/** The row of the segment that holds `offset`, or the nearest; null in a partition without one. */
export function rowHolding(frame: TopicFrame, partition: number, offset: number): number | null {
  const [first, end] = rowsOf(frame, partition)
  if (first >= end) return null
  let found = first
  for (let row = first; row < end; row++) if (at(frame.segments.base, row) <= offset) found = row
  return found
}
