import type { PagedColumn, SavedColumn } from '../kernel/paged-column.ts'
import { float64, restoreColumns, saveColumns, uint8 } from '../kernel/typed-columns.ts'
import { Occupancy, type SavedOccupancy } from '../kernel/occupancy.ts'
import { Samples, type SavedSamples } from '../kernel/samples.ts'
import type { SimTime } from '../kernel/time.ts'
import { FATE, type Fate } from './codes.ts'

/**
 * How many items met which end in one lane, counted as it happens and not read off the buffer:
 * produced = consumed + overwritten + rejected + held + waiting.
 */
export interface Counts {
  produced: number
  consumed: number
  overwritten: number
  rejected: number
  /** In the buffer now. */
  held: number
  /** In the hand of a producer that waits for a free slot: 0 or 1. */
  waiting: number
  /** Went into the buffer, whatever became of them. */
  accepted: number
  /** Times that something was taken: a batch counts once. */
  flushes: number
  /** Of `consumed`: taken after an item with a higher number. */
  outOfOrder: number
  /** The most that were held at once. */
  peak: number
}

export interface SavedLedger {
  readonly counts: Counts
  readonly columns: readonly SavedColumn[]
  readonly times: SavedSamples
  readonly lastConsumed: number
  readonly occupancy: SavedOccupancy
}

/** The books of one lane: each item's end, and how long it was in the buffer. */
export class Ledger {
  readonly counts: Counts = {
    produced: 0,
    consumed: 0,
    overwritten: 0,
    rejected: 0,
    held: 0,
    waiting: 0,
    accepted: 0,
    flushes: 0,
    outOfOrder: 0,
    peak: 0,
  }
  /** Time in the buffer of every item consumed, in microseconds. */
  readonly times = new Samples()
  /** By item: when it was made, went into the buffer, and left it or was turned away. NaN: not, or not yet. */
  readonly madeAt = float64()
  readonly enteredAt = float64()
  readonly leftAt = float64()
  private readonly fates = uint8()
  /** Of the buffer: what Little's law is checked by. */
  readonly occupancy = new Occupancy()
  private lastConsumed = -1

  /** The producer has made the next item; returns its number. It is in the producer's hand. */
  make(now: SimTime): number {
    this.madeAt.push(now)
    this.enteredAt.push(Number.NaN)
    this.leftAt.push(Number.NaN)
    this.fates.push(FATE.waiting)
    this.counts.waiting += 1
    this.counts.produced += 1
    return this.counts.produced - 1
  }

  /** The item in hand goes into the buffer. */
  enter(item: number, now: SimTime): void {
    this.counts.waiting -= 1
    this.counts.accepted += 1
    this.enteredAt.set(item, now)
    this.fates.set(item, FATE.held)
    this.occupancy.enter(now)
    this.counts.held += 1
    this.counts.peak = Math.max(this.counts.peak, this.counts.held)
  }

  /** The item in hand is turned away. */
  reject(item: number, now: SimTime): void {
    this.counts.waiting -= 1
    this.counts.rejected += 1
    this.finish(item, FATE.rejected, now)
  }

  overwrite(item: number, now: SimTime): void {
    this.counts.overwritten += 1
    this.leave(item, FATE.overwritten, now)
  }

  consume(item: number, now: SimTime): void {
    this.counts.consumed += 1
    if (item < this.lastConsumed) this.counts.outOfOrder += 1
    this.lastConsumed = item
    this.times.add(now - this.enteredAt.get(item))
    this.leave(item, FATE.consumed, now)
  }

  fateOf(item: number): Fate {
    return this.fates.get(item) as Fate // only codes of FATE are ever written
  }

  save(): SavedLedger {
    return {
      counts: { ...this.counts },
      columns: saveColumns(this.columns()),
      times: this.times.save(),
      lastConsumed: this.lastConsumed,
      occupancy: this.occupancy.save(),
    }
  }

  restore(saved: SavedLedger): void {
    Object.assign(this.counts, saved.counts)
    restoreColumns(this.columns(), saved.columns)
    this.times.restore(saved.times)
    this.lastConsumed = saved.lastConsumed
    this.occupancy.restore(saved.occupancy)
  }

  private columns(): PagedColumn[] {
    return [this.madeAt, this.enteredAt, this.leftAt, this.fates]
  }

  private leave(item: number, fate: Fate, now: SimTime): void {
    this.occupancy.leave(this.enteredAt.get(item), now)
    this.counts.held -= 1
    this.finish(item, fate, now)
  }

  private finish(item: number, fate: Fate, now: SimTime): void {
    this.leftAt.set(item, now)
    this.fates.set(item, fate)
  }
}
