import type { SimTime } from '../../kernel/time.ts'
import { FATE } from '../pressure/codes.ts'
import type { Station } from '../station/station.ts'
import { GROUP, isReference } from './cases.ts'

/**
 * How many pictures of a live video could be shown. A picture that refers to a lost one cannot, whether it arrived or not;
 * one that no other refers to needs only the last reference before it. Reads the station's books as far as they are
 * settled, and goes on from there.
 */
export class Pictures {
  settled = 0
  shown = 0
  private next = 0
  private isBroken = false
  private readonly station: Station

  constructor(station: Station) {
    this.station = station
  }

  /** Counts what was settled since. */
  bringUpToDate(): void {
    const { fate } = this.station.ledger
    while (this.next < fate.length) {
      const end = fate.get(this.next)
      if (end === FATE.waiting || end === FATE.held) return
      const hasArrived = end === FATE.served
      if (this.next % GROUP === 0) this.isBroken = false
      if (hasArrived && !this.isBroken) this.shown += 1
      if (!hasArrived && isReference(this.next)) this.isBroken = true
      this.settled += 1
      this.next += 1
    }
  }

  /** After the station went back in time. */
  forget(): void {
    this.settled = 0
    this.shown = 0
    this.next = 0
    this.isBroken = false
  }
}

/** The longest time in which a key that has messages had none served, so far. */
export class Silence {
  private readonly last: Float64Array
  private longest = 0
  private next = 0
  private readonly station: Station

  constructor(station: Station, keys: number) {
    this.station = station
    this.last = new Float64Array(keys)
  }

  /** In microseconds, silences that last counted in; `now` is the present moment. */
  longestUntil(now: SimTime): SimTime {
    const { order, fate, endedAt } = this.station.ledger
    for (; this.next < order.length; this.next++) {
      const message = order.get(this.next)
      if (fate.get(message) !== FATE.served) continue
      const key = this.station.messages.key.get(message)
      const time = endedAt.get(message)
      this.longest = Math.max(this.longest, time - (this.last[key] ?? 0))
      this.last[key] = time
    }
    return this.last.reduce((most, time) => Math.max(most, now - time), this.longest)
  }

  /** After the station went back in time. */
  forget(): void {
    this.last.fill(0)
    this.longest = 0
    this.next = 0
  }
}
