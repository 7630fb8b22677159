import { outside } from '../../../shared/assert.ts'
import { estimate, VALUES } from './estimate.ts'
import type { Layout } from './layout.ts'

/**
 * One register each for all titles over one window, kept up to date, with how many of a title's registers have each value
 * beside them: so an estimate costs 32 additions, however many registers there are.
 */
export class LiveRegisters {
  readonly values: Uint8Array
  /** By title, 32 counts. Zeros are not counted: they are what is left. */
  private readonly histograms: Uint16Array
  private readonly scratch = new Float64Array(VALUES)
  private readonly layout: Layout

  constructor(layout: Layout) {
    this.layout = layout
    this.values = new Uint8Array(layout.length)
    this.histograms = new Uint16Array(layout.titles * VALUES)
  }

  get bytes(): number {
    return this.values.byteLength + this.histograms.byteLength
  }

  /** Raises the register at `place`, one of the title's, to `rank` if it is lower. */
  raise(title: number, place: number, rank: number): void {
    if (rank > (this.values[place] ?? outside(place))) this.set(title, place, rank)
  }

  /** Sets the register at `place`, one of the title's. */
  set(title: number, place: number, rank: number): void {
    const { values, histograms } = this
    const old = values[place] ?? outside(place)
    const base = title * VALUES
    if (old !== 0) histograms[base + old] = (histograms[base + old] ?? outside(old)) - 1
    if (rank !== 0) histograms[base + rank] = (histograms[base + rank] ?? outside(rank)) + 1
    values[place] = rank
  }

  /** Empties the title's registers, which lie from `base` to before `end`. */
  clear(title: number, base: number, end: number): void {
    this.values.fill(0, base, end)
    this.histograms.fill(0, title * VALUES, (title + 1) * VALUES)
  }

  /** How many different hashes a title's registers stand for. */
  count(title: number): number {
    const { histograms, scratch, layout } = this
    const precision = layout.precision[title] ?? outside(title)
    const base = title * VALUES
    let zeros = 2 ** precision
    for (let value = 1; value < VALUES; value++) {
      const count = histograms[base + value] ?? outside(value)
      scratch[value] = count
      zeros -= count
    }
    if (zeros === 2 ** precision) return 0
    scratch[0] = zeros
    return estimate(scratch, precision)
  }

  save(): { values: Uint8Array; histograms: Uint16Array } {
    return { values: this.values.slice(), histograms: this.histograms.slice() }
  }

  restore(saved: ReturnType<LiveRegisters['save']>): void {
    this.values.set(saved.values)
    this.histograms.set(saved.histograms)
  }
}
