import { outside } from '../../../shared/assert.ts'
import type { Layout } from '../sketches/layout.ts'
import { LiveRegisters } from '../sketches/live.ts'
import type { SlidingSketches } from '../sketches/sliding.ts'
import type { Pane } from './pane.ts'

/**
 * The registers of the hour and the day that end with the minute the watermark is in, open panes and all: kept up to date
 * with every event, so that a board need not put them together. What leaves is taken out once a minute.
 */
export class LiveWindows {
  readonly hour: LiveRegisters
  readonly day: LiveRegisters
  /** The pane after the newest one that counts. */
  to = Number.NEGATIVE_INFINITY
  private readonly layout: Layout
  private readonly short: number
  private readonly long: number

  /** `short` and `long` are the lengths of the windows, in panes. */
  constructor(layout: Layout, short: number, long: number) {
    this.layout = layout
    this.short = short
    this.long = long
    this.hour = new LiveRegisters(layout)
    this.day = new LiveRegisters(layout)
  }

  get bytes(): number {
    return this.hour.bytes + this.day.bytes
  }

  /** The register at `place`, one of the title's, of pane `pane` was raised to `rank`. */
  raise(pane: number, title: number, place: number, rank: number): void {
    const age = this.to - 1 - pane
    if (age < 0 || age >= this.long) return
    this.day.raise(title, place, rank)
    if (age < this.short) this.hour.raise(title, place, rank)
  }

  /** Moves on to the windows that end before pane `to`: what is older than they are goes, and what has waited comes in. */
  slideTo(to: number, sliding: SlidingSketches, panes: readonly Pane[]): void {
    if (to <= this.to) return
    const fresh = panes.filter(({ number }) => number >= this.to && number < to)
    this.to = to
    for (let title = 0; title < this.layout.titles; title++) {
      if (this.day.count(title) > 0) this.slideTitle(title, sliding, panes)
      for (const pane of fresh) if ((pane.present[title] ?? outside(title)) > 0) this.addTitle(title, pane)
    }
  }

  /** Empties the registers of a title, which lie from `base` to before `end`. */
  clear(title: number, base: number, end: number): void {
    this.hour.clear(title, base, end)
    this.day.clear(title, base, end)
  }

  save() {
    return { hour: this.hour.save(), day: this.day.save(), to: this.to }
  }

  restore(saved: ReturnType<LiveWindows['save']>): void {
    this.hour.restore(saved.hour)
    this.day.restore(saved.day)
    this.to = saved.to
  }

  private addTitle(title: number, pane: Pane): void {
    const base = this.layout.base[title] ?? outside(title)
    const end = base + 2 ** (this.layout.precision[title] ?? outside(title))
    for (let place = base; place < end; place++) {
      const rank = pane.registers[place] ?? outside(place)
      if (rank > 0) this.raise(pane.number, title, place, rank)
    }
  }

  private slideTitle(title: number, sliding: SlidingSketches, panes: readonly Pane[]): void {
    const { hour, day } = this
    const base = this.layout.base[title] ?? outside(title)
    const length = 2 ** (this.layout.precision[title] ?? outside(title))
    const open = panes.filter(
      ({ number, present }) => number < this.to && (present[title] ?? outside(title)) > 0,
    )
    for (let place = base; place < base + length; place++) {
      const then = day.values[place] ?? outside(place)
      if (then === 0) continue
      const now = hour.values[place] ?? outside(place)
      sliding.look(place, this.to - 1, this.short, this.long)
      const { near, far } = sliding
      // What is higher than all that has closed may still stand in an open pane.
      if (near < now) {
        const rank = this.greatest(open, place, near, this.short)
        if (rank !== now) hour.set(title, place, rank)
      }
      if (far < then) {
        const rank = this.greatest(open, place, far, this.long)
        if (rank !== then) day.set(title, place, rank)
      }
    }
  }

  /** The greatest of `rank` and the registers at `place` of the open panes in the window of `length` panes. */
  private greatest(open: readonly Pane[], place: number, rank: number, length: number): number {
    let greatest = rank
    for (let i = 0; i < open.length; i++) {
      const pane = open[i] ?? outside(i)
      if (pane.number < this.to - length) continue
      const other = pane.registers[place] ?? outside(place)
      if (other > greatest) greatest = other
    }
    return greatest
  }
}
