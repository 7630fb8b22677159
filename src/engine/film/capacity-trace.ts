import type { PagedColumn, SavedColumn } from '../kernel/paged-column.ts'
import { float64, restoreColumns, saveColumns } from '../kernel/typed-columns.ts'
import type { SimTime } from '../kernel/time.ts'

/**
 * What a link carries is counted in thousandths of a bit: kbit/s times microseconds, so every count is a whole number
 * and exact.
 */
export type Work = number

/** The work a byte is. */
export const WORK_A_BYTE: Work = 8_000

export interface SavedTrace {
  readonly columns: readonly SavedColumn[]
}

/** The capacity of the link over time, up to now, and with it how much it could have carried by any moment. */
export class CapacityTrace {
  /** A row a change: from when on, how much in kbit/s, and the work the link could have done before. */
  readonly time = float64()
  readonly kbps = float64()
  private readonly before = float64()

  /** The link carries `kbps` from `now` on. */
  set(now: SimTime, kbps: number): void {
    const last = this.time.length - 1
    if (last >= 0 && this.kbps.get(last) === kbps) return
    if (last >= 0 && this.time.get(last) === now) return this.kbps.set(last, kbps)
    const work = last < 0 ? 0 : this.workBy(now)
    this.time.push(now)
    this.kbps.push(kbps)
    this.before.push(work)
  }

  /** The capacity now, in kbit/s. */
  get current(): number {
    return this.kbps.get(this.kbps.length - 1)
  }

  /** The most the link can have carried from 0 until `time`. */
  workBy(time: SimTime): Work {
    if (time <= 0) return 0
    const last = this.time.length - 1
    const row = time >= this.time.get(last) ? last : this.rowAt(time)
    return this.before.get(row) + this.kbps.get(row) * (time - this.time.get(row))
  }

  /** When the link will have carried `work`, should its capacity stay as it is; null for never. */
  whenDone(work: Work): SimTime | null {
    const last = this.time.length - 1
    const left = work - this.before.get(last)
    if (left <= 0) return this.time.get(last)
    const kbps = this.kbps.get(last)
    return kbps === 0 ? null : this.time.get(last) + Math.ceil(left / kbps)
  }

  /** The row that holds at `time`, which is 0 or later. */
  rowAt(time: SimTime): number {
    const row = this.time.lowerBound(time)
    return row < this.time.length && this.time.get(row) === time ? row : row - 1
  }

  save(): SavedTrace {
    return { columns: saveColumns(this.columns()) }
  }

  restore({ columns }: SavedTrace): void {
    restoreColumns(this.columns(), columns)
  }

  private columns(): PagedColumn[] {
    return [this.time, this.kbps, this.before]
  }
}
