import { outside } from '../../../shared/assert.ts'

const FIRST_CAPACITY = 64 * 1024

/** Bytes that come in pieces and are taken from the front. Holds no more than what nobody has taken yet. */
export class ByteQueue {
  private buffer = new Uint8Array(FIRST_CAPACITY)
  private view = new DataView(this.buffer.buffer)
  private start = 0
  private end = 0
  /** Bytes that were taken before they came. */
  private owed = 0
  private takenBytes = 0

  /** How many bytes are here. */
  get length(): number {
    return this.end - this.start
  }

  /** How many were taken so far: the place in the file of the first one here. */
  get taken(): number {
    return this.takenBytes
  }

  /** How many were taken that have not come yet. */
  get missing(): number {
    return this.owed
  }

  append(bytes: Uint8Array): void {
    const skipped = Math.min(this.owed, bytes.length)
    this.owed -= skipped
    const rest = bytes.subarray(skipped)
    this.makeRoom(rest.length)
    this.buffer.set(rest, this.end)
    this.end += rest.length
  }

  /** Takes `count` bytes from the front; those that are not here yet are left out as they come. */
  take(count: number): void {
    const here = Math.min(count, this.length)
    this.start += here
    this.owed += count - here
    this.takenBytes += count
    if (this.start === this.end) this.start = this.end = 0
  }

  /** The bytes from `from` to `to`, counted from the front. Theirs is the queue's own memory: read it at once. */
  bytes(from: number, to: number): Uint8Array {
    if (to > this.length) outside(to)
    return this.buffer.subarray(this.start + from, this.start + to)
  }

  u8(at: number): number {
    return this.view.getUint8(this.place(at, 1))
  }

  u16(at: number, little: boolean): number {
    return this.view.getUint16(this.place(at, 2), little)
  }

  u32(at: number, little: boolean): number {
    return this.view.getUint32(this.place(at, 4), little)
  }

  private place(at: number, size: number): number {
    if (at < 0 || at + size > this.length) outside(at)
    return this.start + at
  }

  private makeRoom(count: number): void {
    if (this.end + count <= this.buffer.length) return
    const needed = this.length + count
    const old = this.buffer
    if (needed > old.length) {
      this.buffer = new Uint8Array(Math.max(needed, 2 * old.length))
      this.view = new DataView(this.buffer.buffer)
    }
    this.buffer.set(old.subarray(this.start, this.end))
    this.end -= this.start
    this.start = 0
  }
}
