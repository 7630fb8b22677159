import { PagedColumn, type SavedColumn } from '../kernel/paged-column.ts'
import type { SimTime } from '../kernel/time.ts'

export interface SavedBufferSeries {
  readonly columns: readonly SavedColumn[]
  readonly changes: number
}

/** A receiver's buffer over time, and what its policy aims at: a row at each change of either. */
export class BufferSeries {
  readonly time = new PagedColumn((n) => new Float64Array(n))
  /** In packets. */
  readonly depth = new PagedColumn((n) => new Int32Array(n))
  /** In microseconds. */
  readonly target = new PagedColumn((n) => new Int32Array(n))
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
    return { columns: this.columns.map((column) => column.save()), changes: this.changes }
  }

  restore(saved: SavedBufferSeries): void {
    this.columns.forEach((column, i) => {
      const old = saved.columns[i]
      if (old !== undefined) column.restore(old)
    })
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
