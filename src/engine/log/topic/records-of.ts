import { AT, baseOffsetAt, HEADER_BYTES, lastOffsetAt, readHeader, sizeAt } from '../bytes/batch-header.ts'
import { ByteReader } from '../bytes/byte-reader.ts'
import { readInt32 } from '../bytes/int64.ts'
import { decodeRecords } from '../bytes/decode-batch.ts'
import type { LogRecord } from '../bytes/record.ts'
import type { Segment } from '../segment/segment.ts'

/** How many records the batches in `bytes` hold: fewer than offsets where the cleaner has been. */
export function countRecords(bytes: Uint8Array): number {
  let records = 0
  for (let at = 0; at < bytes.length; at += sizeAt(bytes, at)) records += readInt32(bytes, at + AT.count)
  return records
}

const counted = new WeakMap<Segment, { readonly size: number; readonly records: number }>()

/** How many records a segment holds. Counted once as long as its bytes stay the same. */
export function recordsIn(segment: Segment): number {
  const known = counted.get(segment)
  if (known?.size === segment.size) return known.records
  // What is appended comes behind what has been counted.
  const from = known === undefined || known.size > segment.size ? { size: 0, records: 0 } : known
  const records = from.records + countRecords(segment.bytes().subarray(from.size))
  counted.set(segment, { size: segment.size, records })
  return records
}

/** Calls `see` with the time of every record in whole, uncompressed batches: nothing else of them is decoded. */
export function eachTimestamp(bytes: Uint8Array, see: (timestamp: number) => void): void {
  for (let at = 0; at < bytes.length; at += sizeAt(bytes, at)) {
    const header = readHeader(bytes, at)
    if (!header.ok) return
    const { baseTimestamp, count, size } = header.value
    const reader = new ByteReader(bytes, at + HEADER_BYTES, at + size)
    for (let i = 0; i < count; i++) {
      const end = reader.varint() + reader.position
      reader.uint8() // attributes
      see(baseTimestamp + reader.varlong())
      reader.slice(end - reader.position)
    }
  }
}

/** The records of the first batch in `bytes`; empty where it is not whole or can't be read. */
export function firstBatch(bytes: Uint8Array): {
  readonly records: readonly LogRecord[]
  readonly baseOffset: number
  readonly lastOffset: number
} {
  const header = readHeader(bytes, 0)
  const decoded = header.ok ? decodeRecords(bytes, 0, header.value, {}) : null
  return {
    records: decoded?.ok === true ? decoded.value.records : [],
    baseOffset: baseOffsetAt(bytes, 0),
    lastOffset: lastOffsetAt(bytes, 0),
  }
}
