import { SECOND, type SimTime } from './time.ts'
import type { RandomState, RandomStream } from './random.ts'

/** How often something happens, and how irregularly. */
export interface Pace {
  /** Times a second, on average; 0 for never. */
  readonly rate: number
  /** Standard deviation of the gaps in mean gaps: 0 is clockwork, 1 a Poisson process. */
  readonly unevenness: number
}

export interface SavedPacer {
  readonly stream: RandomState
  readonly pace: Pace
  readonly since: number
  readonly left: number
  readonly running: boolean
}

/**
 * A clock with uneven ticks. It counts in mean gaps, not in time, so that a new rate stretches or shrinks what is
 * left of the gap that is on, and a clock that stood still goes on where it stopped.
 */
export class Pacer {
  private readonly stream: RandomStream
  private pace: Pace
  /** The moment `left` counts from; not rounded, so that a clockwork does not drift. */
  private since = 0
  /** Mean gaps until the next tick. */
  private left: number
  private running = true

  /** The first tick comes at time 0, or after one gap. */
  constructor(stream: RandomStream, pace: Pace, first: 'at-once' | 'after-a-gap') {
    this.stream = stream
    this.pace = pace
    this.left = first === 'at-once' ? 0 : this.drawGap()
  }

  /** When it ticks next; null while it stands still. */
  get due(): SimTime | null {
    return this.ticks ? Math.round(this.exactDue) : null
  }

  /** The tick that was due has happened: the next gap begins. */
  next(): void {
    this.since = this.exactDue
    this.left = this.drawGap()
  }

  /** Another pace from `now` on. The unevenness counts from the next gap. */
  change(pace: Pace, now: SimTime): void {
    if (pace.rate !== this.pace.rate) this.countUpTo(now)
    this.pace = pace
  }

  stop(now: SimTime): void {
    this.countUpTo(now)
    this.running = false
  }

  goOn(now: SimTime): void {
    this.countUpTo(now)
    this.running = true
  }

  save(): SavedPacer {
    const { pace, since, left, running } = this
    return { stream: this.stream.save(), pace, since, left, running }
  }

  restore(saved: SavedPacer): void {
    this.stream.restore(saved.stream)
    this.pace = saved.pace
    this.since = saved.since
    this.left = saved.left
    this.running = saved.running
  }

  private get ticks(): boolean {
    return this.running && this.pace.rate > 0
  }

  private get exactDue(): number {
    return this.since + (this.left * SECOND) / this.pace.rate
  }

  private countUpTo(now: SimTime): void {
    if (this.ticks) this.left = Math.max(0, this.left - ((now - this.since) * this.pace.rate) / SECOND)
    this.since = now
  }

  /** A constant part and an exponential one: mean 1, standard deviation `unevenness`. Always takes one draw. */
  private drawGap(): number {
    const { unevenness } = this.pace
    return 1 - unevenness + unevenness * this.stream.exponential()
  }
}
