import { readInt32, readInt64 } from '../bytes/int64.ts'
import { OFFSET_ENTRY_BYTES } from './offset-index.ts'
import { TIME_ENTRY_BYTES } from './time-index.ts'

/** What an index is held against: the batches of its log, in the order in which they lie there. */
export interface IndexedBatches {
  readonly count: number
  /** The position from which on nothing is known of the log: entries that point there are not judged. */
  readonly end: number
  at(i: number): number
  baseOffset(i: number): number
  lastOffset(i: number): number
  maxTimestamp(i: number): number
}

/** An entry that says something wrong, counted from 0, and what. */
export interface IndexProblem {
  readonly entry: number
  readonly what: string
}

/** What an index file holds, and what of it does not fit the log. */
export interface IndexCheck {
  readonly entries: number
  /** Zeros at its end: space kept free, as a running broker leaves it. */
  readonly freeBytes: number
  /** The first few. */
  readonly problems: readonly IndexProblem[]
  readonly problemCount: number
}

const MOST_TOLD = 50

/**
 * Whether each entry names where a batch begins, and the last offset of it or of one behind it (a broker that appends
 * several batches at once notes the last).
 */
export function checkOffsetIndex(index: Uint8Array, baseOffset: number, batches: IndexedBatches): IndexCheck {
  const { note, result } = checking(index, OFFSET_ENTRY_BYTES)
  let previous = -1
  for (let entry = 0; entry < result.entries; entry++) {
    const offset = baseOffset + readInt32(index, entry * OFFSET_ENTRY_BYTES)
    const position = readInt32(index, entry * OFFSET_ENTRY_BYTES + 4)
    if (position >= batches.end) break
    const place = batchAt(batches, position)
    if (offset <= previous) note(entry, `offset ${offset} after ${previous}`)
    else if (place < 0) note(entry, `no batch begins at byte ${position}`)
    else if (!isLastOffset(batches, place, offset))
      note(entry, `offset ${offset} ends no batch from byte ${position} on`)
    previous = Math.max(previous, offset)
  }
  return result
}

/** Whether times and offsets grow, and each entry tells the latest time up to its offset. */
export function checkTimeIndex(
  timeIndex: Uint8Array,
  baseOffset: number,
  batches: IndexedBatches,
): IndexCheck {
  const { note, result } = checking(timeIndex, TIME_ENTRY_BYTES)
  const lastOffset = batches.count === 0 ? -1 : batches.lastOffset(batches.count - 1)
  let previous = { timestamp: -1, offset: baseOffset - 1 }
  let latest = -1
  let batch = 0
  for (let entry = 0; entry < result.entries; entry++) {
    const timestamp = readInt64(timeIndex, entry * TIME_ENTRY_BYTES)
    const offset = baseOffset + readInt32(timeIndex, entry * TIME_ENTRY_BYTES + 8)
    if (offset > lastOffset && batches.end !== Infinity) break
    for (; batch < batches.count && batches.baseOffset(batch) <= offset; batch++)
      latest = Math.max(latest, batches.maxTimestamp(batch))
    if (timestamp <= previous.timestamp) note(entry, `time ${timestamp} after ${previous.timestamp}`)
    else if (offset <= previous.offset) note(entry, `offset ${offset} after ${previous.offset}`)
    else if (offset > lastOffset) note(entry, `offset ${offset}, and the log ends at ${lastOffset}`)
    else if (latest !== timestamp)
      note(entry, `time ${timestamp}, and the latest up to offset ${offset} is ${latest}`)
    previous = { timestamp, offset }
  }
  return result
}

function checking(
  file: Uint8Array,
  entryBytes: number,
): {
  readonly note: (entry: number, what: string) => void
  readonly result: IndexCheck
} {
  const problems: IndexProblem[] = []
  const entries = Math.ceil(usedBytes(file) / entryBytes)
  const result = {
    entries,
    freeBytes: Math.max(0, file.length - entries * entryBytes),
    problems,
    problemCount: 0,
  }
  const note = (entry: number, what: string): void => {
    result.problemCount += 1
    if (problems.length < MOST_TOLD) problems.push({ entry, what })
  }
  if (file.length % entryBytes > 0)
    note(
      Math.floor(file.length / entryBytes),
      `${file.length} bytes are no whole number of entries of ${entryBytes}`,
    )
  return { note, result }
}

/** Which batch begins at `position`; -1 where none does. A binary search. */
function batchAt(batches: IndexedBatches, position: number): number {
  let low = 0
  let high = batches.count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (batches.at(middle) < position) low = middle + 1
    else high = middle
  }
  return low < batches.count && batches.at(low) === position ? low : -1
}

/** Whether batch `place` or one behind it ends in `offset`. A binary search: offsets grow, as a rule. */
function isLastOffset(batches: IndexedBatches, place: number, offset: number): boolean {
  let low = place
  let high = batches.count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (batches.lastOffset(middle) < offset) low = middle + 1
    else high = middle
  }
  return low < batches.count && batches.lastOffset(low) === offset
}

/** An index as a broker lays it out while writing ends in zeros. */
function usedBytes(index: Uint8Array): number {
  let end = index.length
  while (end > 0 && index[end - 1] === 0) end -= 1
  return end
}
