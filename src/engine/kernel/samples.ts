import { at, outside } from '../../shared/assert.ts'
import type { SavedColumn } from './paged-column.ts'
import { float64 } from './typed-columns.ts'

export interface SavedSamples {
  readonly values: SavedColumn
  readonly sum: number
}

/**
 * Every sample of a measurement, with exact statistics over all of them: nothing is estimated, thinned or
 * windowed. Sums are exact while the samples are whole numbers and their sum stays below 2^53.
 */
export class Samples {
  private readonly values = float64()
  private sum = 0
  /** A sorted copy of the first `sortedCount` samples: a cache that queries bring up to date. */
  private sorted = new Float64Array(64)
  private sortedCount = 0

  get count(): number {
    return this.values.length
  }

  add(value: number): void {
    this.values.push(value)
    this.sum += value
  }

  /** The `index`-th sample, in the order in which they came. */
  get(index: number): number {
    return this.values.get(index)
  }

  /** The arithmetic mean, or NaN without samples. */
  mean(): number {
    return this.sum / this.count
  }

  /**
   * The exact `q`-quantile by nearest rank: the smallest sample that at least `q` of all samples do not exceed
   * (Hyndman and Fan's type 1). NaN without samples. `q` in [0, 1].
   */
  quantile(q: number): number {
    if (this.count === 0) return Number.NaN
    this.bringUpToDate()
    const rank = Math.max(1, Math.ceil(q * this.count))
    return at(this.sorted, rank - 1)
  }

  save(): SavedSamples {
    return { values: this.values.save(), sum: this.sum }
  }

  restore(saved: SavedSamples): void {
    this.values.restore(saved.values)
    this.sum = saved.sum
    this.sortedCount = 0
  }

  private bringUpToDate(): void {
    const total = this.count
    if (this.sortedCount === total) return
    if (this.sorted.length < total) {
      const wider = new Float64Array(Math.max(total, 2 * this.sorted.length))
      wider.set(this.sorted.subarray(0, this.sortedCount))
      this.sorted = wider
    }
    const fresh = new Float64Array(total - this.sortedCount)
    this.values.copy(this.sortedCount, total, fresh)
    fresh.sort()
    mergeFromTheBack(this.sorted, this.sortedCount, fresh)
    this.sortedCount = total
  }
}

/** Merges sorted `fresh` into `sorted`, whose first `count` numbers are sorted and which has room for both. */
function mergeFromTheBack(sorted: Float64Array, count: number, fresh: Float64Array): void {
  let i = count - 1
  let j = fresh.length - 1
  let hole = count + fresh.length - 1
  while (j >= 0) {
    const candidate = fresh[j] ?? outside(j)
    const last = i < 0 ? -Infinity : (sorted[i] ?? outside(i))
    if (last > candidate) {
      sorted[hole--] = last
      i -= 1
    } else {
      sorted[hole--] = candidate
      j -= 1
    }
  }
}
