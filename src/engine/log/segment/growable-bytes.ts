import { assert } from '../../../shared/assert.ts'

/** Bytes as they stood at one moment. Holds a reference, not a copy. */
export interface SavedBytes {
  readonly buffer: Uint8Array
  readonly length: number
}

const FIRST_CAPACITY = 1_024
/** No more than this is reserved in one step to the end of what can come. */
const MOST_AHEAD = 16 * 2 ** 20
/** Reserved in advance and not used, an eighth of what is used is no matter. */
const SPARED = 8

/**
 * A file in memory: bytes that are appended, cut at the end, and read anywhere. Saving costs one reference, since what
 * is appended later leaves saved bytes as they are; only after a cut or a restore is the buffer copied before the next
 * byte is written.
 */
export class GrowableBytes {
  private buffer: Uint8Array
  private used = 0
  /** Bytes below this may belong to a saved copy as well, and are not written again. */
  private kept = 0

  private readonly most: number

  /** `most`: no more than this will come, so no more is reserved in advance. */
  constructor(capacity = FIRST_CAPACITY, most = Infinity) {
    this.most = most
    this.buffer = new Uint8Array(capacity)
  }

  static of(bytes: Uint8Array): GrowableBytes {
    const made = new GrowableBytes(bytes.length)
    made.append(bytes)
    return made
  }

  get length(): number {
    return this.used
  }

  /** How much memory it takes. */
  get capacity(): number {
    return this.buffer.length
  }

  append(bytes: Uint8Array): void {
    const start = this.reserve(bytes.length)
    this.buffer.set(bytes, start)
  }

  /** Makes `length` more bytes and returns where they begin; `bytes()` then gives the place to write them. */
  reserve(length: number): number {
    const start = this.used
    if (start < this.kept || start + length > this.buffer.length) this.move(start + length)
    this.used = start + length
    return start
  }

  /** All bytes, where they lie: valid until the next change. */
  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.used)
  }

  slice(from: number, to: number): Uint8Array {
    assert(from >= 0 && from <= to && to <= this.used, `bytes ${from}..${to} of ${this.used}`)
    return this.buffer.subarray(from, to)
  }

  /** Cuts everything from `length` on. */
  truncate(length: number): void {
    assert(length >= 0 && length <= this.used, `a cut at ${length} of ${this.used} bytes`)
    this.used = length
  }

  /**
   * Gives back what was reserved in advance: nothing more will come. A little is left as it is, for a copy would cost
   * more as long as saved states hold on to the buffer.
   */
  trim(): void {
    if (this.buffer.length <= this.used + this.used / SPARED) return
    this.buffer = this.buffer.slice(0, this.used)
    this.kept = 0
  }

  save(): SavedBytes {
    this.kept = Math.max(this.kept, this.used)
    return { buffer: this.buffer, length: this.used }
  }

  restore(saved: SavedBytes): void {
    this.buffer = saved.buffer
    this.used = saved.length
    // Whoever saved it may have written on in the same buffer.
    this.kept = saved.buffer.length
  }

  private move(wanted: number): void {
    const twice = wanted > this.buffer.length ? 2 * this.used : 0
    // Near the end of what can come, one step goes all the way: saved states keep every buffer there has been.
    const isNear = this.most <= MOST_AHEAD && 4 * twice > this.most
    const ahead = isNear ? this.most : twice
    const larger = new Uint8Array(Math.max(FIRST_CAPACITY, wanted, ahead))
    larger.set(this.bytes())
    this.buffer = larger
    this.kept = 0
  }
}
