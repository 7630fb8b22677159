import type { PagedColumn, SavedColumn } from '../kernel/paged-column.ts'
import { float64, int32, restoreColumns, saveColumns } from '../kernel/typed-columns.ts'
import type { SimTime } from '../kernel/time.ts'

export interface SavedBufferSeries {
  readonly columns: readonly SavedColumn[]
  readonly changes: number
}

/** A receiver's buffer over time, and what its policy aims at: a row at each change of either. */
export class BufferSeries {
  readonly time = float64()
  /** In packets. */
  readonly depth = int32()
  /** In microseconds. */
  readonly target = int32()
  private changes = 0

  /** How often the target has changed. */
  get targetChanges(): number {
    return this.changes
  }

  note(now: SimTime, depth: number, target: SimTime): void {
    const last = this.time.length - 1
    if (last >= 0 && this.depth.get(last) === depth && this.target.get(last) === target) return
    if (last >= 0 && this.time.get(last) === now) {
      this.changes += this.isChange(last - 1, target) - this.isChange(last - 1, this.target.get(last))
      this.depth.set(last, depth)
      this.target.set(last, target)
      return
    }
    this.changes += this.isChange(last, target)
    this.time.push(now)
    this.depth.push(depth)
    this.target.push(target)
  }

  save(): SavedBufferSeries {
    return { columns: saveColumns(this.columns), changes: this.changes }
  }

  restore(saved: SavedBufferSeries): void {
    restoreColumns(this.columns, saved.columns)
    this.changes = saved.changes
  }

  private get columns(): readonly PagedColumn[] {
    return [this.time, this.depth, this.target]
  }

  /** 1 where `target` differs from the one in `row`, else 0. */
  private isChange(row: number, target: SimTime): number {
    return row >= 0 && this.target.get(row) !== target ? 1 : 0
  }
}
