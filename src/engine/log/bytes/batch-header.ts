import { ByteReader } from './byte-reader.ts'
import { COMPRESSIONS, type Compression } from './compression.ts'
import { corrupt, type Decoded } from './corruption.ts'
import { readInt32, readInt64 } from './int64.ts'

/** Whose clock a batch's timestamps are: the producers' or the broker's. */
export type TimestampType = 'CreateTime' | 'LogAppendTime'

/** What a batch says of itself, beside its offsets and times. */
export interface BatchTraits {
  readonly compression: Compression
  readonly timestampType: TimestampType
  readonly isTransactional: boolean
  /** Written by the broker itself, to mark where a transaction ends; no consumer sees its records. */
  readonly isControl: boolean
  /** The epoch of the leader that appended it; -1 where there is none. Not under the checksum. */
  readonly leaderEpoch: number
  /** Who sent it, for what transactions and idempotence need; -1 each where nobody said. */
  readonly producerId: number
  readonly producerEpoch: number
  readonly baseSequence: number
}

/** The 61 bytes before a batch's records. */
export interface BatchHeader extends BatchTraits {
  readonly baseOffset: number
  /** Of the whole batch, this header included. The length in the bytes is 12 less. */
  readonly size: number
  readonly crc: number
  readonly lastOffset: number
  /** What timestamps are counted from: that of the first record, or the delete horizon where there is one. */
  readonly baseTimestamp: number
  readonly maxTimestamp: number
  /** From when on the cleaner may drop the batch's tombstones; null where it has not seen any yet. */
  readonly deleteHorizon: number | null
  /** How many records it holds: fewer than offsets where the cleaner has been. */
  readonly count: number
}

/** A field of the header: where it lies, counted from the batch's first byte, and how many bytes it takes. */
export interface HeaderField {
  readonly name: string
  readonly at: number
  readonly bytes: number
}

/** The header's fields in their order (https://kafka.apache.org/documentation/#recordbatch). */
export const HEADER_FIELDS = [
  { name: 'baseOffset', at: 0, bytes: 8 },
  { name: 'batchLength', at: 8, bytes: 4 },
  { name: 'partitionLeaderEpoch', at: 12, bytes: 4 },
  { name: 'magic', at: 16, bytes: 1 },
  { name: 'crc', at: 17, bytes: 4 },
  { name: 'attributes', at: 21, bytes: 2 },
  { name: 'lastOffsetDelta', at: 23, bytes: 4 },
  { name: 'baseTimestamp', at: 27, bytes: 8 },
  { name: 'maxTimestamp', at: 35, bytes: 8 },
  { name: 'producerId', at: 43, bytes: 8 },
  { name: 'producerEpoch', at: 51, bytes: 2 },
  { name: 'baseSequence', at: 53, bytes: 4 },
  { name: 'recordsCount', at: 57, bytes: 4 },
] as const satisfies readonly HeaderField[]

/** Where each field begins. */
export const AT = {
  length: 8,
  leaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  count: 57,
} as const

export const HEADER_BYTES = 61
/** The offset and the length, which the length does not count. */
export const OVERHEAD_BYTES = 12
export const MAGIC = 2

const COMPRESSION_BITS = 0b111
export const LOG_APPEND_TIME_BIT = 1 << 3
export const TRANSACTIONAL_BIT = 1 << 4
export const CONTROL_BIT = 1 << 5
export const DELETE_HORIZON_BIT = 1 << 6

/**
 * Reads the header of the batch at `at` and checks that it can be one, and that all the batch is there. The checksum
 * is another matter: see `checkBatch`. `left` is how many bytes there are from `at` on, where `bytes` are but the
 * beginning of them.
 */
export function readHeader(bytes: Uint8Array, at: number, left = bytes.length - at): Decoded<BatchHeader> {
  if (left < HEADER_BYTES)
    return corrupt('truncated', at, `${left} bytes left, and a batch header takes ${HEADER_BYTES}`)
  const reader = new ByteReader(bytes, at)
  const baseOffset = reader.int64()
  const size = OVERHEAD_BYTES + reader.int32()
  if (size < HEADER_BYTES)
    return corrupt('size', at + AT.length, `a batch of ${size} bytes, less than its header takes`)
  if (size > left) return corrupt('truncated', at + AT.length, `a batch of ${size} bytes, with ${left} left`)
  const leaderEpoch = reader.int32()
  const magic = reader.uint8()
  if (magic !== MAGIC)
    return corrupt('magic', at + AT.magic, `magic ${magic}: only record batch v2 is read here`)
  const crc = reader.int32() >>> 0
  const attributes = reader.int16()
  const compression = COMPRESSIONS[attributes & COMPRESSION_BITS]
  if (compression === undefined)
    return corrupt('compression', at + AT.attributes + 1, `compression ${attributes & COMPRESSION_BITS}`)
  const lastOffsetDelta = reader.int32()
  const baseTimestamp = reader.int64()
  const header: BatchHeader = {
    baseOffset,
    size,
    leaderEpoch,
    crc,
    compression,
    timestampType: attributes & LOG_APPEND_TIME_BIT ? 'LogAppendTime' : 'CreateTime',
    isTransactional: (attributes & TRANSACTIONAL_BIT) !== 0,
    isControl: (attributes & CONTROL_BIT) !== 0,
    lastOffset: baseOffset + lastOffsetDelta,
    baseTimestamp,
    deleteHorizon: attributes & DELETE_HORIZON_BIT ? baseTimestamp : null,
    maxTimestamp: reader.int64(),
    producerId: reader.int64(),
    producerEpoch: reader.int16(),
    baseSequence: reader.int32(),
    count: reader.int32(),
  }
  if (reader.problem !== null) return { ok: false, problem: reader.problem }
  return checkCounts(header, at, lastOffsetDelta)
}

function checkCounts(header: BatchHeader, at: number, lastOffsetDelta: number): Decoded<BatchHeader> {
  const { baseOffset, lastOffset, count } = header
  if (baseOffset < 0 || !Number.isSafeInteger(lastOffset))
    return corrupt('order', at, `base offset ${baseOffset}`)
  if (lastOffsetDelta < 0)
    return corrupt('order', at + AT.lastOffsetDelta, `last offset delta ${lastOffsetDelta}`)
  if (count < 0 || count > lastOffsetDelta + 1)
    return corrupt('size', at + AT.count, `${count} records for ${lastOffsetDelta + 1} offsets`)
  return { ok: true, value: header }
}

/** The three numbers that a search needs, of a batch known to be whole. */
export const baseOffsetAt = (bytes: Uint8Array, at: number): number => readInt64(bytes, at)
export const sizeAt = (bytes: Uint8Array, at: number): number =>
  OVERHEAD_BYTES + readInt32(bytes, at + AT.length)
export const lastOffsetAt = (bytes: Uint8Array, at: number): number =>
  readInt64(bytes, at) + readInt32(bytes, at + AT.lastOffsetDelta)
export const maxTimestampAt = (bytes: Uint8Array, at: number): number =>
  readInt64(bytes, at + AT.maxTimestamp)
