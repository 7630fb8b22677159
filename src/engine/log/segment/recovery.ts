import { lastOffsetAt, maxTimestampAt, type BatchHeader } from '../bytes/batch-header.ts'
import { corruption, type Corruption } from '../bytes/corruption.ts'
import { scanBatches, type Scan } from '../bytes/scan.ts'
import { readInt32, readInt64 } from '../bytes/int64.ts'
import { OFFSET_ENTRY_BYTES } from './offset-index.ts'
import type { SegmentFiles } from './segment-files.ts'
import { Segment, type SegmentSettings } from './segment.ts'
import { TIME_ENTRY_BYTES } from './time-index.ts'

/** What became of an index file: it was right, it was not there, or it said something wrong; it is always made anew. */
export type IndexState = 'right' | 'lost' | 'wrong'

/** What was found in a segment's files and what was done about it. */
export interface SegmentRecovery {
  readonly baseOffset: number
  readonly batches: number
  /** Bytes cut from the end of the log, because of `problem`. */
  readonly bytesCut: number
  /** What ended the good part; null when all of it was good. */
  readonly problem: Corruption | null
  readonly index: IndexState
  readonly timeIndex: IndexState
}

/**
 * Opens a segment from its files as a broker does after a crash: every batch is checked, the first bad one and all
 * behind it are cut, and both indexes are made anew from the log. A base offset that goes on a little, or another
 * leader epoch, it can't see: neither is under the checksum. `endOffset` is where the next segment begins, if any.
 */
export function recoverSegment(
  files: SegmentFiles,
  settings: SegmentSettings,
  now: number,
  endOffset = Number.MAX_SAFE_INTEGER,
): { readonly segment: Segment; readonly found: SegmentRecovery } {
  const segment = new Segment(files.baseOffset, settings, now, 'recovered')
  const scan = scanBatches(files.log)
  let misplaced: Corruption | null = null
  let batches = 0
  for (const { at, header } of scan.batches) {
    misplaced = outOfPlace(segment, at, header, endOffset)
    if (misplaced !== null) break
    segment.append(files.log.subarray(at, at + header.size), now)
    batches += 1
  }
  const found: SegmentRecovery = {
    baseOffset: files.baseOffset,
    batches,
    bytesCut: files.log.length - segment.size,
    problem: misplaced ?? scan.problem,
    index: files.index === null ? 'lost' : isOffsetIndexRight(files, files.index, scan) ? 'right' : 'wrong',
    timeIndex:
      files.timeIndex === null ? 'lost' : isTimeIndexRight(files, files.timeIndex, scan) ? 'right' : 'wrong',
  }
  segment.seal()
  return { segment, found }
}

function outOfPlace(
  segment: Segment,
  at: number,
  { baseOffset, lastOffset }: BatchHeader,
  endOffset: number,
): Corruption | null {
  if (baseOffset < segment.nextOffset)
    return corruption('order', at, `offset ${baseOffset} where ${segment.nextOffset} or more is due`)
  if (lastOffset >= endOffset)
    return corruption('order', at, `offset ${lastOffset}, and the next segment begins at ${endOffset}`)
  if (!segment.index.canHold(lastOffset))
    return corruption('order', at, `offset ${lastOffset} is more than 2^31 beyond ${segment.baseOffset}`)
  return null
}

/**
 * Whether each entry names where a batch begins, and the last offset of it or of one behind it (a broker that appends
 * several batches at once notes the last). What it says of bytes that are cut is no fault of its own; zeros at its end
 * are space kept free.
 */
function isOffsetIndexRight({ baseOffset, log }: SegmentFiles, index: Uint8Array, scan: Scan): boolean {
  const positions = new Set(scan.batches.map(({ at }) => at))
  const lastOffsets = new Set(scan.batches.map(({ header }) => header.lastOffset))
  const end = usedBytes(index)
  let previous = -1
  for (let at = 0; at < end; at += OFFSET_ENTRY_BYTES) {
    const offset = baseOffset + readInt32(index, at)
    const position = readInt32(index, at + 4)
    if (position >= scan.goodBytes && scan.problem !== null) break
    if (offset <= previous || !positions.has(position)) return false
    if (!lastOffsets.has(offset) || lastOffsetAt(log, position) > offset) return false
    previous = offset
  }
  return index.length % OFFSET_ENTRY_BYTES === 0
}

/** Whether times and offsets grow, and each entry tells the latest time up to its offset. */
function isTimeIndexRight({ baseOffset, log }: SegmentFiles, timeIndex: Uint8Array, scan: Scan): boolean {
  const end = usedBytes(timeIndex)
  const lastGood = scan.batches.at(-1)?.header.lastOffset ?? -1
  let previous = { timestamp: -1, offset: baseOffset - 1 }
  let latest = -1
  let batch = 0
  for (let at = 0; at < end; at += TIME_ENTRY_BYTES) {
    const timestamp = readInt64(timeIndex, at)
    const offset = baseOffset + readInt32(timeIndex, at + 8)
    if (offset > lastGood && scan.problem !== null) break
    for (let next; (next = scan.batches[batch]) !== undefined && next.header.baseOffset <= offset; batch++)
      latest = Math.max(latest, maxTimestampAt(log, next.at))
    if (
      timestamp <= previous.timestamp ||
      offset <= previous.offset ||
      offset > lastGood ||
      latest !== timestamp
    )
      return false
    previous = { timestamp, offset }
  }
  return timeIndex.length % TIME_ENTRY_BYTES === 0
}

/** An index as a broker lays it out while writing ends in zeros. */
function usedBytes(index: Uint8Array): number {
  let end = index.length
  while (end > 0 && index[end - 1] === 0) end -= 1
  return end
}
