import type { SimTime } from '../../kernel/time.ts'
import { FATE, SIGNAL, STRATEGY } from '../pressure/codes.ts'
import type { PressureSettings } from '../pressure/settings.ts'
import type { Station } from '../station/station.ts'
import { Bounded } from './bounded.ts'
import { ENTER, type Verdict } from './policy.ts'
import { isHeads, ONE_HALF } from './sample-half.ts'

export type Adaption = typeof STRATEGY.normal | typeof STRATEGY.sampling | typeof STRATEGY.droppingOldest

/** Normal, keep one half, drop the oldest: which of them, a subclass decides anew for every message. */
export abstract class Adaptive extends Bounded {
  private readonly seed: number

  constructor(settings: PressureSettings, seed: number) {
    super(settings)
    this.seed = seed
  }

  /** The strategy at this fill (0 to 1) coming from `current`, and the threshold that decided it. */
  protected abstract choose(fill: number, current: Adaption): Adaption
  protected abstract thresholdOf(next: Adaption, current: Adaption): number

  override offer(station: Station, message: number, now: SimTime): Verdict {
    const fill = this.fill(station)
    const current = station.strategy as Adaption // no other is ever switched to below
    const strategy = this.choose(fill, current)
    if (strategy !== current)
      station.switchTo(strategy, SIGNAL.fill, fill, this.thresholdOf(strategy, current), now)
    switch (strategy) {
      case STRATEGY.normal:
        return super.offer(station, message, now)
      case STRATEGY.sampling:
        if (!isHeads(this.seed, station.itemOf(message))) return FATE.sampledOut
        station.noteKept(message, ONE_HALF)
        return super.offer(station, message, now)
      case STRATEGY.droppingOldest:
        // Even while there is a free slot: this is how the whiteboard has it.
        station.evict(FATE.droppedOldest, now)
        return ENTER
    }
  }
}
