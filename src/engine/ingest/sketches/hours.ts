import { outside } from '../../../shared/assert.ts'
import type { Store } from '../wasm/store.ts'
import { emptyPart, scaleOf } from './estimate.ts'
import type { Layout } from './layout.ts'

/** Precisions are less. */
const MOST = 16

/** Estimates of many titles at once by kernel: what `estimateOf` comes to, from tables that lie where the kernel reads them. */
export class ManyEstimates {
  /** By title. */
  readonly values: Float64Array
  private readonly tables: Uint32Array
  private readonly scales: Float64Array
  private readonly packed: Uint32Array
  private readonly isHere: boolean
  private readonly store: Store

  constructor(layout: Layout, store: Store) {
    this.store = store
    this.values = store.f64(layout.titles)
    this.tables = store.u32(MOST)
    this.scales = store.f64(MOST)
    this.packed = store.u32(layout.titles)
    this.packed.set(layout.packed)
    let isHere = store.holds(this.values, this.tables, this.scales, this.packed)
    for (const precision of store.kernels === null ? [] : new Set(layout.precision)) {
      const part = emptyPart(precision)
      const table = store.f64(part.length)
      isHere &&= store.holds(table)
      table.set(part)
      this.tables[precision] = table.byteOffset
      this.scales[precision] = scaleOf(precision)
    }
    this.isHere = isHere
  }

  /**
   * Of the windows whose numbers begin at `states`, 32 bytes a title, the first one's estimates. `one` tells a title's by itself.
   */
  run(states: Float64Array, one: (title: number) => number): Float64Array {
    const { store, values, tables, scales, packed } = this
    const { kernels } = store
    if (kernels === null || !this.isHere || !store.holds(states)) {
      for (let title = 0; title < values.length; title++) values[title] = one(title)
      return values
    }
    const left = kernels.estimateHours(
      states.byteOffset,
      packed.byteOffset,
      values.length,
      tables.byteOffset,
      scales.byteOffset,
      values.byteOffset,
    )
    if (left === 0) return values
    for (let title = 0; title < values.length; title++)
      if ((values[title] ?? outside(title)) < 0) values[title] = one(title)
    return values
  }
}
