/** A file that may be too large to hold at once. */
export interface ByteSource {
  readonly size: number
  /** Exactly the bytes `from .. to - 1`, which lie inside the file. */
  read(from: number, to: number): Promise<Uint8Array>
}

/** Bytes that are at hand, as a file. */
export const sourceOf = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (from, to) => Promise.resolve(bytes.subarray(from, to)),
})

const WINDOW_BYTES = 1 << 20

/** Reads a file from front to back through a window of a megabyte, so that small steps cost nothing. */
export class Window {
  readonly source: ByteSource
  private bytes: Uint8Array = new Uint8Array(0)
  private start = 0

  constructor(source: ByteSource) {
    this.source = source
  }

  get size(): number {
    return this.source.size
  }

  /** The bytes from `from` on: at least `least` of them, or all there are; mostly many more. */
  async at(from: number, least: number): Promise<Uint8Array> {
    const end = Math.min(this.size, from + least)
    if (from < this.start || end > this.start + this.bytes.length) {
      this.start = from
      this.bytes = await this.source.read(from, Math.min(this.size, from + Math.max(least, WINDOW_BYTES)))
    }
    return this.bytes.subarray(from - this.start)
  }
}
