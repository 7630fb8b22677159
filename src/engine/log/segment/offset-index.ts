import { assert } from '../../../shared/assert.ts'
import { readInt32, writeInt32 } from '../bytes/int64.ts'
import { IndexFile, type Lookup } from './index-file.ts'

export const OFFSET_ENTRY_BYTES = 8
const MAX_INT32 = 0x7fff_ffff

/** What an index says: a batch whose last offset is `offset` begins at `position` of the log. */
export interface OffsetPosition {
  readonly offset: number
  readonly position: number
}

/**
 * A segment's `.index`: entries of 8 bytes (int32 offset counted from the segment's first, int32 position), in order,
 * and sparse: one for every index.interval.bytes of log.
 */
export class OffsetIndex extends IndexFile<OffsetPosition> {
  constructor(baseOffset: number, maxBytes: number, bytes = new Uint8Array(0)) {
    super(baseOffset, OFFSET_ENTRY_BYTES, maxBytes, bytes)
  }

  get isFull(): boolean {
    return this.entries >= this.maxEntries
  }

  /** Whether an offset can be told by 32 bits from the segment's first. */
  canHold(offset: number): boolean {
    return offset >= this.baseOffset && offset - this.baseOffset <= MAX_INT32
  }

  entry(n: number): OffsetPosition {
    assert(n >= 0 && n < this.entries, `entry ${n} of ${this.entries}`)
    const bytes = this.file.bytes()
    const at = n * OFFSET_ENTRY_BYTES
    return { offset: this.baseOffset + readInt32(bytes, at), position: readInt32(bytes, at + 4) }
  }

  get last(): OffsetPosition | null {
    return this.entries === 0 ? null : this.entry(this.entries - 1)
  }

  append(offset: number, position: number): void {
    assert(!this.isFull, `an entry for a full index of ${this.entries}`)
    assert(
      offset > (this.last?.offset ?? -1) && this.canHold(offset),
      `offset ${offset} can't follow in the index`,
    )
    const at = this.file.reserve(OFFSET_ENTRY_BYTES)
    const bytes = this.file.bytes()
    writeInt32(bytes, at, offset - this.baseOffset)
    writeInt32(bytes, at + 4, position)
  }

  /** The entry with the greatest offset that is not beyond `target`, or the segment's beginning: a binary search. */
  lookup(target: number): Lookup<OffsetPosition> {
    const bytes = this.file.bytes()
    const relative = target - this.baseOffset
    let low = 0
    let high = this.entries
    let probes = 0
    while (low < high) {
      const middle = (low + high) >> 1
      probes += 1
      if (readInt32(bytes, middle * OFFSET_ENTRY_BYTES) <= relative) low = middle + 1
      else high = middle
    }
    const entry = low === 0 ? { offset: this.baseOffset, position: 0 } : this.entry(low - 1)
    return { entry, probes }
  }
}
