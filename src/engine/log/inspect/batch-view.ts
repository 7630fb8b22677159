import { HEADER_BYTES, readHeader, type BatchHeader } from '../bytes/batch-header.ts'
import { ByteReader } from '../bytes/byte-reader.ts'
import { MAX_UNPACKED_BYTES, type Codecs } from '../bytes/compression.ts'
import { readRecord } from '../bytes/record-codec.ts'
import type { LogRecord } from '../bytes/record.ts'
import { headerFields, type Field } from './fields.ts'
import type { SegmentMap } from './segment-map.ts'
import { Window, type ByteSource } from './source.ts'
import { checksum } from './walk.ts'

/** A batch opened up. */
export interface BatchView {
  /** Null where the bytes are no header. */
  readonly header: BatchHeader | null
  readonly fields: readonly Field[]
  readonly headerBytes: Uint8Array
  /** What can be read of its records. */
  readonly records: readonly LogRecord[]
  /** The records' bytes, unpacked; empty where they can't be. */
  readonly payload: Uint8Array
  /** Where each record begins in them. */
  readonly starts: readonly number[]
  /** Why the records can't be read, in words; null when they can. */
  readonly complaint: string | null
}

/** Larger batches are not opened: a broker takes a megabyte unless it is told otherwise. */
const MOST_BYTES = MAX_UNPACKED_BYTES
/** Records of seven bytes, packed a thousand to one: a few kilobytes could ask for millions of them. */
const MOST_RECORDS = 200_000
/** What is shown of a stretch that is no batch. */
const GLIMPSE_BYTES = 512

/** Opens the stretch `row` of a file. */
export async function viewBatch(
  source: ByteSource,
  map: SegmentMap,
  row: number,
  codecs: Codecs,
): Promise<BatchView> {
  const at = map.at(row)
  const end = map.endOf(row)
  const kind = map.kind(row)
  const hasHeader = kind === 'batch' || kind === 'order' || kind === 'crc' || kind === 'torn'
  const shown = await source.read(at, Math.min(end, at + (hasHeader ? HEADER_BYTES : GLIMPSE_BYTES)))
  const headerBytes = shown.slice()
  const read = readHeader(headerBytes, 0, end - at)
  const none = { records: [], payload: new Uint8Array(0), starts: [] }
  if (!hasHeader || kind === 'torn' || !read.ok) {
    const fields = hasHeader ? headerFields(headerBytes, null) : []
    return { header: null, fields, headerBytes, ...none, complaint: 'there are no records to read' }
  }
  const header = read.value
  const computed = await checksum(new Window(source), at + 21, at + header.size)
  const fields = headerFields(headerBytes, computed)
  if (header.size > MOST_BYTES)
    return {
      header,
      fields,
      headerBytes,
      ...none,
      complaint: `a batch of ${header.size} bytes is not opened here`,
    }
  const bytes = await source.read(at, at + header.size)
  return { header, fields, headerBytes, ...openRecords(bytes, header, codecs) }
}

type Opened = Pick<BatchView, 'records' | 'payload' | 'starts' | 'complaint'>

function openRecords(bytes: Uint8Array, header: BatchHeader, codecs: Codecs): Opened {
  const payload = unpacked(bytes, header, codecs)
  if (typeof payload === 'string')
    return { records: [], payload: new Uint8Array(0), starts: [], complaint: payload }
  const { baseOffset, lastOffset, baseTimestamp, maxTimestamp, timestampType, count } = header
  const appendTime = timestampType === 'LogAppendTime' ? maxTimestamp : null
  const context = { baseOffset, lastOffsetDelta: lastOffset - baseOffset, baseTimestamp, appendTime }
  const reader = new ByteReader(payload)
  const records: LogRecord[] = []
  const starts: number[] = []
  let previousDelta = -1
  while (records.length < Math.min(count, MOST_RECORDS)) {
    const start = reader.position
    const record = readRecord(reader, context, previousDelta)
    if (reader.problem !== null) break
    previousDelta = record.offset - baseOffset
    records.push(record)
    starts.push(start)
  }
  return { records, payload, starts, complaint: complaintOf(reader, records.length, count) }
}

function complaintOf(
  { problem, remaining, position }: ByteReader,
  read: number,
  count: number,
): string | null {
  if (problem !== null)
    return `record ${read + 1} of ${count}, byte ${problem.at} of the records: ${problem.what}`
  if (read < count) return `only the first ${read} of ${count} records are shown`
  return remaining > 0 ? `byte ${position} of the records: ${remaining} bytes behind the last of them` : null
}

function unpacked(bytes: Uint8Array, header: BatchHeader, codecs: Codecs): Uint8Array | string {
  const packed = bytes.subarray(HEADER_BYTES)
  if (header.compression === 'none') return packed
  if (header.count === 0) return new Uint8Array(0)
  const codec = codecs[header.compression]
  if (codec === undefined)
    return `packed with ${header.compression}, which can't be unpacked here; the header can be read all the same`
  return codec.decompress(packed, MOST_BYTES) ?? `this is no ${header.compression}, or too much of it`
}
