import type { Span } from '../kernel/engine.ts'
import type { SavedColumn } from '../kernel/paged-column.ts'
import { float64 } from '../kernel/typed-columns.ts'
import type { SimTime } from '../kernel/time.ts'

/** A stretch of time. `end` is NaN while it lasts. */
export interface Stretch {
  readonly start: SimTime
  readonly end: SimTime
}

/** Stretches of time in which something was so, one after the other: freezes of a call, stalls of a film. */
export class Stretches {
  private readonly starts = float64()
  private readonly ends = float64()
  /** How long all that have ended lasted. */
  private ended = 0

  get count(): number {
    return this.starts.length
  }

  get isOpen(): boolean {
    const last = this.ends.length - 1
    return last >= 0 && Number.isNaN(this.ends.get(last))
  }

  begin(now: SimTime): void {
    if (this.isOpen) return
    this.starts.push(now)
    this.ends.push(Number.NaN)
  }

  end(now: SimTime): void {
    if (!this.isOpen) return
    const last = this.ends.length - 1
    this.ends.set(last, now)
    this.ended += now - this.starts.get(last)
  }

  get(index: number): Stretch {
    return { start: this.starts.get(index), end: this.ends.get(index) }
  }

  /** How long they lasted in all up to `now`, the one that is on included. */
  total(now: SimTime): SimTime {
    return this.ended + (this.isOpen ? now - this.starts.get(this.starts.length - 1) : 0)
  }

  /** How long those lasted that had begun by `time`, up to then: for a time in the past. */
  totalBy(time: SimTime): SimTime {
    let sum = 0
    for (let i = 0; i < this.count && this.starts.get(i) < time; i++) {
      const end = this.ends.get(i)
      sum += (Number.isNaN(end) ? time : Math.min(end, time)) - this.starts.get(i)
    }
    return sum
  }

  /** The newest that touch the span, at most `most` of them, oldest first. */
  within(span: Span, most: number): Stretch[] {
    const found: Stretch[] = []
    for (let i = this.count - 1; i >= 0 && found.length < most; i--) {
      const stretch = this.get(i)
      if (stretch.end < span.from) break
      if (stretch.start <= span.to) found.push(stretch)
    }
    return found.reverse()
  }

  save(): SavedStretches {
    return { starts: this.starts.save(), ends: this.ends.save(), ended: this.ended }
  }

  restore(saved: SavedStretches): void {
    this.starts.restore(saved.starts)
    this.ends.restore(saved.ends)
    this.ended = saved.ended
  }
}

export interface SavedStretches {
  readonly starts: SavedColumn
  readonly ends: SavedColumn
  readonly ended: SimTime
}
