import { assert } from '../../shared/assert.ts'

const BYTES = 8

/**
 * Hands out typed arrays for one frame from a buffer that an earlier frame used (the spare), so that playing
 * allocates nothing in the steady state. When the spare is too small, more buffers are made; all of them travel
 * with the frame.
 */
export class Columns {
  readonly buffers: ArrayBuffer[] = []
  private current: ArrayBuffer
  private used = 0
  private total = 0

  constructor(spare: ArrayBuffer | null = null) {
    this.current = spare ?? new ArrayBuffer(1 << 16)
    this.buffers.push(this.current)
  }

  float64(length: number): Float64Array<ArrayBuffer> {
    const start = this.take(length * 8)
    return new Float64Array(this.current, start, length).fill(0)
  }

  int32(length: number): Int32Array<ArrayBuffer> {
    const start = this.take(length * 4)
    return new Int32Array(this.current, start, length).fill(0)
  }

  uint8(length: number): Uint8Array<ArrayBuffer> {
    const start = this.take(length)
    return new Uint8Array(this.current, start, length).fill(0)
  }

  /** Reserves `bytes` and returns where they start; may switch to a new buffer. */
  private take(bytes: number): number {
    assert(bytes >= 0 && Number.isFinite(bytes), `a column of ${bytes} bytes`)
    const size = Math.ceil(bytes / BYTES) * BYTES
    this.total += size
    if (this.used + size > this.current.byteLength) {
      this.current = new ArrayBuffer(Math.max(2 * this.total, size))
      this.buffers.push(this.current)
      this.used = 0
    }
    const start = this.used
    this.used += size
    return start
  }
}
