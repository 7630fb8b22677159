import type { LogPartition } from './log-partition.ts'
import { bytesInCache } from './page-cache.ts'
import { firstBatch } from './records-of.ts'

/** What fetching has cost a group. */
export interface FetchTally {
  fetches: number
  bytesFromCache: number
  bytesFromDisk: number
  segmentProbes: number
  indexProbes: number
  bytesScanned: number
}

/** max.partition.fetch.bytes. */
const FETCH_BYTES = 1_048_576

export interface ReadOn {
  /** Records handed over; fewer than offsets where the cleaner has been. */
  readonly records: number
  /** Where to read on. */
  readonly next: number
  /** Everything below has been fetched. */
  readonly fetchedTo: number
}

/**
 * Reads up to `want` records from offset `from` on. A fetch brings whole batches, at most a mebibyte: it is counted when
 * the reader comes to what none has brought yet.
 */
export function fetchRecords(
  source: LogPartition,
  from: number,
  fetched: number,
  want: number,
  cacheBytes: number,
  tally: FetchTally,
): ReadOn {
  const { log, cleanedTo } = source
  let next = from
  let records = 0
  let fetchedTo = Math.max(from, fetched)
  while (records < want && next < log.highWatermark) {
    if (next >= fetchedTo) fetchedTo = fetchOnce(source, next, cacheBytes, tally)
    if (next >= cleanedTo) {
      const taken = Math.min(want - records, fetchedTo - next)
      records += taken
      next += taken
    } else {
      const step = overGaps(source, next, want - records)
      records += step.records
      next = step.next
      fetchedTo = Math.max(fetchedTo, next)
    }
  }
  return { records, next, fetchedTo }
}

/** Fetches from `offset` on, counts what it took, and returns what comes behind the last batch. */
function fetchOnce({ log }: LogPartition, offset: number, cacheBytes: number, tally: FetchTally): number {
  const read = log.read(offset, FETCH_BYTES)
  if (!read.ok || read.value.from === null) return log.highWatermark
  const { bytes, from, cost, nextOffset } = read.value
  const cached = bytesInCache(log, from.segment, from.position, bytes.length, cacheBytes)
  tally.fetches += 1
  tally.bytesFromCache += cached
  tally.bytesFromDisk += bytes.length - cached
  tally.segmentProbes += cost.segmentProbes
  tally.indexProbes += cost.indexProbes
  tally.bytesScanned += cost.bytesScanned
  return nextOffset
}

/** One batch where records may be missing: those that are there from `offset` on, up to `want`. */
function overGaps(
  { log }: LogPartition,
  offset: number,
  want: number,
): { readonly records: number; readonly next: number } {
  const read = log.read(offset, 1)
  if (!read.ok || read.value.batches === 0) return { records: 0, next: log.highWatermark }
  const { records, lastOffset } = firstBatch(read.value.bytes)
  const ahead = records.filter((record) => record.offset >= offset)
  if (ahead.length <= want) return { records: ahead.length, next: lastOffset + 1 }
  return { records: want, next: ahead[want]?.offset ?? lastOffset }
}
