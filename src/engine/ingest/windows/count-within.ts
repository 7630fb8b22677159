import { outside } from '../../../shared/assert.ts'
import { estimateOf } from '../sketches/estimate.ts'
import { PRECISION_SHIFT } from '../sketches/layout.ts'
import type { SlidingSketches } from '../sketches/sliding.ts'
import type { Store } from '../wasm/store.ts'
import { MOST_PANES, PaneTable } from './pane-table.ts'
import type { Pane } from './pane.ts'

/** What the kernel tells: a number of eight bytes, and two words. */
const SUM = 0
const FILLED = 2
const TOP = 3
const TOLD_NUMBERS = 2

/** Counts a title's viewers over any panes by kernel. */
export class CountWithin {
  private readonly table: PaneTable
  private readonly numbers: Float64Array
  private readonly words: Uint32Array
  private readonly store: Store

  constructor(store: Store) {
    this.store = store
    this.table = new PaneTable(store)
    this.numbers = store.f64(TOLD_NUMBERS + MOST_PANES)
    this.words = new Uint32Array(this.numbers.buffer, this.numbers.byteOffset, 2 * this.numbers.length)
  }

  /**
   * By the title's own registers, which its `packed` word tells of, in the panes `from` .. `to` - 1, of which `panes` are not in
   * the sketches of closed ones; null where there is no kernel for it.
   */
  run(
    { entries, newest }: SlidingSketches,
    panes: readonly Pane[],
    title: number,
    packed: number,
    from: number,
    to: number,
  ): number | null {
    const { store, table, numbers, words } = this
    if (store.kernels === null || !store.holds(entries, numbers, table.words) || !table.holds(panes))
      return null
    table.fill(panes)
    store.kernels.countWithin(
      entries.byteOffset,
      packed,
      title,
      from,
      to,
      newest,
      table.words.byteOffset,
      panes.length,
      numbers.byteOffset,
    )
    return estimateOf(
      numbers[SUM] ?? outside(SUM),
      words[FILLED] ?? outside(FILLED),
      words[TOP] ?? outside(TOP),
      packed >>> PRECISION_SHIFT,
    )
  }
}
