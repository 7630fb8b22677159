import type { Span } from '../kernel/engine.ts'
import type { PagedColumn, SavedColumn } from '../kernel/paged-column.ts'
import { float64, int32, restoreColumns, saveColumns, uint8 } from '../kernel/typed-columns.ts'
import type { SimTime } from '../kernel/time.ts'
import { HAPPENED, type Happened } from './codes.ts'

/** A stretch in which a ring was full, or not yet half empty again. `end` is NaN while it lasts. */
export interface FullStretch {
  readonly start: SimTime
  readonly end: SimTime
}

/** The first moments of their kind; null before. */
export interface Firsts {
  readonly overwrite: SimTime | null
  readonly reject: SimTime | null
  readonly block: SimTime | null
  /** A buffer without a bound held more than the ring has slots. */
  readonly outgrow: SimTime | null
}

export interface SavedHistory {
  readonly columns: readonly SavedColumn[]
  readonly firsts: Firsts
}

/** What a view looks back at in one lane: everything that happened, the depth over time, the full stretches. */
export class History {
  readonly eventTime = float64()
  readonly eventKind = uint8()
  readonly eventSlot = int32()
  readonly eventItem = int32()
  /** The number of items held after each instant that changed it; a row holds until the next. */
  readonly seriesTime = float64()
  readonly seriesDepth = int32()
  private readonly fullStart = float64()
  private readonly fullEnd = float64()
  private first: Firsts = { overwrite: null, reject: null, block: null, outgrow: null }

  get firsts(): Firsts {
    return this.first
  }

  add(now: SimTime, kind: Happened, slot: number, item: number): void {
    this.eventTime.push(now)
    this.eventKind.push(kind)
    this.eventSlot.push(slot)
    this.eventItem.push(item)
    if (kind === HAPPENED.overwrite) this.noteFirst('overwrite', now)
    if (kind === HAPPENED.reject) this.noteFirst('reject', now)
    if (kind === HAPPENED.block) this.noteFirst('block', now)
  }

  noteFirst(what: keyof Firsts, now: SimTime): void {
    if (this.first[what] === null) this.first = { ...this.first, [what]: now }
  }

  /** Notes the depth after an instant; of several notes at one instant the last one counts. */
  noteDepth(now: SimTime, depth: number): void {
    const last = this.seriesTime.length - 1
    if (last >= 0 && this.seriesDepth.get(last) === depth) return
    if (last >= 0 && this.seriesTime.get(last) === now) {
      this.seriesDepth.set(last, depth)
      return
    }
    this.seriesTime.push(now)
    this.seriesDepth.push(depth)
  }

  /** A stretch begins when the ring fills up, and ends when half of it is free: no stretch a pop. */
  noteFullness(now: SimTime, size: number, bound: number): void {
    const last = this.fullEnd.length - 1
    const isOpen = last >= 0 && Number.isNaN(this.fullEnd.get(last))
    if (isOpen && size <= bound / 2) this.fullEnd.set(last, now)
    if (isOpen || size < bound) return
    this.fullStart.push(now)
    this.fullEnd.push(Number.NaN)
  }

  get stretchCount(): number {
    return this.fullStart.length
  }

  stretch(index: number): FullStretch {
    return { start: this.fullStart.get(index), end: this.fullEnd.get(index) }
  }

  /** The newest stretches that touch the span, at most `most` of them, oldest first. */
  stretchesIn(span: Span, most: number): FullStretch[] {
    const stretches: FullStretch[] = []
    for (let i = this.stretchCount - 1; i >= 0 && stretches.length < most; i--) {
      const stretch = this.stretch(i)
      if (stretch.end < span.from) break
      if (stretch.start <= span.to) stretches.push(stretch)
    }
    return stretches.reverse()
  }

  save(): SavedHistory {
    return { columns: saveColumns(this.columns()), firsts: this.first }
  }

  restore(saved: SavedHistory): void {
    restoreColumns(this.columns(), saved.columns)
    this.first = saved.firsts
  }

  private columns(): PagedColumn[] {
    const { eventTime, eventKind, eventSlot, eventItem } = this
    const { seriesTime, seriesDepth, fullStart, fullEnd } = this
    return [eventTime, eventKind, eventSlot, eventItem, seriesTime, seriesDepth, fullStart, fullEnd]
  }
}
