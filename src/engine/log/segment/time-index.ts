import { assert } from '../../../shared/assert.ts'
import { readInt32, readInt64, writeInt32, writeInt64 } from '../bytes/int64.ts'
import { IndexFile, type Lookup } from './index-file.ts'

export const TIME_ENTRY_BYTES = 12

/** What a time index says: no record up to `offset` is later than `timestamp`. */
export interface TimestampOffset {
  readonly timestamp: number
  readonly offset: number
}

export const NO_TIMESTAMP = -1

/**
 * A segment's `.timeindex`: entries of 12 bytes (int64 timestamp, int32 offset counted from the segment's first). Both
 * only grow, since an entry tells the latest time so far.
 */
export class TimeIndex extends IndexFile<TimestampOffset> {
  constructor(baseOffset: number, maxBytes: number, bytes = new Uint8Array(0)) {
    super(baseOffset, TIME_ENTRY_BYTES, maxBytes, bytes)
  }

  /** One entry is left free for the one that closing the segment adds. */
  get isFull(): boolean {
    return this.entries >= this.maxEntries - 1
  }

  entry(n: number): TimestampOffset {
    assert(n >= 0 && n < this.entries, `entry ${n} of ${this.entries}`)
    const bytes = this.file.bytes()
    const at = n * TIME_ENTRY_BYTES
    return { timestamp: readInt64(bytes, at), offset: this.baseOffset + readInt32(bytes, at + 8) }
  }

  /** The last entry; without any, no time at the segment's beginning. */
  get last(): TimestampOffset {
    if (this.entries === 0) return { timestamp: NO_TIMESTAMP, offset: this.baseOffset }
    return this.entry(this.entries - 1)
  }

  /** Appends an entry if its time is later than all before. */
  maybeAppend({ timestamp, offset }: TimestampOffset): void {
    if (timestamp <= this.last.timestamp) return
    const at = this.file.reserve(TIME_ENTRY_BYTES)
    const bytes = this.file.bytes()
    writeInt64(bytes, at, timestamp)
    writeInt32(bytes, at + 8, offset - this.baseOffset)
  }

  /** The entry with the greatest time that is not later than `target`, or the segment's beginning. */
  lookup(target: number): Lookup<TimestampOffset> {
    let low = 0
    let high = this.entries
    let probes = 0
    while (low < high) {
      const middle = (low + high) >> 1
      probes += 1
      if (readInt64(this.file.bytes(), middle * TIME_ENTRY_BYTES) <= target) low = middle + 1
      else high = middle
    }
    const entry = low === 0 ? { timestamp: NO_TIMESTAMP, offset: this.baseOffset } : this.entry(low - 1)
    return { entry, probes }
  }
}
