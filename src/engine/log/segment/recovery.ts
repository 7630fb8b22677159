import { at } from '../../../shared/assert.ts'
import type { BatchHeader } from '../bytes/batch-header.ts'
import { corruption, type Corruption } from '../bytes/corruption.ts'
import { scanBatches, type Scan } from '../bytes/scan.ts'
import { checkOffsetIndex, checkTimeIndex, type IndexCheck, type IndexedBatches } from './index-check.ts'
import type { SegmentFiles } from './segment-files.ts'
import { Segment, type SegmentSettings } from './segment.ts'

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
  for (const { at: from, header } of scan.batches) {
    misplaced = outOfPlace(segment, from, header, endOffset)
    if (misplaced !== null) break
    segment.append(files.log.subarray(from, from + header.size), now)
    batches += 1
  }
  const known = batchesOf(scan)
  const found: SegmentRecovery = {
    baseOffset: files.baseOffset,
    batches,
    bytesCut: files.log.length - segment.size,
    problem: misplaced ?? scan.problem,
    index: stateOf(files.index, (index) => checkOffsetIndex(index, files.baseOffset, known)),
    timeIndex: stateOf(files.timeIndex, (timeIndex) => checkTimeIndex(timeIndex, files.baseOffset, known)),
  }
  segment.seal()
  return { segment, found }
}

const stateOf = (file: Uint8Array | null, check: (file: Uint8Array) => IndexCheck): IndexState =>
  file === null ? 'lost' : check(file).problemCount === 0 ? 'right' : 'wrong'

const batchesOf = ({ batches, goodBytes, problem }: Scan): IndexedBatches => ({
  count: batches.length,
  // What an index says of bytes that are cut is no fault of its own.
  end: problem === null ? Infinity : goodBytes,
  at: (i) => at(batches, i).at,
  baseOffset: (i) => at(batches, i).header.baseOffset,
  lastOffset: (i) => at(batches, i).header.lastOffset,
  maxTimestamp: (i) => at(batches, i).header.maxTimestamp,
})

function outOfPlace(
  segment: Segment,
  from: number,
  { baseOffset, lastOffset }: BatchHeader,
  endOffset: number,
): Corruption | null {
  if (baseOffset < segment.nextOffset)
    return corruption('order', from, `offset ${baseOffset} where ${segment.nextOffset} or more is due`)
  if (lastOffset >= endOffset)
    return corruption('order', from, `offset ${lastOffset}, and the next segment begins at ${endOffset}`)
  if (!segment.index.canHold(lastOffset))
    return corruption('order', from, `offset ${lastOffset} is more than 2^31 beyond ${segment.baseOffset}`)
  return null
}
