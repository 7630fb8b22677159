import type { ByteReader } from './byte-reader.ts'
import type { LogRecord, NewRecord, RecordHeader } from './record.ts'
import { decodeUtf8, encodeUtf8 } from '../../kernel/utf8.ts'
import { sizeOfVarint, sizeOfVarlong, writeVarint, writeVarlong } from './varint.ts'

/** A record as it goes into a batch: its numbers are counted from the batch's. */
export interface PlacedRecord extends Pick<NewRecord, 'key' | 'value' | 'headers'> {
  readonly offsetDelta: number
  readonly timestampDelta: number
}

const sizeOfBytes = (bytes: Uint8Array | null): number =>
  bytes === null ? 1 : sizeOfVarint(bytes.length) + bytes.length

const utf8Length = (text: string): number => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return encodeUtf8(text).length
  return text.length
}

const sizeOfHeader = ({ key, value }: RecordHeader): number => {
  const length = utf8Length(key)
  return sizeOfVarint(length) + length + sizeOfBytes(value)
}

/** The bytes of a record behind its length. */
function bodySize(record: PlacedRecord): number {
  let size =
    1 +
    sizeOfVarlong(record.timestampDelta) +
    sizeOfVarint(record.offsetDelta) +
    sizeOfBytes(record.key) +
    sizeOfBytes(record.value) +
    sizeOfVarint(record.headers.length)
  for (const header of record.headers) size += sizeOfHeader(header)
  return size
}

/** How many bytes a record takes in a batch that is not compressed. */
export function recordSize(record: PlacedRecord): number {
  const size = bodySize(record)
  return sizeOfVarint(size) + size
}

/** Writes a record at `at` and returns where the next one goes. */
export function writeRecord(bytes: Uint8Array, start: number, record: PlacedRecord): number {
  let at = writeVarint(bytes, start, bodySize(record))
  bytes[at++] = 0 // attributes: no bit of them is in use
  at = writeVarlong(bytes, at, record.timestampDelta)
  at = writeVarint(bytes, at, record.offsetDelta)
  at = writeBytes(bytes, at, record.key)
  at = writeBytes(bytes, at, record.value)
  at = writeVarint(bytes, at, record.headers.length)
  for (const { key, value } of record.headers) {
    at = writeBytes(bytes, at, encodeUtf8(key))
    at = writeBytes(bytes, at, value)
  }
  return at
}

function writeBytes(bytes: Uint8Array, at: number, part: Uint8Array | null): number {
  if (part === null) return writeVarint(bytes, at, -1)
  const start = writeVarint(bytes, at, part.length)
  if (part.length > 64) bytes.set(part, start)
  else for (let i = 0; i < part.length; i++) bytes[start + i] = part[i] ?? 0 // faster than `set` for a few bytes
  return start + part.length
}

/** What a batch says of all its records. */
export interface BatchContext {
  readonly baseOffset: number
  readonly lastOffsetDelta: number
  readonly baseTimestamp: number
  /** The time of every record where the broker stamped them; null where producers did. */
  readonly appendTime: number | null
}

/**
 * Reads the record at the reader's position. `previousDelta` is that of the record before it, or -1: offsets only grow.
 * On bytes that are no record the reader's `problem` is set and what is returned means nothing.
 */
export function readRecord(reader: ByteReader, batch: BatchContext, previousDelta: number): LogRecord {
  const start = reader.position
  const length = reader.varint()
  const begin = reader.position
  if (length < 0 || length > reader.remaining)
    reader.fail(
      length < 0 ? 'size' : 'truncated',
      start,
      `a record of ${length} bytes, with ${reader.remaining} left`,
    )
  if (reader.uint8() !== 0) reader.fail('attributes', begin, 'record attributes that do not exist')
  const timestamp = batch.baseTimestamp + reader.varlong()
  const deltaAt = reader.position
  const delta = reader.varint()
  if (delta <= previousDelta || delta > batch.lastOffsetDelta)
    reader.fail(
      'order',
      deltaAt,
      `offset delta ${delta} after ${previousDelta}, the last is ${batch.lastOffsetDelta}`,
    )
  const key = reader.nullableBytes('a key')
  const value = reader.nullableBytes('a value')
  const headers = readHeaders(reader)
  const used = reader.position - begin
  if (used !== length) reader.fail('size', start, `a record of ${length} bytes whose parts take ${used}`)
  if (!Number.isSafeInteger(timestamp)) reader.fail('size', begin + 1, 'a timestamp beyond 2^53')
  return {
    offset: batch.baseOffset + delta,
    timestamp: batch.appendTime ?? timestamp,
    key,
    value,
    headers,
  }
}

const NO_HEADERS: readonly RecordHeader[] = []

function readHeaders(reader: ByteReader): readonly RecordHeader[] {
  const at = reader.position
  const count = reader.varint()
  if (count === 0) return NO_HEADERS
  // A header takes at least two bytes, so no count can make this loop long without bytes to show for it.
  if (count < 0 || 2 * count > reader.remaining)
    reader.fail('size', at, `${count} headers in ${reader.remaining} bytes`)
  const headers: RecordHeader[] = []
  for (let i = 0; i < count && reader.problem === null; i++) {
    const keyAt = reader.position
    const key = reader.nullableBytes('a header name')
    if (key === null) reader.fail('size', keyAt, 'a header without a name')
    headers.push({ key: decodeUtf8(key ?? new Uint8Array(0)), value: reader.nullableBytes('a header value') })
  }
  return headers
}
