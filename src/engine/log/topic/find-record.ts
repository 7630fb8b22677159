import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { segmentFor } from '../partition/fetch.ts'
import { decodeUtf8 } from '../../kernel/utf8.ts'
import type { LogPartition } from './log-partition.ts'
import { firstBatch } from './records-of.ts'
import { bytesInCache } from './page-cache.ts'
import { at } from '../../../shared/assert.ts'

/** A record that was looked up, and what it took to get there. */
export interface FoundRecord {
  readonly partition: number
  readonly offset: number
  readonly timestamp: number
  /** As text; null where it has none. */
  readonly key: string | null
  /** Null for a tombstone. */
  readonly valueBytes: number | null
  /** The segment's first offset, and how many segments there were to choose from. */
  readonly segment: number
  readonly segments: number
  /** Where its batch begins in the segment, how long it is, how many records it holds. */
  readonly position: number
  readonly batchBytes: number
  readonly batchRecords: number
  readonly segmentProbes: number
  readonly indexEntries: number
  readonly indexProbes: number
  /** Bytes from where the index pointed to the batch, and batch headers read on the way, the batch's own included. */
  readonly bytesScanned: number
  readonly batchesScanned: number
  readonly fromDisk: boolean
}

/** Finds the record at `offset`, or the next one where the cleaner took it: as a fetch does. */
export function findRecord(
  { log }: LogPartition,
  partition: number,
  offset: number,
  cacheBytes: number,
): Outcome<FoundRecord> {
  const name = `partition ${partition}`
  if (offset >= log.highWatermark && offset <= log.logEndOffset)
    return refuse(`${name} ends at offset ${log.logEndOffset}: there is no record yet`, `offset ${offset}`)
  const read = log.read(offset, 1)
  if (!read.ok)
    return refuse(
      `${read.problem.error}: ${name} holds the offsets ${log.logStartOffset} to ${log.logEndOffset - 1}`,
      `offset ${offset}`,
    )
  const { bytes, from, cost } = read.value
  const { records } = firstBatch(bytes)
  const record = records.find((one) => one.offset >= offset)
  if (from === null || record === undefined)
    return refuse(`the cleaner has left nothing from there on in its batch of ${name}`, `offset ${offset}`)
  const { index } = segmentFor(log.segments, from.segment)
  return accept({
    partition,
    offset: record.offset,
    timestamp: record.timestamp,
    key: record.key === null ? null : decodeUtf8(record.key),
    valueBytes: record.value?.length ?? null,
    segment: from.segment,
    segments: log.segments.length,
    position: from.position,
    batchBytes: bytes.length,
    batchRecords: records.length,
    segmentProbes: cost.segmentProbes,
    indexEntries: at(log.segments, index).index.entries,
    indexProbes: cost.indexProbes,
    bytesScanned: cost.bytesScanned,
    batchesScanned: cost.batchesScanned,
    fromDisk: bytesInCache(log, from.segment, from.position, bytes.length, cacheBytes) < bytes.length,
  })
}
