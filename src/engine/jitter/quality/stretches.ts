import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64, restoreColumns, saveColumns } from '../../kernel/typed-columns.ts'
import type { SimTime } from '../../kernel/time.ts'

/** A stretch of playing faster or slower than the sender's pace, in one go. */
export interface Stretch {
  readonly start: SimTime
  readonly end: SimTime
  /** By how much playing got later (above 0: slower) or earlier. */
  readonly shift: SimTime
}

export interface SavedStretches {
  readonly columns: readonly SavedColumn[]
  readonly total: SimTime
}

/** A rate within a thousandth of 1 is none that anybody hears: a clock that follows another's drift. */
const NOTICEABLE = 1 / 1_000

/** When a player plays at another rate than 1, to come nearer to the delay it wants. */
export class Stretches {
  private readonly starts = float64()
  private readonly ends = float64()
  private readonly shifts = float64()
  private whole: SimTime = 0

  get count(): number {
    return this.starts.length
  }

  /** The `index`-th stretch, in order of time. */
  get(index: number): Stretch {
    return { start: this.starts.get(index), end: this.ends.get(index), shift: this.shifts.get(index) }
  }

  /** From `now` on, what the sender meant to take `spacing` takes `shift` more, or less. */
  play(now: SimTime, spacing: SimTime, shift: SimTime): void {
    if (Math.abs(shift) <= spacing * NOTICEABLE) return
    const end = now + spacing + shift
    this.whole += end - now
    const last = this.count - 1
    const goesOn =
      last >= 0 && this.ends.get(last) === now && Math.sign(this.shifts.get(last)) === Math.sign(shift)
    if (goesOn) {
      this.ends.set(last, end)
      this.shifts.set(last, this.shifts.get(last) + shift)
      return
    }
    this.starts.push(now)
    this.ends.push(end)
    this.shifts.push(shift)
  }

  /** How long it has played at another rate, up to `now`. */
  timeUntil(now: SimTime): SimTime {
    const last = this.count - 1
    return last < 0 ? 0 : this.whole - Math.max(0, this.ends.get(last) - now)
  }

  save(): SavedStretches {
    return { columns: saveColumns(this.columns()), total: this.whole }
  }

  restore(saved: SavedStretches): void {
    restoreColumns(this.columns(), saved.columns)
    this.whole = saved.total
  }

  private columns(): PagedColumn[] {
    return [this.starts, this.ends, this.shifts]
  }
}
