import { outside } from '../../shared/assert.ts'
import type { Deduplication, SavedDedupe } from './dedupe.ts'
import type { Batch } from './record.ts'
import { PLAIN, type Store } from './wasm/store.ts'

/** How far behind a producer's newest event another may come for the first time. */
const WINDOW = 32

/**
 * Which events came before, by producer and sequence number: for each producer its highest number, and a bit for each of the
 * 32 up to it. Exact with eight bytes a producer and no horizon, as long as ids are made that way, and events come for the
 * first time at most 31 behind their producer's newest; older ones are duplicates by that rule. Memory is read in the order of
 * the producers, so it costs next to nothing.
 */
export class SequenceDedupe implements Deduplication {
  duplicates = 0
  readonly forgotten = 0
  readonly falsePositiveRate = 0
  /** Highest number and bits of each producer, from 1. */
  private readonly table: Uint32Array
  private readonly store: Store

  constructor(producers: number, store: Store = PLAIN) {
    this.store = store
    this.table = store.u32(2 * (producers + 1))
  }

  get bytes(): number {
    return this.table.byteLength
  }

  /** Producers: each may have sent any number of events. */
  get capacity(): number {
    return this.table.length / 2 - 1
  }

  /** Keeps the new ones, as Dedupe does. Throws RangeError for a producer it does not know. */
  keepNew(batch: Batch, selection: Uint32Array, count: number): number {
    const { store, table } = this
    const { idHigh, idLow } = batch
    if (store.kernels !== null && store.holds(table, selection, idHigh)) {
      const { byteOffset } = selection
      const kept = store.kernels.keepSequences(
        table.byteOffset,
        this.capacity,
        idHigh.byteOffset,
        idLow.byteOffset,
        byteOffset,
        count,
      )
      if (kept >= 0) {
        this.duplicates += count - kept
        return kept
      }
    }
    let kept = 0
    for (let k = 0; k < count; k++) {
      const index = selection[k] ?? outside(k)
      const at = 2 * (batch.idHigh[index] ?? outside(index))
      const number = batch.idLow[index] ?? outside(index)
      const ahead = number - (table[at] ?? outside(at))
      const bits = table[at + 1] ?? outside(at)
      if (ahead > 0) {
        table[at] = number
        table[at + 1] = ahead < WINDOW ? (bits << ahead) | 1 : 1
      } else {
        const bit = ahead > -WINDOW ? 1 << -ahead : 0
        if (bit === 0 || (bits & bit) !== 0) continue
        table[at + 1] = bits | bit
      }
      selection[kept++] = index
    }
    this.duplicates += count - kept
    return kept
  }

  save(): SavedDedupe {
    return { table: this.table.slice(), duplicates: this.duplicates, forgotten: 0 }
  }

  restore(saved: SavedDedupe): void {
    this.table.set(saved.table)
    this.duplicates = saved.duplicates
  }
}
