import type { SimTime } from './time.ts'

export interface SavedOccupancy {
  readonly inside: number
  readonly area: number
  readonly since: SimTime
  readonly sojourns: number
}

/**
 * Both sides of Little's law for one buffer, each counted for itself: how many were in it over time (L), and how long
 * each of those that left had been in it (W).
 */
export class Occupancy {
  private inside = 0
  private area = 0
  private since: SimTime = 0
  private sojourns = 0

  enter(now: SimTime): void {
    this.change(1, now)
  }

  /** One that came in at `entered` leaves. */
  leave(entered: SimTime, now: SimTime): void {
    this.change(-1, now)
    this.sojourns += now - entered
  }

  /** The integral of how many are inside over time up to `now`, in microseconds: L times the time. */
  integral(now: SimTime): number {
    return this.area + this.inside * (now - this.since)
  }

  /** The sum of the times inside of all that have left, in microseconds: W times their number. */
  get sojournSum(): number {
    return this.sojourns
  }

  save(): SavedOccupancy {
    const { inside, area, since, sojourns } = this
    return { inside, area, since, sojourns }
  }

  restore({ inside, area, since, sojourns }: SavedOccupancy): void {
    this.inside = inside
    this.area = area
    this.since = since
    this.sojourns = sojourns
  }

  private change(by: number, now: SimTime): void {
    this.area = this.integral(now)
    this.since = now
    this.inside += by
  }
}
