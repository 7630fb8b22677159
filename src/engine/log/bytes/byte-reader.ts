import { corruption, type Corruption, type CorruptionKind } from './corruption.ts'
import { joinInt64, readInt32, readInt64 } from './int64.ts'

/**
 * Reads numbers and stretches of bytes one after another and never outside `bytes[at .. end - 1]`. The first thing
 * that is wrong stays in `problem`; from then on every read gives zero or nothing, and the position stands still.
 */
export class ByteReader {
  problem: Corruption | null = null
  private readonly bytes: Uint8Array
  private readonly end: number
  /** What is added to a position when it is told: where `bytes` begin in what the person gave. */
  private readonly origin: number | null
  private next: number

  /** `reportAt`: the position told for any problem, where positions in `bytes` mean nothing to the reader. */
  constructor(bytes: Uint8Array, at = 0, end = bytes.length, reportAt: number | null = null) {
    this.bytes = bytes
    this.next = at
    this.end = end
    this.origin = reportAt
  }

  get position(): number {
    return this.next
  }

  get remaining(): number {
    return this.end - this.next
  }

  /** Notes that something is wrong at `at`; the first such note stays. */
  fail(kind: CorruptionKind, at: number, what: string): void {
    this.problem ??= corruption(kind, this.origin ?? at, what)
  }

  uint8(): number {
    return this.has(1) ? (this.bytes[this.next++] ?? 0) : 0
  }

  int16(): number {
    const at = this.take(2)
    return at < 0 ? 0 : (((this.bytes[at] ?? 0) << 24) >> 16) | (this.bytes[at + 1] ?? 0)
  }

  int32(): number {
    const at = this.take(4)
    return at < 0 ? 0 : readInt32(this.bytes, at)
  }

  /** A 64-bit number; one that JavaScript can't hold exactly is wrong. */
  int64(): number {
    const at = this.take(8)
    if (at < 0) return 0
    return this.safe(readInt64(this.bytes, at), at)
  }

  varint(): number {
    if (this.problem !== null) return 0
    const start = this.next
    let bits = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.uint8()
      if (this.problem !== null) return 0
      if (shift === 28 && byte > 0x0f) break
      bits |= (byte & 0x7f) << shift
      if (byte < 0x80) return (bits >>> 1) ^ -(bits & 1)
    }
    this.fail('varint', start, 'a varint of more than 32 bits')
    return 0
  }

  varlong(): number {
    if (this.problem !== null) return 0
    const start = this.next
    let low = 0
    let high = 0
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.uint8()
      if (this.problem !== null) return 0
      if (shift === 63 && byte > 0x01) break
      const part = byte & 0x7f
      if (shift < 28) low |= part << shift
      else if (shift === 28) {
        low |= part << 28
        high |= part >>> 4
      } else high |= part << (shift - 32)
      if (byte < 0x80) {
        const sign = -(low & 1)
        return this.safe(joinInt64((high >>> 1) ^ sign, ((low >>> 1) | (high << 31)) ^ sign), start)
      }
    }
    this.fail('varint', start, 'a varint of more than 64 bits')
    return 0
  }

  /** The next `length` bytes, where they lie: not a copy. */
  slice(length: number): Uint8Array {
    const at = this.take(length)
    return at < 0 ? this.bytes.subarray(0, 0) : this.bytes.subarray(at, at + length)
  }

  /** Bytes behind their length as a varint; a length of -1 means there are none, and is null. */
  nullableBytes(what: string): Uint8Array | null {
    const start = this.next
    const length = this.varint()
    if (length === -1 || this.problem !== null) return null
    if (length >= 0 && length <= this.remaining) return this.slice(length)
    this.fail(
      length < 0 ? 'size' : 'truncated',
      start,
      `${what} of ${length} bytes, with ${this.remaining} left`,
    )
    return null
  }

  private safe(value: number, at: number): number {
    if (Number.isSafeInteger(value)) return value
    this.fail('size', at, 'a 64-bit number beyond 2^53, more than this reader keeps exactly')
    return 0
  }

  private take(length: number): number {
    if (!this.has(length)) return -1
    const at = this.next
    this.next += length
    return at
  }

  private has(length: number): boolean {
    if (this.problem !== null) return false
    if (length <= this.end - this.next) return true
    this.fail('truncated', this.next, `${length} bytes wanted, ${this.end - this.next} left`)
    return false
  }
}
