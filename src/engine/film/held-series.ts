import type { PagedColumn, SavedColumn } from '../kernel/paged-column.ts'
import type { SimTime } from '../kernel/time.ts'
import { float64, restoreColumns, saveColumns, uint8 } from '../kernel/typed-columns.ts'

/** How much film was held at `time`, and whether it ran down from there. */
export interface HeldRow {
  readonly time: SimTime
  readonly level: SimTime
  readonly runs: boolean
}

/** How much film a player holds over time: a row each time it does not just run down as it is shown. */
export class HeldSeries {
  private readonly time = float64()
  private readonly level = float64()
  private readonly runs = uint8()

  get(row: number): HeldRow {
    return { time: this.time.get(row), level: this.level.get(row), runs: this.runs.get(row) === 1 }
  }

  /** The first row that is not before `time`; how many there are when all are. */
  rowFrom(time: SimTime): number {
    return this.time.lowerBound(time)
  }

  /** `level` is held now, and runs down from here or stands; nothing is written where the row before says so. */
  note(now: SimTime, level: SimTime, runs: boolean): void {
    const last = this.time.length - 1
    if (last >= 0) {
      const before = this.get(last)
      if (before.runs === runs && heldAt(before, now) === level) return
      if (before.time === now) {
        this.level.set(last, level)
        this.runs.set(last, Number(runs))
        return
      }
    }
    this.time.push(now)
    this.level.push(level)
    this.runs.push(Number(runs))
  }

  save(): readonly SavedColumn[] {
    return saveColumns(this.columns())
  }

  restore(saved: readonly SavedColumn[]): void {
    restoreColumns(this.columns(), saved)
  }

  private columns(): PagedColumn[] {
    return [this.time, this.level, this.runs]
  }
}

/** What is held at `now`, which is not after the next row. */
export const heldAt = ({ time, level, runs }: HeldRow, now: SimTime): SimTime =>
  runs ? level - (now - time) : level
