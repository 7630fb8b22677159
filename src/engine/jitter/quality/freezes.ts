import type { SavedColumn } from '../../kernel/paged-column.ts'
import { float64 } from '../../kernel/typed-columns.ts'
import { MILLISECOND, type SimTime } from '../../kernel/time.ts'

/** A picture that stood still for too long: from a frame to the next one shown. */
export interface Freeze {
  readonly start: SimTime
  readonly end: SimTime
}

export interface SavedFreezes {
  readonly columns: readonly SavedColumn[]
  readonly intervals: Float64Array
  readonly seen: number
  readonly lastShown: SimTime
  readonly total: SimTime
}

const WINDOW = 30
const ENOUGH = 5
const INCREASE: SimTime = 150 * MILLISECOND

/** From this on, time between two frames is a freeze, where they usually are `average` apart. */
export const freezeThreshold = (average: SimTime): SimTime => Math.max(3 * average, average + INCREASE)

/**
 * Video freezes by the rule of W3C's WebRTC statistics (`freezeCount`, `totalFreezesDuration`): the time between two
 * frames shown is a freeze when it is at least three times the average of the last 30, and at least 150 ms more. As
 * in WebRTC (video_quality_observer2.cc) the time that is judged is among the 30, and nothing is judged before five.
 */
export class Freezes {
  private readonly starts = float64()
  private readonly ends = float64()
  /** The last times between two frames, in a ring. */
  private readonly intervals = new Float64Array(WINDOW)
  private seen = 0
  private lastShown: SimTime = -1
  private frozen: SimTime = 0

  get count(): number {
    return this.starts.length
  }

  /** The time of all freezes together. */
  get total(): SimTime {
    return this.frozen
  }

  /** The `index`-th freeze, in order of time. */
  get(index: number): Freeze {
    return { start: this.starts.get(index), end: this.ends.get(index) }
  }

  /** A frame is shown. */
  show(now: SimTime): void {
    const start = this.lastShown
    this.lastShown = now
    if (start < 0) return
    const interval = now - start
    this.intervals[this.seen % WINDOW] = interval
    this.seen += 1
    if (this.seen < ENOUGH || interval < freezeThreshold(this.average())) return
    this.starts.push(start)
    this.ends.push(now)
    this.frozen += interval
  }

  save(): SavedFreezes {
    const columns = [this.starts.save(), this.ends.save()]
    const { seen, lastShown, frozen: total } = this
    return { columns, intervals: this.intervals.slice(), seen, lastShown, total }
  }

  restore(saved: SavedFreezes): void {
    const [starts, ends] = saved.columns
    if (starts !== undefined) this.starts.restore(starts)
    if (ends !== undefined) this.ends.restore(ends)
    this.intervals.set(saved.intervals)
    this.seen = saved.seen
    this.lastShown = saved.lastShown
    this.frozen = saved.total
  }

  private average(): SimTime {
    const count = Math.min(this.seen, WINDOW)
    let sum = 0
    for (let i = 0; i < count; i++) sum += this.intervals[i] ?? 0
    return sum / count
  }
}
