import { assert, outside } from '../../shared/assert.ts'
import type { Deduplication, SavedDedupe } from './dedupe.ts'
import type { Batch } from './record.ts'

const WORD = 32
const SESSION_SHIFT = 16

/**
 * SequenceDedupe for events that come further behind: its producers may be out of order by fewer than `window` events, a
 * multiple of 32. What is older than that is a duplicate by this rule. The bit of number n is n modulo the window. With each
 * session the generator's numbers begin anew at the next multiple of 2^16: even and odd ones have a window each, so that the
 * last events of a session may come after the first ones of the next.
 */
export class WindowDedupe implements Deduplication {
  duplicates = 0
  readonly forgotten = 0
  readonly falsePositiveRate = 0
  private readonly window: number
  private readonly newest: Uint32Array
  private readonly bits: Uint32Array

  constructor(producers: number, window: number) {
    assert(window >= WORD && window % WORD === 0, `a window of ${window} events`)
    this.window = window
    this.newest = new Uint32Array(2 * (producers + 1))
    this.bits = new Uint32Array(2 * (producers + 1) * (window / WORD))
  }

  get bytes(): number {
    return this.newest.byteLength + this.bits.byteLength
  }

  /** Producers: each may have sent any number of events. */
  get capacity(): number {
    return this.newest.length / 2 - 1
  }

  /** Keeps the new ones, as Dedupe does. Throws RangeError for a producer it does not know. */
  keepNew(batch: Batch, selection: Uint32Array, count: number): number {
    let kept = 0
    for (let k = 0; k < count; k++) {
      const index = selection[k] ?? outside(k)
      const producer = batch.idHigh[index] ?? outside(index)
      const number = batch.idLow[index] ?? outside(index)
      if (this.isNew(2 * producer + ((number >>> SESSION_SHIFT) & 1), number)) selection[kept++] = index
    }
    this.duplicates += count - kept
    return kept
  }

  save(): SavedDedupe {
    const table = new Uint32Array(this.newest.length + this.bits.length)
    table.set(this.newest)
    table.set(this.bits, this.newest.length)
    return { table, duplicates: this.duplicates, forgotten: 0 }
  }

  restore(saved: SavedDedupe): void {
    this.newest.set(saved.table.subarray(0, this.newest.length))
    this.bits.set(saved.table.subarray(this.newest.length))
    this.duplicates = saved.duplicates
  }

  private isNew(source: number, number: number): boolean {
    const { newest, window } = this
    const last = newest[source] ?? outside(source)
    if (number > last) {
      // The places of what has been skipped, and of this one, held older numbers.
      for (let n = Math.max(last + 1, number - window + 1); n < number; n++) this.mark(source, n, false)
      newest[source] = number
      this.mark(source, number, true)
      return true
    }
    return number > last - window && this.mark(source, number, true)
  }

  /** Sets the bit of a number, or clears it; true if that changed it. */
  private mark(source: number, number: number, isSeen: boolean): boolean {
    const { bits, window } = this
    const place = number % window
    const at = source * (window / WORD) + (place >>> 5)
    const before = bits[at] ?? outside(at)
    const bit = 1 << (place & (WORD - 1))
    bits[at] = isSeen ? before | bit : before & ~bit
    return (before & bit) === 0
  }
}
