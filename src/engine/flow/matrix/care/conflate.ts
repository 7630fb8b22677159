import type { SimTime } from '../../../kernel/time.ts'
import { Bounded } from '../../policies/bounded.ts'
import { ENTER, type Verdict } from '../../policies/policy.ts'
import { FATE, SIGNAL, STRATEGY } from '../../pressure/codes.ts'
import type { PressureSettings } from '../../pressure/settings.ts'
import type { Station } from '../../station/station.ts'

/**
 * Drop oldest, per key: of the messages of one key only the newest is worth serving. An older one that is still in the
 * queue when its turn comes is dropped, and takes no time.
 */
export class Conflate extends Bounded {
  /** By key: its newest message. */
  private readonly newest: Int32Array

  constructor(settings: PressureSettings) {
    super(settings)
    this.newest = new Int32Array(settings.keys).fill(-1)
  }

  override entered(station: Station, message: number): void {
    this.newest[station.messages.key.get(message)] = message
  }

  override take(station: Station, now: SimTime): number {
    let message = station.shift()
    while (message >= 0 && this.newest[station.messages.key.get(message)] !== message) {
      station.switchTo(STRATEGY.droppingOldest, SIGNAL.fill, this.fill(station), 0, now)
      station.lose(message, FATE.droppedOldest, now)
      message = station.shift()
    }
    return message
  }

  protected override whenFull(station: Station, _message: number, now: SimTime): Verdict {
    station.evict(FATE.droppedOldest, now)
    return ENTER
  }

  override save(): readonly number[] {
    return [this.due, ...this.newest]
  }

  override restore(saved: readonly number[]): void {
    super.restore(saved)
    this.newest.set(saved.slice(1))
  }
}
