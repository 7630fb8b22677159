import type { SavedColumn } from '../kernel/paged-column.ts'
import { float64 } from '../kernel/typed-columns.ts'
import type { SimTime } from '../kernel/time.ts'

export interface SavedWaits {
  readonly columns: readonly SavedColumn[]
  readonly total: SimTime
  readonly since: SimTime | null
}

/** When a stage stood still for want of room, and how long in all. */
export class WaitLog {
  readonly start = float64()
  readonly end = float64()
  private total: SimTime = 0
  private since: SimTime | null = null

  get isWaiting(): boolean {
    return this.since !== null
  }

  /** The time waited up to `now`, the wait that is on included. */
  upTo(now: SimTime): SimTime {
    return this.total + (this.since === null ? 0 : now - this.since)
  }

  /** It waits from now on, or no longer. Waits of no length are none. */
  set(waits: boolean, now: SimTime): void {
    if (waits) {
      this.since ??= now
      return
    }
    if (this.since !== null && now > this.since) {
      this.start.push(this.since)
      this.end.push(now)
      this.total += now - this.since
    }
    this.since = null
  }

  /** Each wait up to `now`, the one that is on included, as [start, end]. */
  get(index: number, now: SimTime): readonly [start: SimTime, end: SimTime] {
    return index < this.start.length ? [this.start.get(index), this.end.get(index)] : [this.since ?? now, now]
  }

  /** How many waits there were up to `now`. */
  countAt(now: SimTime): number {
    return this.start.length + (this.since !== null && now > this.since ? 1 : 0)
  }

  save(): SavedWaits {
    return { columns: [this.start.save(), this.end.save()], total: this.total, since: this.since }
  }

  restore({ columns: [start, end], total, since }: SavedWaits): void {
    if (start !== undefined) this.start.restore(start)
    if (end !== undefined) this.end.restore(end)
    this.total = total
    this.since = since
  }
}
