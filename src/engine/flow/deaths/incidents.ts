import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64, restoreColumns, saveColumns, uint8 } from '../../kernel/typed-columns.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { Incident } from './codes.ts'

/** One thing that happened to a store, and to how many messages. */
export interface Happened {
  readonly time: SimTime
  readonly kind: Incident
  readonly count: number
}

export interface SavedIncidents {
  readonly columns: readonly SavedColumn[]
  readonly totals: readonly number[]
}

/** A store that dies at every tick must not fill the memory: beyond these, incidents are counted and not listed. */
const MOST_LISTED = 10_000
const KINDS = 6

/** What happened to one store, oldest first, and how often each thing did. */
export class Incidents {
  private readonly time = float64()
  private readonly kind = uint8()
  private readonly count = float64()
  private totals: number[] = Array.from<number>({ length: KINDS }).fill(0)

  /** How many are listed. */
  get length(): number {
    return this.time.length
  }

  /** How many there were of a kind, those that are not listed too. */
  total(kind: Incident): number {
    return this.totals[kind] ?? 0
  }

  row(index: number): Happened {
    return {
      time: this.time.get(index),
      kind: this.kind.get(index) as Incident, // only `add` writes the column
      count: this.count.get(index),
    }
  }

  /** The first one of a kind that is listed; null where there is none. */
  first(kind: Incident): Happened | null {
    if (this.total(kind) === 0) return null
    for (let row = 0; row < this.length; row++) if (this.kind.get(row) === kind) return this.row(row)
    return null
  }

  /** The rows from `from` to `to`, both included. */
  rowsIn(from: SimTime, to: SimTime): { readonly first: number; readonly end: number } {
    const first = this.time.lowerBound(from)
    return { first, end: Math.max(first, this.time.lowerBound(to + 1)) }
  }

  add(time: SimTime, kind: Incident, count: number): void {
    this.totals[kind] = this.total(kind) + 1
    if (this.length >= MOST_LISTED) return
    this.time.push(time)
    this.kind.push(kind)
    this.count.push(count)
  }

  save(): SavedIncidents {
    return { columns: saveColumns(this.columns()), totals: this.totals.slice() }
  }

  restore(saved: SavedIncidents): void {
    restoreColumns(this.columns(), saved.columns)
    this.totals = saved.totals.slice()
  }

  private columns(): PagedColumn[] {
    return [this.time, this.kind, this.count]
  }
}
