import { SECOND, type SimTime } from '../engine/kernel/time.ts'
import type { LabShown } from './messages.ts'

const MICROSECONDS = SECOND / 1_000

/**
 * A lab in a window that is out of sight stands still: browsers draw nothing there. For those who follow, it plays on:
 * this tells where it would be by now, and where it must go once it is back in sight.
 */
export class Away {
  private left: { readonly of: object; readonly time: SimTime; readonly wall: number } | null = null

  /** Where the lab `of`, which stands as `shown` and goes on to `extent` at most, would be at `wall` (milliseconds). */
  moment(of: object, shown: LabShown, extent: SimTime, wall: number): SimTime {
    if (!shown.playing) this.left = null
    // Another lab, or the same one sent elsewhere meanwhile: it plays from there.
    else if (this.left?.of !== of || this.left.time !== shown.time) this.left = { of, time: shown.time, wall }
    if (this.left === null) return shown.time
    const passed = Math.max(0, wall - this.left.wall) * MICROSECONDS * shown.speed
    return Math.round(Math.min(this.left.time + passed, Math.max(extent, shown.time)))
  }

  back(): void {
    this.left = null
  }
}
