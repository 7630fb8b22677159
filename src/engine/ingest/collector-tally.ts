import { outside } from '../../shared/assert.ts'
import { TICK_MS } from './config.ts'

/** From this part of all cells on, going through all of them costs less than sorting. */
const SCANNED_FROM = 32

/** Events of a tick by collector and ms: a cell each. Remembers which cells it has, so that a quiet tick costs little. */
export class CollectorTally {
  readonly cells: Uint32Array
  private readonly touched: Uint32Array
  private count = 0

  constructor(collectors: number) {
    this.cells = new Uint32Array(collectors * TICK_MS)
    this.touched = new Uint32Array(collectors * TICK_MS)
  }

  add(collector: number, ms: number, events = 1): void {
    const { cells } = this
    const cell = collector * TICK_MS + ms
    const before = cells[cell] ?? outside(cell)
    if (before === 0) this.touched[this.count++] = cell
    cells[cell] = before + events
  }

  /** Adds what another tally had in these cells, so many events in each. */
  addAll(cells: Uint32Array, events: Uint32Array): void {
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i] ?? outside(i)
      this.add(Math.floor(cell / TICK_MS), cell % TICK_MS, events[i] ?? outside(i))
    }
  }

  /** The cells with events, in the order in which they got their first. */
  get used(): Uint32Array {
    return this.touched.subarray(0, this.count)
  }

  /** The cells with events: collector by collector, ms by ms. */
  list(): Uint32Array {
    const { cells, touched, used } = this
    if (used.length < cells.length / SCANNED_FROM) return used.sort()
    let count = 0
    for (let cell = 0; cell < cells.length; cell++) if (cells[cell] !== 0) touched[count++] = cell
    return used
  }

  clear(): void {
    const { cells, touched } = this
    for (let i = 0; i < this.count; i++) cells[touched[i] ?? outside(i)] = 0
    this.count = 0
  }
}
