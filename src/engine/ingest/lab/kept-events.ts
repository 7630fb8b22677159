import { outside } from '../../../shared/assert.ts'
import { createBatch, readRow, RECORD_WORDS, writeRow, type Batch } from '../record.ts'
import type { Fate } from './codes.ts'

/** An event that is kept to be looked at. */
export interface KeptEvent {
  /** A batch of this one event. */
  readonly event: Batch
  /** When it happened, by the clock that counts, in ms. */
  readonly timeMs: number
  readonly fate: Fate
}

export interface SavedKept {
  readonly rows: Uint32Array
  readonly times: Int32Array
  readonly fates: Uint8Array
  readonly count: number
}

/** The newest `size` of some events. */
export class KeptEvents {
  count = 0
  private readonly size: number
  private readonly rows: Uint32Array
  private readonly times: Int32Array
  private readonly fates: Uint8Array

  constructor(size: number) {
    this.size = size
    this.rows = new Uint32Array(size * RECORD_WORDS)
    this.times = new Int32Array(size)
    this.fates = new Uint8Array(size)
  }

  add(batch: Batch, index: number, timeMs: number, fate: Fate): void {
    const place = this.count % this.size
    writeRow(batch, index, this.rows, place * RECORD_WORDS)
    this.times[place] = timeMs
    this.fates[place] = fate
    this.count += 1
  }

  /** Those that are kept, newest first. */
  list(): KeptEvent[] {
    return Array.from({ length: Math.min(this.count, this.size) }, (_, i) => {
      const place = (this.count - 1 - i) % this.size
      const event = createBatch(1)
      readRow(this.rows, place * RECORD_WORDS, event, 0)
      event.length = 1
      return {
        event,
        timeMs: this.times[place] ?? outside(place),
        fate: (this.fates[place] ?? outside(place)) as Fate, // `add` puts nothing else there
      }
    })
  }

  save(): SavedKept {
    const { rows, times, fates, count } = this
    return { rows: rows.slice(), times: times.slice(), fates: fates.slice(), count }
  }

  restore(saved: SavedKept): void {
    this.rows.set(saved.rows)
    this.times.set(saved.times)
    this.fates.set(saved.fates)
    this.count = saved.count
  }
}
