import { SECOND, MILLISECOND, type SimTime } from '../../kernel/time.ts'
import { TOTAL } from '../station/history.ts'
import type { Station } from '../station/station.ts'

/** How often rates are measured, and how much a new measurement counts beside the old ones. */
export const METER_PERIOD: SimTime = 250 * MILLISECOND
const WEIGHT = 0.3

/** Messages a second, as a queue measures them itself: offered, taken in, and what its workers could serve. */
export class RateMeter {
  offered = Number.NaN
  accepted = Number.NaN
  capable = Number.NaN
  private before: readonly number[] = [0, 0, 0, 0, 0]

  /** A period is over: counts it in. */
  measure(station: Station, now: SimTime): void {
    const { totals } = station.history
    const [time = 0, offered = 0, accepted = 0, served = 0, busy = 0] = this.before
    this.before = [
      now,
      ...[TOTAL.offered, TOTAL.accepted, TOTAL.served, TOTAL.busy].map((i) => totals[i] ?? 0),
    ]
    const [, nowOffered = 0, nowAccepted = 0, nowServed = 0, nowBusy = 0] = this.before
    const seconds = (now - time) / SECOND
    if (seconds <= 0) return
    this.offered = blend(this.offered, (nowOffered - offered) / seconds)
    this.accepted = blend(this.accepted, (nowAccepted - accepted) / seconds)
    // Workers that were hardly busy say little about how fast they are.
    const busySeconds = (nowBusy - busy) / SECOND
    if (busySeconds > 0.1 * seconds)
      this.capable = blend(this.capable, ((nowServed - served) / busySeconds) * station.workers.size)
  }

  save(): number[] {
    return [this.offered, this.accepted, this.capable, ...this.before]
  }

  restore(saved: readonly number[]): void {
    const [offered = Number.NaN, accepted = Number.NaN, capable = Number.NaN] = saved
    Object.assign(this, { offered, accepted, capable })
    this.before = saved.slice(3)
  }
}

const blend = (old: number, fresh: number): number =>
  Number.isNaN(old) ? fresh : old + WEIGHT * (fresh - old)
