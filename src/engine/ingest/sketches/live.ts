import { outside } from '../../../shared/assert.ts'
import { estimateOf, isTop, weightOf } from './estimate.ts'
import type { Layout } from './layout.ts'

/**
 * One register each for all titles over everything that ever came, kept up to date, with what an estimate needs beside
 * them: so that one costs a division, however many registers there are.
 */
export class LiveRegisters {
  private readonly values: Uint8Array
  /** By title: the sum of the registers' weights; and how many are not 0, and hold the highest rank. */
  private readonly sums: Float64Array
  private readonly filled: Uint16Array
  private readonly top: Uint16Array
  private readonly layout: Layout

  constructor(layout: Layout) {
    this.layout = layout
    this.values = new Uint8Array(layout.length)
    this.sums = new Float64Array(layout.titles)
    this.filled = new Uint16Array(layout.titles)
    this.top = new Uint16Array(layout.titles)
  }

  get bytes(): number {
    const { values, sums, filled, top } = this
    return values.byteLength + sums.byteLength + filled.byteLength + top.byteLength
  }

  /** Raises the register at `place`, one of the title's, to `rank` if it is lower. */
  raise(title: number, place: number, rank: number): void {
    const old = this.values[place] ?? outside(place)
    if (rank <= old) return
    const { sums, filled, top, layout } = this
    const precision = layout.precision[title] ?? outside(title)
    this.values[place] = rank
    sums[title] = (sums[title] ?? outside(title)) + weightOf(rank, precision) - weightOf(old, precision)
    if (old === 0) filled[title] = (filled[title] ?? outside(title)) + 1
    if (isTop(rank, precision)) top[title] = (top[title] ?? outside(title)) + 1
  }

  /** How many different hashes a title's registers stand for. */
  count(title: number): number {
    const { sums, filled, top, layout } = this
    return estimateOf(
      sums[title] ?? outside(title),
      filled[title] ?? outside(title),
      top[title] ?? outside(title),
      layout.precision[title] ?? outside(title),
    )
  }

  save() {
    const { values, sums, filled, top } = this
    return { values: values.slice(), sums: sums.slice(), filled: filled.slice(), top: top.slice() }
  }

  restore(saved: ReturnType<LiveRegisters['save']>): void {
    this.values.set(saved.values)
    this.sums.set(saved.sums)
    this.filled.set(saved.filled)
    this.top.set(saved.top)
  }
}
