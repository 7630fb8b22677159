import type { SimTime } from '../../../kernel/time.ts'
import { Bounded } from '../../policies/bounded.ts'
import { ENTER, type Verdict } from '../../policies/policy.ts'
import { FATE, SIGNAL, STRATEGY } from '../../pressure/codes.ts'
import type { Station } from '../../station/station.ts'
import { groupOf, isReference } from '../cases.ts'

/** Above this fill, pictures that no other refers to are left out. */
const THIN = 0.5

/** Once a group of pictures has lost one that others refer to, the rest of it is worthless: it is left out as well. */
abstract class DropPictures extends Bounded {
  protected broken = -1

  override offer(station: Station, message: number, now: SimTime): Verdict {
    if (groupOf(message) === this.broken) return FATE.droppedNewest
    return super.offer(station, message, now)
  }

  override save(): readonly number[] {
    return [this.due, this.broken]
  }

  override restore(saved: readonly number[]): void {
    super.restore(saved)
    this.broken = saved[1] ?? -1
  }
}

/** A queue that fills leaves out what nobody refers to; a full one gives up the group that is coming in. */
export class DropNewestPictures extends DropPictures {
  override offer(station: Station, message: number, now: SimTime): Verdict {
    if (!isReference(message) && this.fill(station) >= THIN) return this.leaveOut(station, now)
    return super.offer(station, message, now)
  }

  protected override whenFull(station: Station, message: number, now: SimTime): Verdict {
    this.broken = groupOf(message)
    return this.leaveOut(station, now)
  }

  private leaveOut(station: Station, now: SimTime): Verdict {
    station.switchTo(STRATEGY.droppingNewest, SIGNAL.fill, this.fill(station), THIN, now)
    return FATE.droppedNewest
  }
}

/** A full queue gives up its oldest group, down to the next picture that stands alone. */
export class DropOldestPictures extends DropPictures {
  protected override whenFull(station: Station, message: number, now: SimTime): Verdict {
    station.switchTo(STRATEGY.droppingOldest, SIGNAL.fill, 1, 1, now)
    const first = station.oldest
    station.evict(FATE.droppedOldest, now)
    if (!isReference(first)) return ENTER
    this.broken = groupOf(first)
    while (station.level > 0 && groupOf(station.oldest) === this.broken)
      station.evict(FATE.droppedOldest, now)
    return groupOf(message) === this.broken ? FATE.droppedNewest : ENTER
  }
}
