import { outside } from '../../shared/assert.ts'
import { TICK_MS } from './config.ts'
import type { Batch } from './record.ts'
import { PLAIN, type Store } from './wasm/store.ts'

/** Below one cell in so many they are sorted and emptied one by one. */
const FEW = 16

/** Events by cell: of these cells, or of all from the first on. */
export interface CellCounts {
  readonly cells: Uint32Array | null
  readonly events: Uint32Array
}

/** Events of a tick by collector and ms: a cell each. Remembers which cells it has, so that a quiet tick costs little. */
export class CollectorTally {
  readonly cells: Uint32Array
  private readonly touched: Uint32Array
  private count = 0
  /** Whether cells were filled that are not remembered: then all of them are gone through. */
  private isFull = false
  private readonly store: Store

  constructor(collectors: number, store: Store = PLAIN) {
    this.store = store
    this.cells = store.u32(collectors * TICK_MS)
    this.touched = store.u32(collectors * TICK_MS)
  }

  add(collector: number, ms: number): void {
    this.addTo(collector * TICK_MS + ms, 1)
  }

  private addTo(cell: number, events: number): void {
    const { cells } = this
    const before = cells[cell] ?? outside(cell)
    if (before === 0) this.touched[this.count++] = cell
    cells[cell] = before + events
  }

  /** Adds all events of a batch by kernel, `away` being the collector that is down; false where there is none for it. */
  take(batch: Batch, tickMs: number, perRegion: number, away: number): boolean {
    const { store, cells, touched } = this
    if (store.kernels === null || !store.holds(cells, touched, batch.dims)) return false
    this.count = store.kernels.tally(
      cells.byteOffset,
      touched.byteOffset,
      this.count,
      batch.dims.byteOffset,
      batch.device.byteOffset,
      batch.receivedTime.byteOffset,
      batch.length,
      tickMs,
      perRegion,
      away,
    )
    return true
  }

  /** What it has, for another to add. */
  tell(): CellCounts {
    const { cells, touched, count } = this
    if (FEW * count >= cells.length) return { cells: null, events: cells.slice() }
    const used = touched.slice(0, count)
    return { cells: used, events: used.map((cell) => cells[cell] ?? 0) }
  }

  /** Adds what another tally had. */
  addAll({ cells, events }: CellCounts): void {
    if (cells === null) {
      this.isFull = true
      for (let cell = 0; cell < events.length; cell++)
        this.cells[cell] = (this.cells[cell] ?? outside(cell)) + (events[cell] ?? outside(cell))
    } else for (let i = 0; i < cells.length; i++) this.addTo(cells[i] ?? outside(i), events[i] ?? outside(i))
  }

  /** The cells with events: collector by collector, ms by ms. */
  list(): Uint32Array {
    const { cells, touched, count } = this
    if (!this.isFull && FEW * count < cells.length) return touched.subarray(0, count).sort()
    // Where most cells have some, going through all of them is faster than sorting.
    let found = 0
    for (let cell = 0; cell < cells.length; cell++) if (cells[cell] !== 0) touched[found++] = cell
    return touched.subarray(0, found)
  }

  clear(): void {
    const { cells, touched } = this
    if (this.isFull || FEW * this.count >= cells.length) cells.fill(0)
    else for (let i = 0; i < this.count; i++) cells[touched[i] ?? outside(i)] = 0
    this.count = 0
    this.isFull = false
  }
}
