/** Further behind than this, time that was missed is given up. */
const MOST_BEHIND_MS = 2_000
/** A worker that is woken this much too late was held back by the browser, or the machine slept. */
const HELD_BACK_MS = 1_000

/**
 * Which tick is due by the clock of the machine. A run that cannot keep up falls behind by two seconds at most; what goes
 * beyond is given up, and counted.
 */
export class WallClock {
  /** Ms that were given up since the start. */
  slippedMs = 0
  /** The longest time for which nobody asked it. */
  heldBackMs = 0
  private readonly tickMs: number
  private zeroMs = 0
  private lastMs = 0

  constructor(tickMs: number) {
    this.tickMs = tickMs
  }

  /** `ticks` are done, and it is `nowMs`: from here on time counts. */
  start(nowMs: number, ticks: number): void {
    this.zeroMs = nowMs - ticks * this.tickMs
    this.lastMs = nowMs
  }

  /** The ticks that ought to be done by `nowMs`, when `ticks` are. */
  due(nowMs: number, ticks: number): number {
    const gap = nowMs - this.lastMs
    if (gap > HELD_BACK_MS) this.heldBackMs = Math.max(this.heldBackMs, gap)
    this.lastMs = nowMs
    const over = this.behindMs(nowMs, ticks) - MOST_BEHIND_MS
    if (over > 0) {
      this.slippedMs += over
      this.zeroMs += over
    }
    return Math.floor((nowMs - this.zeroMs) / this.tickMs)
  }

  /** How far the run is behind. */
  behindMs(nowMs: number, ticks: number): number {
    return Math.max(0, nowMs - this.zeroMs - (ticks + 1) * this.tickMs)
  }

  /** How long until the tick after `ticks` is due. */
  untilMs(nowMs: number, ticks: number): number {
    return Math.max(0, this.zeroMs + (ticks + 1) * this.tickMs - nowMs)
  }
}
