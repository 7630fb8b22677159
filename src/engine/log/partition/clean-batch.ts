import { decodeRecords } from '../bytes/decode-batch.ts'
import type { Codecs } from '../bytes/compression.ts'
import { encodeBatch } from '../bytes/encode-batch.ts'
import type { BatchHeader } from '../bytes/batch-header.ts'
import type { LogRecord } from '../bytes/record.ts'
import type { FoundBatch } from '../bytes/scan.ts'

/** What the cleaner knows and counts while it goes through the log. */
export interface CleaningRound {
  readonly latestOffsets: ReadonlyMap<string, number>
  readonly end: number
  readonly now: number
  readonly deleteRetentionMs: number
  readonly counts: {
    recordsBefore: number
    recordsAfter: number
    tombstonesDropped: number
    batchesSkipped: number
  }
}

/** A key's bytes as a text, one character a byte: to look it up by what it is. */
export function keyText(key: Uint8Array): string {
  let text = ''
  for (let i = 0; i < key.length; i++) text += String.fromCharCode(key[i] ?? 0)
  return text
}

/**
 * What stays of a batch: itself, a batch with fewer records (which keeps its first and last offset), or null. The last
 * batch of the round stays even without records, so that the log's end is not forgotten.
 */
export function cleanBatch(
  bytes: Uint8Array,
  { at, header }: FoundBatch,
  round: CleaningRound,
  codecs: Codecs,
): Uint8Array | null {
  const original = bytes.subarray(at, at + header.size)
  const { counts } = round
  counts.recordsBefore += header.count
  const decoded = header.isControl ? null : decodeRecords(bytes, at, header, codecs)
  if (decoded === null || !decoded.ok) {
    counts.recordsAfter += header.count
    if (decoded !== null) counts.batchesSkipped += 1
    return original
  }
  const { records } = decoded.value
  const kept = records.filter((record) => stays(record, header, round))
  counts.recordsAfter += kept.length
  if (kept.length === 0 && header.lastOffset + 1 !== round.end) return null
  const hasNewTombstones =
    header.deleteHorizon === null && kept.some(({ value, offset }) => value === null && offset < round.end)
  if (kept.length === records.length && !hasNewTombstones) return original
  const deleteHorizon = hasNewTombstones ? round.now + round.deleteRetentionMs : header.deleteHorizon
  return rebuild(header, kept, deleteHorizon, codecs)
}

function stays(
  { key, value, offset }: LogRecord,
  { deleteHorizon }: BatchHeader,
  round: CleaningRound,
): boolean {
  if (offset >= round.end) return true
  if (key === null) return false
  if (offset < (round.latestOffsets.get(keyText(key)) ?? 0)) return false
  if (value !== null || deleteHorizon === null || round.now < deleteHorizon) return true
  round.counts.tombstonesDropped += 1
  return false
}

function rebuild(
  header: BatchHeader,
  records: readonly LogRecord[],
  deleteHorizon: number | null,
  codecs: Codecs,
): Uint8Array {
  const keepsTime = records.length === 0 || header.timestampType === 'LogAppendTime'
  const plan = {
    ...header,
    deleteHorizon: records.length === 0 ? null : deleteHorizon,
    offsetDeltas: records.map(({ offset }) => offset - header.baseOffset),
    lastOffsetDelta: header.lastOffset - header.baseOffset,
  }
  if (keepsTime) return encodeBatch(plan, records, codecs)
  const { maxTimestamp: _, ...ofRecords } = plan
  return encodeBatch(ofRecords, records, codecs)
}
