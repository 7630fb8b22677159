import { at } from '../../../shared/assert.ts'
import { baseOffsetAt, sizeAt } from '../bytes/batch-header.ts'
import type { Partition } from '../partition/partition.ts'
import type { Segment } from '../segment/segment.ts'

/** The place in a log behind which its last `bytes` lie: in which segment, and where in it. */
export function placeFromEnd(
  { segments }: Partition,
  bytes: number,
): { readonly index: number; readonly position: number } {
  let left = bytes
  for (let index = segments.length - 1; index >= 0; index--) {
    const { size } = at(segments, index)
    if (size > left) return { index, position: size - left }
    left -= size
  }
  return { index: 0, position: 0 }
}

/** The first offset of which all bytes are among the last `bytes` of the log. */
export function offsetFromEnd(log: Partition, bytes: number): number {
  const { index, position } = placeFromEnd(log, bytes)
  const segment = at(log.segments, index)
  const next = firstBatchFrom(segment, position)
  return Math.max(log.logStartOffset, next ?? segment.nextOffset)
}

/** The offset of the first batch that begins at `position` or behind it; null when there is none. */
function firstBatchFrom(segment: Segment, position: number): number | null {
  const { index } = segment
  let low = 0
  let high = index.entries
  while (low < high) {
    const middle = (low + high) >> 1
    if (index.entry(middle).position <= position) low = middle + 1
    else high = middle
  }
  const bytes = segment.bytes()
  let found = low === 0 ? 0 : index.entry(low - 1).position
  while (found < position && found < bytes.length) found += sizeAt(bytes, found)
  return found < bytes.length ? baseOffsetAt(bytes, found) : null
}

/** How many of the bytes `position` .. `position + length` of a segment are among the last `bytes` of the log. */
export function bytesInCache(
  log: Partition,
  segmentBase: number,
  position: number,
  length: number,
  bytes: number,
): number {
  const place = placeFromEnd(log, bytes)
  const { baseOffset } = at(log.segments, place.index)
  if (segmentBase > baseOffset) return length
  if (segmentBase < baseOffset) return 0
  return Math.min(length, Math.max(0, position + length - place.position))
}
