import { outside } from '../../../shared/assert.ts'
import { estimateOf, isTop, weightOf } from '../sketches/estimate.ts'
import type { Layout } from '../sketches/layout.ts'
import type { Store } from '../wasm/store.ts'

const NEVER = -0x8000_0000
/** Where in a title's 32 bytes stand the sums of weights, how many registers are not 0
 * and of the highest rank, its `to`, and the oldest pane of each window, in 16 bits. */
const STATE_BYTES = 32
const F64S = STATE_BYTES / 8
const U16S = STATE_BYTES / 2
const I32S = STATE_BYTES / 4
const FILLED_AT = 8
const TOP_AT = 10
const TO_AT = 6
const OLDEST_AT = 14
const OLDEST_MASK = 0xffff
export const HOUR = 0
export const DAY = 1

/** What live windows keep by title: what estimates need beside the registers, and how far it has slid. */
export class WindowStates {
  /** By title, 32 bytes seen in three ways. */
  readonly sums: Float64Array
  private readonly halves: Uint16Array
  private readonly tos: Int32Array
  private readonly layout: Layout
  private readonly short: number
  private readonly long: number

  /** `short` and `long` are the lengths of the windows, in panes. */
  constructor(layout: Layout, short: number, long: number, store: Store) {
    this.layout = layout
    this.short = short
    this.long = long
    this.sums = store.f64(layout.titles * F64S)
    this.halves = new Uint16Array(this.sums.buffer, this.sums.byteOffset, layout.titles * U16S)
    this.tos = new Int32Array(this.sums.buffer, this.sums.byteOffset, layout.titles * I32S)
    for (let title = 0; title < layout.titles; title++) this.setTo(title, NEVER)
  }

  /** The pane after the newest one that counts for this title. */
  toOf(title: number): number {
    return this.tos[title * I32S + TO_AT] ?? outside(title)
  }

  setTo(title: number, to: number): void {
    this.tos[title * I32S + TO_AT] = to
  }

  /** Its registers are empty. */
  clear(title: number): void {
    const to = this.toOf(title)
    this.sums.fill(0, title * F64S, (title + 1) * F64S)
    this.setTo(title, to)
  }

  /** The oldest panes that registers of its windows stand for now. */
  tellOldest(title: number, hour: number, day: number): void {
    const at = title * U16S + OLDEST_AT
    this.halves[at + HOUR] = hour
    this.halves[at + DAY] = day
  }

  restore(sums: Float64Array): void {
    // As whole numbers: some of what is kept in them would be no number, and might come out changed.
    this.tos.set(new Int32Array(sums.buffer, sums.byteOffset, this.tos.length))
  }

  /** How many different viewers its registers of a window stand for. */
  count(title: number, window: number): number {
    const at = title * U16S + window
    return estimateOf(
      this.sums[title * F64S + window] ?? outside(title),
      this.halves[at + FILLED_AT] ?? outside(title),
      this.halves[at + TOP_AT] ?? outside(title),
      this.layout.precision[title] ?? outside(title),
    )
  }

  /**
   * A register of the title may come to stand for this pane, before it is counted. Said of each pane that has something, better
   * or not: so it does not hang on the order of events.
   */
  remember(title: number, window: number, pane: number, age: number, newest: number): void {
    const { halves } = this
    const at = title * U16S + window
    const isFirst = halves[at + FILLED_AT] === 0
    if (isFirst || this.oldestAge(at, newest) < age) halves[at + OLDEST_AT] = pane
  }

  private oldestAge(at: number, newest: number): number {
    return (newest - (this.halves[at + OLDEST_AT] ?? outside(at))) & OLDEST_MASK
  }

  /** Whether a register of the title may stand for a pane that has left its window. */
  hasExpired(title: number, newest: number): boolean {
    const { halves } = this
    const hour = title * U16S + HOUR
    const day = title * U16S + DAY
    return (
      (halves[hour + FILLED_AT] !== 0 && this.oldestAge(hour, newest) >= this.short) ||
      (halves[day + FILLED_AT] !== 0 && this.oldestAge(day, newest) >= this.long)
    )
  }

  /** A register of the title in this window has another rank. */
  retell(title: number, window: number, old: number, rank: number): void {
    if (old === rank) return
    const { sums, halves } = this
    const precision = this.layout.precision[title] ?? outside(title)
    const sum = title * F64S + window
    sums[sum] = (sums[sum] ?? outside(title)) + weightOf(rank, precision) - weightOf(old, precision)
    const filled = Number(rank !== 0) - Number(old !== 0)
    const top = Number(isTop(rank, precision)) - Number(isTop(old, precision))
    if (filled === 0 && top === 0) return
    const at = title * U16S + window
    halves[at + FILLED_AT] = (halves[at + FILLED_AT] ?? outside(title)) + filled
    halves[at + TOP_AT] = (halves[at + TOP_AT] ?? outside(title)) + top
  }
}
