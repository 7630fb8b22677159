import type { SimTime } from '../../kernel/time.ts'
import { FATE, SIGNAL, STRATEGY } from '../pressure/codes.ts'
import type { Station } from '../station/station.ts'
import { ENTER, Policy, ROOM_AGAIN, type Verdict } from './policy.ts'

/** A queue with a capacity. What comes while it is full is turned away, unless a policy does better. */
export class Bounded extends Policy {
  override get limit(): number {
    return this.settings.capacity
  }

  override offer(station: Station, message: number, now: SimTime): Verdict {
    if (station.level < this.limit) return ENTER
    return this.whenFull(station, message, now)
  }

  protected whenFull(_station: Station, _message: number, _now: SimTime): Verdict {
    return FATE.droppedNewest
  }

  /** How full the queue is, 0 to 1. */
  protected fill(station: Station): number {
    return station.level / this.limit
  }
}

/** A bounded queue whose bands show when it was full: from a first loss until half of it is free again. */
export class Dropping extends Bounded {
  protected readonly strategy: typeof STRATEGY.droppingNewest | typeof STRATEGY.droppingOldest =
    STRATEGY.droppingNewest

  protected override whenFull(station: Station, _message: number, now: SimTime): Verdict {
    station.switchTo(this.strategy, SIGNAL.fill, 1, 1, now)
    return FATE.droppedNewest
  }

  override served(station: Station, now: SimTime): void {
    if (station.strategy !== this.strategy) return
    const fill = this.fill(station)
    if (fill < ROOM_AGAIN) station.switchTo(STRATEGY.normal, SIGNAL.fill, fill, ROOM_AGAIN, now)
  }
}
