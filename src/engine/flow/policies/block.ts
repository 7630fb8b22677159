import type { SimTime } from '../../kernel/time.ts'
import { SIGNAL, STRATEGY } from '../pressure/codes.ts'
import type { Station } from '../station/station.ts'
import { Bounded } from './bounded.ts'
import { ENTER, WAIT, type PolicyAbout, type Verdict } from './policy.ts'

/** A full queue makes its producer wait. What the producer does meanwhile is not this queue's affair: it piles up there. */
class Block extends Bounded {
  override offer(station: Station, _message: number, now: SimTime): Verdict {
    if (station.waiting === 0 && this.admits(station)) return ENTER
    station.switchTo(STRATEGY.blocking, SIGNAL.fill, this.fill(station), 1, now)
    return WAIT
  }

  override admits(station: Station): boolean {
    return station.level < this.limit
  }

  override entered(station: Station, _message: number, now: SimTime): void {
    if (station.waiting === 0 && station.strategy === STRATEGY.blocking)
      station.switchTo(STRATEGY.normal, SIGNAL.fill, this.fill(station), 1, now)
  }
}

export const block: PolicyAbout = {
  name: 'Block',
  origin: 'production',
  sentence:
    'A full queue makes the producer wait: backpressure. Nothing is lost here; what cannot be sent piles up at the producer.',
  create: (settings) => new Block(settings),
}
