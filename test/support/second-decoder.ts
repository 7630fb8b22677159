import { gunzipSync } from 'node:zlib'

/**
 * A second reader of record batches, for tests alone: written from https://kafka.apache.org/documentation/#messageformat
 * with no line and no idea of the engine's. Slow and plain: 64-bit numbers are BigInt, the checksum goes bit by bit.
 * Throws where bytes are wrong.
 */
export interface SecondRecord {
  readonly offset: bigint
  readonly timestamp: bigint
  readonly key: string | null
  readonly value: string | null
  readonly headers: readonly (readonly [string, string | null])[]
}

export interface SecondBatch {
  readonly baseOffset: bigint
  readonly lastOffset: bigint
  readonly leaderEpoch: number
  readonly attributes: number
  readonly baseTimestamp: bigint
  readonly maxTimestamp: bigint
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly records: readonly SecondRecord[]
}

function checksum(buffer: Buffer): number {
  let register = 0xffff_ffff
  for (const byte of buffer) {
    register ^= byte
    for (let i = 0; i < 8; i++) register = (register >>> 1) ^ (register % 2 === 0 ? 0 : 0x82f6_3b78)
  }
  return ~register >>> 0
}

class Cursor {
  private place = 0
  private readonly buffer: Buffer
  constructor(buffer: Buffer) {
    this.buffer = buffer
  }

  get atEnd(): boolean {
    return this.place === this.buffer.length
  }

  number(): bigint {
    let raw = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.buffer.readUInt8(this.place++)
      raw += BigInt(byte % 128) << shift
      if (byte < 128) break
    }
    return raw % 2n === 0n ? raw / 2n : -(raw + 1n) / 2n
  }

  byte(): number {
    return this.buffer.readUInt8(this.place++)
  }

  /** As hexadecimal, so that any bytes can be compared. */
  bytes(): string | null {
    const length = Number(this.number())
    if (length < 0) return null
    const start = this.place
    this.place += length
    if (this.place > this.buffer.length) throw new Error('beyond the end')
    return this.buffer.toString('hex', start, this.place)
  }
}

function readRecord(cursor: Cursor, baseOffset: bigint, baseTimestamp: bigint): SecondRecord {
  cursor.number() // its length: the parts say as much
  cursor.byte()
  const timestamp = baseTimestamp + cursor.number()
  const offset = baseOffset + cursor.number()
  const key = cursor.bytes()
  const value = cursor.bytes()
  const headers: [string, string | null][] = []
  for (let left = cursor.number(); left > 0n; left--) {
    const name = Buffer.from(cursor.bytes() ?? '', 'hex').toString('utf8')
    headers.push([name, cursor.bytes()])
  }
  return { offset, timestamp, key, value, headers }
}

/** Reads all batches of a log file. */
export function secondDecode(bytes: Uint8Array): SecondBatch[] {
  const file = Buffer.from(bytes)
  const batches: SecondBatch[] = []
  for (let start = 0; start < file.length;) {
    const length = file.readInt32BE(start + 8)
    const batch = file.subarray(start, start + 12 + length)
    if (batch.length !== 12 + length) throw new Error('a batch is cut off')
    if (batch.readInt8(16) !== 2) throw new Error('not version 2')
    if (batch.readUInt32BE(17) !== checksum(batch.subarray(21))) throw new Error('the checksum is wrong')
    const attributes = batch.readInt16BE(21)
    const baseOffset = batch.readBigInt64BE(0)
    const baseTimestamp = batch.readBigInt64BE(27)
    const maxTimestamp = batch.readBigInt64BE(35)
    const packed = batch.subarray(61)
    const cursor = new Cursor((attributes & 7) === 1 && packed.length > 0 ? gunzipSync(packed) : packed)
    const count = batch.readInt32BE(57)
    const records = Array.from({ length: count }, () => readRecord(cursor, baseOffset, baseTimestamp))
    if (!cursor.atEnd) throw new Error('bytes are left')
    batches.push({
      baseOffset,
      lastOffset: baseOffset + BigInt(batch.readInt32BE(23)),
      leaderEpoch: batch.readInt32BE(12),
      attributes,
      baseTimestamp,
      maxTimestamp,
      producerId: batch.readBigInt64BE(43),
      producerEpoch: batch.readInt16BE(51),
      baseSequence: batch.readInt32BE(53),
      records: records.map((record) =>
        (attributes & 8) === 0 ? record : { ...record, timestamp: maxTimestamp },
      ),
    })
    start += 12 + length
  }
  return batches
}
