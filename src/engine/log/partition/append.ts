import type { BatchTraits } from '../bytes/batch-header.ts'
import type { Codecs } from '../bytes/compression.ts'
import { encodeBatch, MAX_TIMESTAMP, PLAIN } from '../bytes/encode-batch.ts'
import type { NewRecord } from '../bytes/record.ts'
import { refuseWith, type LogOutcome } from './log-error.ts'
import { compacts, type PartitionSettings } from './settings.ts'

/** One batch as a producer sends it. */
export interface AppendRequest extends Partial<Omit<BatchTraits, 'timestampType'>> {
  readonly records: readonly NewRecord[]
}

/** Checks a batch as the leader does and encodes it for the offset at which it will stand. */
export function encodeForAppend(
  request: AppendRequest,
  baseOffset: number,
  now: number,
  settings: PartitionSettings,
  codecs: Codecs,
): LogOutcome<Uint8Array> {
  const { records, compression = 'none' } = request
  if (records.length === 0) return refuseWith('InvalidRecord', 'a batch without records')
  if (compression !== 'none' && codecs[compression] === undefined)
    return refuseWith('UnsupportedCompressionType', `${compression} can't be packed here`)
  const isStampedHere = settings.messageTimestampType === 'LogAppendTime'
  for (const record of records) {
    if (compacts(settings) && record.key === null && request.isControl !== true)
      return refuseWith('InvalidRecord', 'a record without a key, in a partition that is compacted by key')
    const wrong =
      noTime(record.timestamp) ?? (isStampedHere ? null : outOfTime(record.timestamp, now, settings))
    if (wrong !== null) return refuseWith('InvalidTimestamp', wrong)
  }
  const plan = {
    ...PLAIN,
    ...request,
    baseOffset,
    timestampType: settings.messageTimestampType,
    ...(isStampedHere ? { maxTimestamp: now } : {}),
  }
  return fits(encodeBatch(plan, records, codecs), settings)
}

/** What is wrong with a number that should be a time, in words; null when nothing is. -1 means the record has none. */
const noTime = (timestamp: number): string | null =>
  Number.isInteger(timestamp) && timestamp >= -1 && timestamp <= MAX_TIMESTAMP
    ? null
    : `timestamp ${timestamp}`

/** What is wrong with a producer's time beside the broker's clock. */
function outOfTime(timestamp: number, now: number, settings: PartitionSettings): string | null {
  if (timestamp === -1) return null
  const { messageTimestampAfterMaxMs: after, messageTimestampBeforeMaxMs: before } = settings
  if (timestamp - now > after)
    return `timestamp ${timestamp} is more than ${after} ms after the broker's clock`
  if (now - timestamp > before)
    return `timestamp ${timestamp} is more than ${before} ms before the broker's clock`
  return null
}

function fits(batch: Uint8Array, settings: PartitionSettings): LogOutcome<Uint8Array> {
  const { maxMessageBytes, segmentBytes } = settings
  if (batch.length > maxMessageBytes)
    return refuseWith(
      'RecordTooLarge',
      `a batch of ${batch.length} bytes, max.message.bytes is ${maxMessageBytes}`,
    )
  if (batch.length > segmentBytes)
    return refuseWith(
      'RecordBatchTooLarge',
      `a batch of ${batch.length} bytes, segment.bytes is ${segmentBytes}`,
    )
  return { ok: true, value: batch }
}
