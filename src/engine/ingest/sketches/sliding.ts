import { outside } from '../../../shared/assert.ts'
import { PLAIN, type Store } from '../wasm/store.ts'
import type { Pane } from '../windows/pane.ts'
import type { Layout } from './layout.ts'

/** What a register remembers at most: pairs of a rank and the last pane in which it was reached. */
const DEPTH = 8
export const RANK_BITS = 5
export const RANK_MASK = 31
/** Panes are remembered modulo 2048: 34 hours of minutes. */
export const PANE_MASK = 2_047
/** What is older than this many panes is dropped, before its number comes round again. */
const OLDEST = 1_500
/** All registers are looked through once in so many panes, a part with each. */
const ROUND = 256
const MOST_BUDGET = 0x7fff_ffff
const NEVER = -0x8000_0000
/** What the kernel needs to work in: a number told, and a list of 64 and a word. */
const TOLD_WORDS = 66

/** A rank and the pane in which it was reached last, in 16 bits; never 0. */
export const entryOf = (pane: number, rank: number): number => ((pane & PANE_MASK) << RANK_BITS) | rank

/**
 * Unique viewers of every title over any window that ends now, up to a day, without keeping a sketch a minute: a register
 * remembers for each rank the last pane in which it was reached, newest first, but none that is both older and lower than
 * another (Chabchoub and Hébrail's sliding HyperLogLog, 2010). The registers of a window are then exactly those of the
 * merge of its panes' sketches. Panes come in rising order. Where more than eight pairs would be needed, the last but one
 * goes, and `squeezed` counts it: windows that begin between the two neighbours come out lower.
 */
export class SlidingSketches {
  squeezed = 0
  /** The newest pane that was begun. */
  newest = NEVER
  /** What `look` found: entries, the greatest rank with the last pane that reached it; 0 without one. */
  nearEntry = 0
  farEntry = 0
  readonly entries: Uint16Array
  private readonly store: Store
  /** For the kernel: how many it squeezed. */
  private readonly told: Uint32Array
  private readonly layout: Layout

  constructor(layout: Layout, store: Store = PLAIN) {
    this.layout = layout
    this.store = store
    this.told = store.u32(TOLD_WORDS)
    this.entries = store.u16(layout.length * DEPTH)
  }

  get bytes(): number {
    return this.entries.byteLength
  }

  /** The ranks that `look` found. */
  get near(): number {
    return this.nearEntry & RANK_MASK
  }

  get far(): number {
    return this.farEntry & RANK_MASK
  }

  /**
   * Adds the registers of all titles that were watched in the newest pane, from title `from` on, `budget` registers or a
   * few more. Returns the title to go on from. `packed` is the layout's.
   */
  addTitles(pane: Pane, from: number, budget: number, packed: Uint32Array): number {
    const { entries, layout, store, told } = this
    const { registers, present } = pane
    if (store.kernels !== null && store.holds(entries, registers, present, packed, told)) {
      const next = store.kernels.merge(
        entries.byteOffset,
        registers.byteOffset,
        present.byteOffset,
        packed.byteOffset,
        layout.titles,
        from,
        Math.min(budget, MOST_BUDGET),
        entryOf(this.newest, 0),
        told.byteOffset,
      )
      this.squeezed += told[0] ?? outside(0)
      return next
    }
    let title = from
    for (let left = budget; left > 0 && title < layout.titles; title++) {
      if ((present[title] ?? outside(title)) > 0) this.addTitle(title, registers)
      left -= 2 ** (layout.precision[title] ?? outside(title))
    }
    return title
  }

  /** Adds the registers of a title in the newest pane. */
  addTitle(title: number, registers: Uint8Array): void {
    const base = this.layout.base[title] ?? outside(title)
    const end = base + 2 ** (this.layout.precision[title] ?? outside(title))
    for (let r = base; r < end; r++) {
      const rank = registers[r] ?? outside(r)
      if (rank !== 0) this.addRank(r * DEPTH, rank)
    }
  }

  /** Begins a pane, newer than all before: everything added from now on belongs to it. */
  beginPane(pane: number): void {
    const ahead = pane - this.newest
    const { newest } = this
    const registers = this.layout.length
    this.newest = pane
    if (newest === NEVER) return
    if (ahead > PANE_MASK - OLDEST) this.entries.fill(0)
    else if (ahead >= ROUND) {
      this.forget(0, registers, newest)
      this.forget(0, registers, pane)
    } else
      for (let next = newest + 1; next <= pane; next++) {
        const part = next & (ROUND - 1)
        this.forget(
          Math.floor((part * registers) / ROUND),
          Math.floor(((part + 1) * registers) / ROUND),
          pane,
        )
      }
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
      far = entry
      if (age < short) near = far
    }
    this.nearEntry = near
    this.farEntry = far
  }

  save(): { entries: Uint16Array; newest: number; squeezed: number } {
    const { entries, newest, squeezed } = this
    return { entries: entries.slice(), newest, squeezed }
  }

  restore(saved: ReturnType<SlidingSketches['save']>): void {
    this.entries.set(saved.entries)
    this.newest = saved.newest
    this.squeezed = saved.squeezed
  }

  private addRank(at: number, rank: number): void {
    const { entries } = this
    const fresh = entryOf(this.newest, rank)
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

  /** Drops from the registers `from` .. `to` - 1 what no window reaches that ends with pane `newest` or later. */
  private forget(from: number, to: number, newest: number): void {
    const { entries } = this
    for (let i = from * DEPTH; i < to * DEPTH; i++) {
      const entry = entries[i] ?? outside(i)
      if (entry !== 0 && ((newest - (entry >>> RANK_BITS)) & PANE_MASK) > OLDEST) entries[i] = 0
    }
  }
}
