import { outside } from '../../../shared/assert.ts'
import { ManyEstimates } from '../sketches/hours.ts'
import type { Layout } from '../sketches/layout.ts'
import { entryOf, PANE_MASK, RANK_BITS, RANK_MASK, type SlidingSketches } from '../sketches/sliding.ts'
import { PLAIN, type Store } from '../wasm/store.ts'
import type { PaneTable } from './pane-table.ts'
import type { Pane } from './pane.ts'
import { DAY, HOUR, WindowStates } from './window-states.ts'

const NEVER = -0x8000_0000
const HALF = 16
const HALF_MASK = 0xffff
/** A jump of so many panes needs all registers anew: numbers of panes are kept modulo 2048. */
const JUMP = 500

/**
 * The registers of the hour and the day that end with the minute the watermark is in, open panes and all: kept up to date
 * with every event, so that a board need not put them together. A register is a word: the greatest rank in the hour with
 * the last pane that reached it, and the same for the day above it. When the windows slide, those change alone whose pane
 * leaves. Titles slide in turn, some with each tick: no tick waits for all of them.
 */
export class LiveWindows {
  /** The pane after the newest one that counts. */
  to = NEVER
  readonly words: Uint32Array
  private readonly states: WindowStates
  /** Titles before this one have slid to `to`. */
  private slid = 0
  private readonly layout: Layout
  private readonly estimates: ManyEstimates
  /** The lengths of the windows, in panes. */
  readonly short: number
  readonly long: number
  private readonly store: Store

  /** `short` and `long` are the lengths of the windows, in panes. */
  constructor(layout: Layout, short: number, long: number, store: Store = PLAIN) {
    this.layout = layout
    this.short = short
    this.long = long
    this.store = store
    this.words = store.u32(layout.length)
    this.states = new WindowStates(layout, short, long, store)
    this.estimates = new ManyEstimates(layout, store)
  }

  get bytes(): number {
    return this.words.byteLength + this.sums.byteLength
  }

  /** What is kept by title, for the kernels. */
  get sums(): Float64Array {
    return this.states.sums
  }

  /** Whether there are windows: before anything has been seen there are none. */
  get hasBegun(): boolean {
    return this.to !== NEVER
  }

  /** Whether all titles have slid to the windows that end before pane `to`. */
  get isSlid(): boolean {
    return this.slid === this.layout.titles
  }

  /** The pane after the newest one that counts for this title. */
  toOf(title: number): number {
    return this.states.toOf(title)
  }

  /** How many different viewers the registers of the hour and of the day stand for. */
  hourOf(title: number): number {
    return this.states.count(title, HOUR)
  }

  dayOf(title: number): number {
    return this.states.count(title, DAY)
  }

  /** `hourOf` all titles; good until it is called again. */
  hours(): Float64Array {
    return this.estimates.run(this.sums, (title) => this.states.count(title, HOUR))
  }

  /** The register at `place`, one of the title's, of pane `pane` was raised to `rank`. */
  raise(pane: number, title: number, place: number, rank: number): void {
    const newest = this.toOf(title) - 1
    const age = newest - pane
    if (age < 0 || age >= this.long) return
    const entry = entryOf(pane, rank)
    const word = this.words[place] ?? outside(place)
    let day = word >>> HALF
    let hour = word & HALF_MASK
    this.states.remember(title, DAY, pane, age, newest)
    if (isBetter(rank, age, day, newest)) {
      this.states.retell(title, DAY, day & RANK_MASK, rank)
      day = entry
    }
    if (age < this.short) this.states.remember(title, HOUR, pane, age, newest)
    if (age < this.short && isBetter(rank, age, hour, newest)) {
      this.states.retell(title, HOUR, hour & RANK_MASK, rank)
      hour = entry
    }
    this.words[place] = ((day << HALF) | hour) >>> 0
  }

  /** How many sweeps of `budget` registers it takes until all titles have slid to the windows that end before pane `to`. */
  sweepsTo(to: number, budget: number): number {
    const { precision, titles } = this.layout
    let sweeps = 0
    let left = 0
    for (let title = to > this.to ? 0 : this.slid; title < titles; title++) {
      if (left <= 0) {
        sweeps += 1
        left = budget
      }
      left -= 2 ** (precision[title] ?? outside(title))
    }
    return sweeps
  }

  /** Windows end before pane `to` from now on; titles get there by `sweep`. */
  slideTo(to: number): void {
    if (to <= this.to) return
    this.to = to
    this.slid = 0
  }

  /**
   * Slides titles with `budget` registers in all; `panes` are those that the sketches of closed panes don't hold yet, `table`
   * has them for the kernel, and `packed` is the layout's.
   */
  sweep(
    budget: number,
    sliding: SlidingSketches,
    panes: readonly Pane[],
    table: PaneTable,
    packed: Uint32Array,
  ): void {
    const { layout, store, words, sums } = this
    if (this.isSlid) return
    if (store.holds(words, sums, sliding.entries, packed, table.words) && table.holds(panes)) {
      this.sweepFast(budget, sliding, panes, table, packed)
      return
    }
    for (let left = budget; left > 0 && this.slid < layout.titles; this.slid++) {
      this.slideTitle(this.slid, sliding, panes)
      left -= 2 ** (layout.precision[this.slid] ?? outside(this.slid))
    }
  }

  private sweepFast(
    budget: number,
    sliding: SlidingSketches,
    panes: readonly Pane[],
    table: PaneTable,
    packed: Uint32Array,
  ): void {
    const { layout, words, sums, to, short, long } = this
    this.slid =
      this.store.kernels?.sweep(
        words.byteOffset,
        sums.byteOffset,
        sliding.entries.byteOffset,
        packed.byteOffset,
        layout.titles,
        this.slid,
        budget,
        to,
        sliding.newest,
        short,
        long,
        table.words.byteOffset,
        panes.length,
      ) ?? this.slid
  }

  /** Empties the registers of a title, which lie from `base` to before `end`. */
  clear(title: number, base: number, end: number): void {
    this.words.fill(0, base, end)
    this.states.clear(title)
  }

  save() {
    const { words, sums, to, slid } = this
    return { words: words.slice(), titles: sums.slice(), to, slid }
  }

  restore(saved: ReturnType<LiveWindows['save']>): void {
    this.words.set(saved.words)
    this.states.restore(saved.titles)
    this.to = saved.to
    this.slid = saved.slid
  }

  private slideTitle(title: number, sliding: SlidingSketches, panes: readonly Pane[]): void {
    const { layout, to } = this
    const before = this.toOf(title)
    if (before >= to) return
    this.states.setTo(title, to)
    const base = layout.base[title] ?? outside(title)
    const end = base + 2 ** (layout.precision[title] ?? outside(title))
    const watched = panes.filter(({ present }) => (present[title] ?? outside(title)) > 0)
    // Where panes have closed that had not counted yet, or pane numbers come round, every register is put together anew.
    const isWhole = sliding.newest >= Math.max(before, NEVER + 1) || (before !== NEVER && to - before > JUMP)
    if (isWhole) return this.expire(title, base, end, true, sliding, watched)
    if (this.states.hasExpired(title, to - 1)) this.expire(title, base, end, false, sliding, watched)
    for (let i = 0; i < watched.length; i++) {
      const pane = watched[i] ?? outside(i)
      if (pane.number >= before && pane.number < to) this.addPane(title, base, end, pane)
    }
  }

  private addPane(title: number, base: number, end: number, pane: Pane): void {
    const { registers, number } = pane
    for (let place = base; place < end; place++) {
      const rank = registers[place] ?? outside(place)
      if (rank > 0) this.raise(number, title, place, rank)
    }
  }

  /** Puts registers together anew: those whose panes have left a window, or all. */
  private expire(
    title: number,
    base: number,
    end: number,
    isWhole: boolean,
    sliding: SlidingSketches,
    panes: readonly Pane[],
  ): void {
    const { words, to, short, long } = this
    const counted = panes.filter(({ number }) => number < to && number >= to - long)
    const newest = to - 1
    let hourAge = 0
    let dayAge = 0
    for (let place = base; place < end; place++) {
      const word = words[place] ?? outside(place)
      if (word === 0 && !isWhole) continue
      const hour = word & HALF_MASK
      const day = word >>> HALF
      const hasHour = !isWhole && ageOf(hour, newest) < short
      const hasDay = !isWhole && ageOf(day, newest) < long
      if (hasHour && hasDay) {
        hourAge = Math.max(hourAge, ageOf(hour, newest))
        dayAge = Math.max(dayAge, ageOf(day, newest))
        continue
      }
      sliding.look(place, newest, short, long)
      const near = hasHour ? hour : this.newestOf(counted, place, sliding.nearEntry, short)
      const far = hasDay ? day : this.newestOf(counted, place, sliding.farEntry, long)
      this.states.retell(title, HOUR, hour & RANK_MASK, near & RANK_MASK)
      this.states.retell(title, DAY, day & RANK_MASK, far & RANK_MASK)
      words[place] = ((far << HALF) | near) >>> 0
      hourAge = Math.max(hourAge, ageOf(near, newest))
      dayAge = Math.max(dayAge, ageOf(far, newest))
    }
    this.states.tellOldest(title, newest - hourAge, newest - dayAge)
  }

  /** The best of `entry` and what the register at `place` is in the panes of a window. Panes are in rising order. */
  private newestOf(panes: readonly Pane[], place: number, entry: number, length: number): number {
    let best = entry
    for (let i = 0; i < panes.length; i++) {
      const { number, registers } = panes[i] ?? outside(i)
      const rank = registers[place] ?? outside(place)
      if (rank > 0 && number >= this.to - length && rank >= (best & RANK_MASK)) best = entryOf(number, rank)
    }
    return best
  }
}

/** How old an entry is, in panes; 0 without one. */
const ageOf = (entry: number, newest: number): number =>
  entry === 0 ? 0 : (newest - (entry >>> RANK_BITS)) & PANE_MASK

/** Whether a rank in a pane of this age takes the place of an entry: it is higher, or as high and newer. */
const isBetter = (rank: number, age: number, entry: number, newest: number): boolean => {
  const old = entry & RANK_MASK
  return rank > old || (rank === old && age < ((newest - (entry >>> RANK_BITS)) & PANE_MASK))
}
