import { Gunzip } from 'fflate'
import { accept, refuse, type Outcome } from '../shared/outcome.ts'

/** So little goes in at once that what comes out stays small: gzip packs at most about 1,030 to 1. */
const SLICE_BYTES = 16 * 1_024
/** A member ends in the checksum of what was packed, and how many bytes that were (RFC 1952). */
const TRAILER_BYTES = 8
/** A member's header is not longer, with the name of the file in it. */
const TAIL_BYTES = 4_096
/** A header, an empty block and a trailer: nothing shorter is gzip. */
const LEAST_BYTES = 20
const MAGIC = [0x1f, 0x8b]

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc >>> 0
})

function crcOf(bytes: Uint8Array, before: number): number {
  let crc = ~before
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return ~crc >>> 0
}

/**
 * Passes a file on that comes in pieces, unpacked where it is gzip by its first two bytes: of any number of members, in
 * constant memory, each held against its checksum.
 */
export class Unpacker {
  private readonly take: (piece: Uint8Array) => void
  private kind: 'unknown' | 'plain' | 'gzip' = 'unknown'
  private first: Uint8Array = new Uint8Array(0)
  private stream: Gunzip | null = null
  /** The last bytes that went in, with the trailer of a member among them. */
  private tail: Uint8Array = new Uint8Array(0)
  private read = 0
  private size = 0
  private crc = 0
  private problem: string | null = null

  /** `take` is called with each unpacked piece, which is its own only until it returns. */
  constructor(take: (piece: Uint8Array) => void) {
    this.take = take
  }

  get isGzip(): boolean {
    return this.kind === 'gzip'
  }

  /** Takes the next bytes; false once they can't be unpacked and there is no use in reading on. */
  push(bytes: Uint8Array): boolean {
    if (this.kind === 'plain') this.take(bytes)
    else if (this.kind === 'gzip') this.unpack(bytes)
    else {
      this.first = this.first.length === 0 ? bytes.slice() : Uint8Array.of(...this.first, ...bytes)
      if (this.first.length >= MAGIC.length) this.decide()
    }
    return this.problem === null
  }

  /** The file is over. Refuses one that ends too soon, or whose checksum is wrong; what came before was passed on. */
  finish(): Outcome<null> {
    if (this.kind === 'unknown' && this.first.length > 0) this.take(this.first)
    if (this.kind !== 'gzip') return accept(null)
    if (this.problem === null) {
      this.feed(new Uint8Array(0), true)
      if (this.read < LEAST_BYTES) this.problem ??= 'the gzip file ends too soon'
      // fflate does not always notice that an end is missing; then the last bytes are no checksum of what came.
      if (this.problem === null) this.checkMember(this.read, 'the gzip file ends too soon, or is damaged')
    }
    return this.problem === null ? accept(null) : refuse(this.problem, `byte ${this.read}`)
  }

  private decide(): void {
    const { first } = this
    const isGzip = MAGIC.every((byte, i) => first[i] === byte)
    this.kind = isGzip ? 'gzip' : 'plain'
    this.first = new Uint8Array(0)
    if (isGzip) {
      this.stream = new Gunzip((piece) => {
        this.size += piece.length
        this.crc = crcOf(piece, this.crc)
        this.take(piece)
      })
      // Several members, one behind the other, are one file.
      this.stream.onmember = (at) => this.checkMember(at)
    }
    this.push(first)
  }

  private unpack(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && this.problem === null; at += SLICE_BYTES)
      this.feed(bytes.subarray(at, at + SLICE_BYTES), false)
  }

  private feed(slice: Uint8Array, isLast: boolean): void {
    this.read += slice.length
    if (slice.length > 0) {
      const joined = new Uint8Array(this.tail.length + slice.length)
      joined.set(this.tail)
      joined.set(slice, this.tail.length)
      this.tail = joined
    }
    try {
      this.stream?.push(slice, isLast)
    } catch {
      // fflate throws where the bytes are no gzip, or end too soon.
      this.problem ??= isLast ? 'the gzip file ends too soon' : 'these bytes are no gzip'
    }
    this.tail = this.tail.slice(-TAIL_BYTES)
  }

  /** A member ended before byte `at` of the file. */
  private checkMember(at: number, complaint = 'the checksum of the gzip file is wrong'): void {
    const start = at - TRAILER_BYTES - (this.read - this.tail.length)
    if (start >= 0 && start + TRAILER_BYTES <= this.tail.length) {
      const { buffer, byteOffset } = this.tail
      const trailer = new DataView(buffer, byteOffset + start, TRAILER_BYTES)
      const isSound =
        trailer.getUint32(0, true) === this.crc && trailer.getUint32(4, true) === this.size % 2 ** 32
      if (!isSound) this.problem ??= complaint
    }
    this.crc = 0
    this.size = 0
  }
}
