import { outside } from '../../../shared/assert.ts'
import type { Layout } from './layout.ts'

/** What a register remembers at most: pairs of a rank and the last pane in which it was reached. */
const DEPTH = 8
const RANK_BITS = 5
const RANK_MASK = 31
/** Panes are remembered modulo 2048: 34 hours of minutes. */
const PANE_MASK = 2_047
const SWEEP_EVERY = 256
const OLDEST = 1_500

/**
 * Unique viewers of every title over any window that ends now, up to a day, without keeping a sketch a minute: a register
 * remembers for each rank the last pane in which it was reached, newest first, but none that is both older and lower than
 * another (Chabchoub and Hébrail's sliding HyperLogLog, 2010). The registers of a window are then exactly those of the
 * merge of its panes' sketches. Panes come in rising order. Where more than eight pairs would be needed, the last but one
 * goes, and `squeezed` counts it: windows that begin between the two neighbours come out lower.
 */
export class SlidingSketches {
  squeezed = 0
  /** The newest pane that was added. */
  newest = -PANE_MASK
  /** What `look` found. */
  near = 0
  far = 0
  private swept = -PANE_MASK
  private readonly entries: Uint16Array
  private readonly layout: Layout

  constructor(layout: Layout) {
    this.layout = layout
    this.entries = new Uint16Array(layout.length * DEPTH)
  }

  get bytes(): number {
    return this.entries.byteLength
  }

  /** Adds the registers of a title in `pane`, which is newer than all before, or as new. */
  addTitle(title: number, registers: Uint8Array): void {
    const base = this.layout.base[title] ?? outside(title)
    const end = base + 2 ** (this.layout.precision[title] ?? outside(title))
    for (let r = base; r < end; r++) {
      const rank = registers[r] ?? outside(r)
      if (rank !== 0) this.addRank(r * DEPTH, rank)
    }
  }

  /** Begins a pane: everything added from now on belongs to it. */
  beginPane(pane: number): void {
    if (pane - this.newest > PANE_MASK - OLDEST) {
      if (this.swept !== -PANE_MASK) this.entries.fill(0)
      this.swept = pane
    }
    this.newest = pane
    if (pane - this.swept < SWEEP_EVERY) return
    this.swept = pane
    this.forget()
  }

  /** Empties the registers from `base` to before `end`. */
  clear(base: number, end: number): void {
    this.entries.fill(0, base * DEPTH, end * DEPTH)
  }

  /**
   * For the register at `place` the greatest rank in the newest `short` panes and in the newest `long` ones, counted from
   * pane `newest` back, into `near` and `far`; 0 where there is none.
   */
  look(place: number, newest: number, short: number, long: number): void {
    const { entries } = this
    const at = place * DEPTH
    let near = 0
    let far = 0
    for (let i = at; i < at + DEPTH; i++) {
      const entry = entries[i] ?? outside(i)
      if (entry === 0) break
      const age = (newest - (entry >>> RANK_BITS)) & PANE_MASK
      if (age >= long) break
      far = entry & RANK_MASK
      if (age < short) near = far
    }
    this.near = near
    this.far = far
  }

  save(): { entries: Uint16Array; newest: number; swept: number; squeezed: number } {
    const { entries, newest, swept, squeezed } = this
    return { entries: entries.slice(), newest, swept, squeezed }
  }

  restore(saved: ReturnType<SlidingSketches['save']>): void {
    this.entries.set(saved.entries)
    this.newest = saved.newest
    this.swept = saved.swept
    this.squeezed = saved.squeezed
  }

  private addRank(at: number, rank: number): void {
    const { entries } = this
    const fresh = ((this.newest & PANE_MASK) << RANK_BITS) | rank
    // Everything that is not higher is older and lower: gone.
    let higher = at
    while (higher < at + DEPTH) {
      const entry = entries[higher] ?? outside(higher)
      if (entry === 0 || (entry & RANK_MASK) > rank) break
      higher += 1
    }
    const last = at + DEPTH - 1
    if (higher === at) {
      // Room at the front: all move back by one. The last stays where there is none, and the one before it goes.
      const isFull = entries[last] !== 0
      if (isFull) this.squeezed += 1
      for (let i = isFull ? last - 1 : last; i > at; i--) entries[i] = entries[i - 1] ?? outside(i)
    } else if (higher > at + 1) {
      const gone = higher - at - 1
      for (let i = at + 1; i <= last; i++)
        entries[i] = i + gone <= last ? (entries[i + gone] ?? outside(i)) : 0
    }
    entries[at] = fresh
  }

  /** Drops what no window reaches, before its pane's number comes round again. */
  private forget(): void {
    const { entries } = this
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i] ?? outside(i)
      if (entry !== 0 && ((this.newest - (entry >>> RANK_BITS)) & PANE_MASK) > OLDEST) entries[i] = 0
    }
  }
}
