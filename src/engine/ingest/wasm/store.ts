import type { Kernels } from './kernels.ts'

/** A line of memory: no column shares one with another. */
const ALIGN = 64

/** What a kernel reads and writes: any typed array. */
type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array

/**
 * Where the large columns lie: in arrays of their own; or one after another in the memory of a WebAssembly module, so that
 * the module and this language work on the same numbers, and nothing is copied between them. What finds no room there gets
 * an array of its own, and is then worked on by this language alone.
 */
export class Store {
  /** What may be called with columns that lie in the memory; null without one. */
  readonly kernels: Kernels | null
  private readonly buffer: ArrayBufferLike | null
  private next: number

  /** `from` is where the module's own data ends. */
  constructor(
    memory: {
      readonly kernels: Kernels
      readonly buffer: ArrayBufferLike
      readonly from: number
    } | null = null,
  ) {
    this.kernels = memory?.kernels ?? null
    this.buffer = memory?.buffer ?? null
    this.next = memory?.from ?? 0
  }

  /** Whether a column lies in the memory: then its `byteOffset` is its address. */
  holds(...columns: readonly Column[]): boolean {
    for (const column of columns) if (column.buffer !== this.buffer) return false
    return true
  }

  u8(length: number): Uint8Array {
    const at = this.take(length)
    return at === null ? new Uint8Array(length) : new Uint8Array(at.buffer, at.offset, length)
  }

  u16(length: number): Uint16Array {
    const at = this.take(2 * length)
    return at === null ? new Uint16Array(length) : new Uint16Array(at.buffer, at.offset, length)
  }

  u32(length: number): Uint32Array {
    const at = this.take(4 * length)
    return at === null ? new Uint32Array(length) : new Uint32Array(at.buffer, at.offset, length)
  }

  i32(length: number): Int32Array {
    const at = this.take(4 * length)
    return at === null ? new Int32Array(length) : new Int32Array(at.buffer, at.offset, length)
  }

  f64(length: number): Float64Array {
    const at = this.take(8 * length)
    return at === null ? new Float64Array(length) : new Float64Array(at.buffer, at.offset, length)
  }

  private take(bytes: number): { readonly buffer: ArrayBufferLike; readonly offset: number } | null {
    const { buffer, next } = this
    if (buffer === null || next + bytes > buffer.byteLength) return null
    this.next = Math.ceil((next + bytes) / ALIGN) * ALIGN
    return { buffer, offset: next }
  }
}

/** Arrays of their own, for whoever has no module. */
export const PLAIN = new Store()
