import { assert } from '../../../shared/assert.ts'
import {
  AT,
  CONTROL_BIT,
  DELETE_HORIZON_BIT,
  HEADER_BYTES,
  LOG_APPEND_TIME_BIT,
  MAGIC,
  OVERHEAD_BYTES,
  TRANSACTIONAL_BIT,
  type BatchTraits,
} from './batch-header.ts'
import { COMPRESSIONS, type Codecs } from './compression.ts'
import { crc32c } from './crc32c.ts'
import { writeInt32, writeInt64 } from './int64.ts'
import { recordSize, writeRecord, type PlacedRecord } from './record-codec.ts'
import type { NewRecord } from './record.ts'

/** What is said of a batch beside its records. */
export interface BatchPlan extends BatchTraits {
  readonly baseOffset: number
  /** The offsets the records have, counted from the first; null where they follow one another. */
  readonly offsetDeltas?: readonly number[] | null
  /** The last offset the batch stands for, counted from the first: cleaning keeps it though its record may go. */
  readonly lastOffsetDelta?: number
  /** Instead of the latest of the records: the broker's time, or that of a batch that the cleaner emptied. */
  readonly maxTimestamp?: number
  readonly deleteHorizon?: number | null
}

/** Traits of a batch that a plain producer sends. */
export const PLAIN: BatchTraits = {
  compression: 'none',
  timestampType: 'CreateTime',
  isTransactional: false,
  isControl: false,
  leaderEpoch: 0,
  producerId: -1,
  producerEpoch: -1,
  baseSequence: -1,
}

const NO_TIMESTAMP = -1
/** Deltas between any two such times are safe whole numbers. */
export const MAX_TIMESTAMP = 2 ** 52

/**
 * Encodes a record batch v2. Throws when a timestamp is no whole number below 2^52, or the plan wants a compression
 * that is not in `codecs`.
 */
export function encodeBatch(plan: BatchPlan, records: readonly NewRecord[], codecs: Codecs = {}): Uint8Array {
  const baseTimestamp = plan.deleteHorizon ?? records[0]?.timestamp ?? NO_TIMESTAMP
  let maxTimestamp = NO_TIMESTAMP
  let size = 0
  const placed: PlacedRecord[] = []
  for (let i = 0; i < records.length; i++) {
    const record = records[i] as NewRecord // i is below the length
    const { timestamp } = record
    assert(
      Number.isInteger(timestamp) && Math.abs(timestamp) <= MAX_TIMESTAMP,
      `a timestamp is a whole number of milliseconds, got ${timestamp}`,
    )
    if (timestamp > maxTimestamp) maxTimestamp = timestamp
    const entry = {
      key: record.key,
      value: record.value,
      headers: record.headers,
      offsetDelta: plan.offsetDeltas?.[i] ?? i,
      timestampDelta: timestamp - baseTimestamp,
    }
    size += recordSize(entry)
    placed.push(entry)
  }
  const whole = withRecords(placed, size, plan, codecs)
  writeHeader(whole, plan, {
    baseTimestamp,
    maxTimestamp: plan.maxTimestamp ?? maxTimestamp,
    lastOffsetDelta: plan.lastOffsetDelta ?? placed.at(-1)?.offsetDelta ?? 0,
    count: records.length,
  })
  return whole
}

/** A batch whose header is still empty. */
function withRecords(
  placed: readonly PlacedRecord[],
  size: number,
  { compression }: BatchPlan,
  codecs: Codecs,
): Uint8Array {
  const plain = new Uint8Array(HEADER_BYTES + size)
  let at = HEADER_BYTES
  for (const record of placed) at = writeRecord(plain, at, record)
  assert(at === plain.length, `records of ${at} bytes, counted as ${plain.length}`)
  // A batch without records is a bare header, whatever its compression.
  if (compression === 'none' || placed.length === 0) return plain
  const codec = codecs[compression]
  assert(codec !== undefined, `no codec for ${compression} is at hand`)
  const packed = codec.compress(plain.subarray(HEADER_BYTES))
  const whole = new Uint8Array(HEADER_BYTES + packed.length)
  whole.set(packed, HEADER_BYTES)
  return whole
}

interface HeaderNumbers {
  readonly baseTimestamp: number
  readonly maxTimestamp: number
  readonly lastOffsetDelta: number
  readonly count: number
}

function writeHeader(bytes: Uint8Array, plan: BatchPlan, numbers: HeaderNumbers): void {
  writeInt64(bytes, 0, plan.baseOffset)
  writeInt32(bytes, AT.length, bytes.length - OVERHEAD_BYTES)
  writeInt32(bytes, AT.leaderEpoch, plan.leaderEpoch)
  bytes[AT.magic] = MAGIC
  bytes[AT.attributes + 1] = attributesOf(plan)
  writeInt32(bytes, AT.lastOffsetDelta, numbers.lastOffsetDelta)
  writeInt64(bytes, AT.baseTimestamp, numbers.baseTimestamp)
  writeInt64(bytes, AT.maxTimestamp, numbers.maxTimestamp)
  writeInt64(bytes, AT.producerId, plan.producerId)
  bytes[AT.producerEpoch] = plan.producerEpoch >> 8
  bytes[AT.producerEpoch + 1] = plan.producerEpoch
  writeInt32(bytes, AT.baseSequence, plan.baseSequence)
  writeInt32(bytes, AT.count, numbers.count)
  writeInt32(bytes, AT.crc, crc32c(bytes, AT.attributes))
}

const attributesOf = (plan: BatchPlan): number =>
  COMPRESSIONS.indexOf(plan.compression) |
  (plan.timestampType === 'LogAppendTime' ? LOG_APPEND_TIME_BIT : 0) |
  (plan.isTransactional ? TRANSACTIONAL_BIT : 0) |
  (plan.isControl ? CONTROL_BIT : 0) |
  ((plan.deleteHorizon ?? null) !== null ? DELETE_HORIZON_BIT : 0)
