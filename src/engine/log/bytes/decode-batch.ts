import { AT, HEADER_BYTES, readHeader, type BatchHeader } from './batch-header.ts'
import { ByteReader } from './byte-reader.ts'
import { MAX_UNPACKED_BYTES, type Codecs } from './compression.ts'
import { corrupt, type Decoded } from './corruption.ts'
import { crc32c } from './crc32c.ts'
import { readRecord } from './record-codec.ts'
import type { LogRecord } from './record.ts'

export interface RecordBatch {
  readonly header: BatchHeader
  readonly records: readonly LogRecord[]
}

/** Reads the header of the batch at `at` and checks its checksum: what a broker does with every batch it is given. */
export function checkBatch(bytes: Uint8Array, at = 0): Decoded<BatchHeader> {
  const read = readHeader(bytes, at)
  if (!read.ok) return read
  const { crc, size } = read.value
  const computed = crc32c(bytes, at + AT.attributes, at + size)
  if (computed === crc) return read
  return corrupt('crc', at + AT.crc, `the checksum says ${hex(crc)}, the bytes give ${hex(computed)}`)
}

const hex = (crc: number): string => crc.toString(16).padStart(8, '0')

/**
 * Decodes the batch at `at`, whatever the bytes are: the first thing that is wrong is told with its position, and
 * nothing throws or runs away. Keys and values stay where they lie: they are views of `bytes`, not copies.
 */
export function decodeBatch(bytes: Uint8Array, at = 0, codecs: Codecs = {}): Decoded<RecordBatch> {
  const checked = checkBatch(bytes, at)
  return checked.ok ? decodeRecords(bytes, at, checked.value, codecs) : checked
}

/** Decodes the records of a batch whose header has been read; a checksum that does not fit is no matter here. */
export function decodeRecords(
  bytes: Uint8Array,
  at: number,
  header: BatchHeader,
  codecs: Codecs,
): Decoded<RecordBatch> {
  const packedAt = at + HEADER_BYTES
  const end = at + header.size
  // A record takes seven bytes at least, so a count can't make us set out on a long way without bytes to show for it.
  if (header.compression === 'none') return readRecords(new ByteReader(bytes, packedAt, end), header)
  if (header.count === 0) return { ok: true, value: { header, records: [] } }
  const codec = codecs[header.compression]
  if (codec === undefined)
    return corrupt('compression', at + AT.attributes + 1, `${header.compression} can't be unpacked here`)
  const unpacked = codec.decompress(bytes.subarray(packedAt, end), MAX_UNPACKED_BYTES)
  if (unpacked === null)
    return corrupt('compression', packedAt, `this is no ${header.compression}, or too much of it`)
  return readRecords(new ByteReader(unpacked, 0, unpacked.length, packedAt), header)
}

function readRecords(reader: ByteReader, header: BatchHeader): Decoded<RecordBatch> {
  const { baseOffset, lastOffset, baseTimestamp, maxTimestamp, timestampType, count } = header
  const lastOffsetDelta = lastOffset - baseOffset
  const appendTime = timestampType === 'LogAppendTime' ? maxTimestamp : null
  const context = { baseOffset, lastOffsetDelta, baseTimestamp, appendTime }
  const records: LogRecord[] = []
  let previousDelta = -1
  while (records.length < count && reader.problem === null) {
    const record = readRecord(reader, context, previousDelta)
    previousDelta = record.offset - baseOffset
    records.push(record)
  }
  if (reader.remaining > 0)
    reader.fail('size', reader.position, `${reader.remaining} bytes behind the last of ${count} records`)
  return reader.problem === null
    ? { ok: true, value: { header, records } }
    : { ok: false, problem: reader.problem }
}
