import { ScaleOut } from '../../policies/scale-out.ts'
import { WAIT, type Verdict } from '../../policies/policy.ts'
import type { Station } from '../../station/station.ts'

/** Scaling out takes time; until it helps, whoever finds the queue full waits instead of being turned away. */
export class ScaleAndWait extends ScaleOut {
  override offer(station: Station, message: number, now: number): Verdict {
    return station.waiting === 0 ? super.offer(station, message, now) : WAIT
  }

  override admits(station: Station): boolean {
    return station.level < this.limit
  }

  protected override whenFull(): Verdict {
    return WAIT
  }
}
