import { at } from '../../../shared/assert.ts'
import { baseOffsetAt, lastOffsetAt, sizeAt } from '../bytes/batch-header.ts'
import type { SeekCost, Segment } from '../segment/segment.ts'

/** What a fetch took, from the segment list to the batch. */
export interface FetchCost extends SeekCost {
  /** Segments whose first offset was looked at to find the right one. */
  readonly segmentProbes: number
}

export interface Fetched {
  /** Whole batches, where they lie: valid until the next change. The first may hold records before the offset. */
  readonly bytes: Uint8Array
  readonly batches: number
  /** The first offset in `bytes`; that asked for when there are none. */
  readonly baseOffset: number
  /** From where to read on. */
  readonly nextOffset: number
  /** Which segment the bytes are from, and where they begin in it; null when there are none. */
  readonly from: { readonly segment: number; readonly position: number } | null
  readonly cost: FetchCost
}

/** The segment that holds `offset`, if any does: the last one that begins at or before it. A binary search. */
export function segmentFor(segments: readonly Segment[], offset: number): { index: number; probes: number } {
  let low = 0
  let high = segments.length
  let probes = 0
  while (low < high) {
    const middle = (low + high) >> 1
    probes += 1
    if (at(segments, middle).baseOffset <= offset) low = middle + 1
    else high = middle
  }
  return { index: Math.max(0, low - 1), probes }
}

const NO_COST: SeekCost = { indexProbes: 0, bytesScanned: 0, batchesScanned: 0 }

/** Reads from the first batch that holds `offset` or a later one, up to the offset `end`. */
export function fetchFrom(
  segments: readonly Segment[],
  offset: number,
  maxBytes: number,
  end: number,
): Fetched {
  const { index, probes } = segmentFor(segments, offset)
  // Where the cleaner has been, nothing may be left of a segment from `offset` on: then the next one has it.
  for (let i = index; i < segments.length; i++) {
    const segment = at(segments, i)
    const found = segment.find(offset)
    if (found === null) continue
    const bytes = segment.bytes()
    const { stop, batches, nextOffset } = wholeBatches(bytes, found.position, maxBytes, end)
    const cost = { ...found.cost, segmentProbes: probes }
    if (batches === 0) return nothing(offset, cost)
    return {
      bytes: bytes.subarray(found.position, stop),
      batches,
      baseOffset: baseOffsetAt(bytes, found.position),
      nextOffset,
      from: { segment: segment.baseOffset, position: found.position },
      cost,
    }
  }
  return nothing(offset, { ...NO_COST, segmentProbes: probes })
}

const nothing = (offset: number, cost: FetchCost): Fetched => ({
  bytes: new Uint8Array(0),
  batches: 0,
  baseOffset: offset,
  nextOffset: offset,
  from: null,
  cost,
})

function wholeBatches(
  bytes: Uint8Array,
  position: number,
  maxBytes: number,
  end: number,
): { stop: number; batches: number; nextOffset: number } {
  let stop = position
  let batches = 0
  let nextOffset = 0
  while (stop < bytes.length) {
    const size = sizeAt(bytes, stop)
    const lastOffset = lastOffsetAt(bytes, stop)
    if (lastOffset >= end || (batches > 0 && stop + size - position > maxBytes)) break
    stop += size
    batches += 1
    nextOffset = lastOffset + 1
  }
  return { stop, batches, nextOffset }
}
