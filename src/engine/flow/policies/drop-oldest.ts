import type { SimTime } from '../../kernel/time.ts'
import { FATE, STRATEGY } from '../pressure/codes.ts'
import type { Station } from '../station/station.ts'
import { Dropping } from './bounded.ts'
import { ENTER, type PolicyAbout, type Verdict } from './policy.ts'

class DropOldest extends Dropping {
  protected override readonly strategy = STRATEGY.droppingOldest

  protected override whenFull(station: Station, message: number, now: SimTime): Verdict {
    super.whenFull(station, message, now)
    station.evict(FATE.droppedOldest, now)
    return ENTER
  }
}

export const dropOldest: PolicyAbout = {
  name: 'Drop oldest',
  origin: 'production',
  sentence:
    'A full queue gives up its oldest message for the new one: what is served is as fresh as a full queue can be.',
  create: (settings) => new DropOldest(settings),
}
