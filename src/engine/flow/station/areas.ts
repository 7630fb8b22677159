import type { SimTime } from '../../kernel/time.ts'
import { STRATEGY, type Strategy } from '../pressure/codes.ts'
import { TOTAL, type History } from './history.ts'

/**
 * The integrals over time of a station: how full it was, how busy, in which strategy. The level changes with every
 * message and is summed up each time; what changes seldom only when it does.
 */
export class Areas {
  /** As they have been since `since`. */
  busy = 0
  paid: number
  strategy: Strategy = STRATEGY.normal
  private readonly history: History
  private last: SimTime = 0
  private since: SimTime = 0
  private boundary: SimTime

  constructor(history: History, paid: number) {
    this.history = history
    this.paid = paid
    this.boundary = history.width
  }

  /** Sums up to `now`, with the level and the number of those waiting as they have been since the last time. */
  accrue(now: SimTime, level: number, waiting: number): void {
    if (now >= this.boundary) this.passBoundaries(now, level, waiting)
    if (now > this.last) this.addLevel(this.history.totals, now - this.last, level, waiting)
    this.last = now
  }

  /** Sums up what changes seldom, too. `accrue` has been called for `now`. */
  sumUp(now: SimTime): void {
    this.addSteady(this.history.totals, now - this.since)
    this.since = now
  }

  /** From `now` on these hold. `accrue` has been called for `now`. */
  change(now: SimTime, busy: number, paid: number, strategy: Strategy): void {
    this.sumUp(now)
    this.busy = busy
    this.paid = paid
    this.strategy = strategy
  }

  /** The totals as they stand at `now`, without changing anything. */
  totalsAt(now: SimTime, level: number, waiting: number): Float64Array {
    const totals = this.history.totals.slice()
    this.addLevel(totals, now - this.last, level, waiting)
    this.addSteady(totals, now - this.since)
    return totals
  }

  save(): readonly number[] {
    const { busy, paid, strategy, last, since, boundary } = this
    return [busy, paid, strategy, last, since, boundary]
  }

  restore(saved: readonly number[]): void {
    const [busy = 0, paid = 0, strategy = 0, last = 0, since = 0, boundary = 0] = saved
    Object.assign(this, { busy, paid, strategy, last, since, boundary })
  }

  private passBoundaries(now: SimTime, level: number, waiting: number): void {
    const { boundaries, totals, width } = this.history
    while (now >= this.boundary) {
      this.addLevel(totals, this.boundary - this.last, level, waiting)
      this.last = this.boundary
      this.addSteady(totals, this.boundary - this.since)
      this.since = this.boundary
      boundaries.forEach((column, total) => column.push(totals[total] ?? 0))
      this.boundary += width
    }
  }

  private addLevel(totals: Float64Array, time: SimTime, level: number, waiting: number): void {
    totals[TOTAL.level] = (totals[TOTAL.level] ?? 0) + level * time
    if (waiting === 0) return
    totals[TOTAL.waiting] = (totals[TOTAL.waiting] ?? 0) + waiting * time
    totals[TOTAL.stalled] = (totals[TOTAL.stalled] ?? 0) + time
  }

  private addSteady(totals: Float64Array, time: SimTime): void {
    totals[TOTAL.busy] = (totals[TOTAL.busy] ?? 0) + this.busy * time
    totals[TOTAL.paid] = (totals[TOTAL.paid] ?? 0) + this.paid * time
    const strategy = TOTAL.strategy + this.strategy
    totals[strategy] = (totals[strategy] ?? 0) + time
  }
}
