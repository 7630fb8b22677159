import type { SimTime } from '../../kernel/time.ts'
import type { Happened } from './codes.ts'

/** A line of the event log. */
export interface JournalRow {
  readonly time: SimTime
  readonly kind: Happened
  /** Which broker it happened to; 0 for the controller, below for the clients. */
  readonly node: number
  readonly text: string
  /** How often it happened in a row, up to `last`. */
  readonly times: number
  readonly last: SimTime
}

export interface SavedJournal {
  readonly rows: readonly JournalRow[]
  readonly forgotten: number
}

/** The log keeps this many lines; the oldest go first, and are counted. */
const MAX_ROWS = 1_200
const TRIM = 200

/** A lane's event log: what happened, when, in Kafka's words. The same thing again and again is one line. */
export class Journal {
  private list: JournalRow[] = []
  private gone = 0

  get rows(): readonly JournalRow[] {
    return this.list
  }

  /** How many lines are no longer kept. */
  get forgotten(): number {
    return this.gone
  }

  add(time: SimTime, kind: Happened, node: number, text: string): void {
    const recent = this.list.findLastIndex((row) => row.kind === kind && row.node === node)
    const last = this.list[recent]
    // Errors and retries come in showers, of several partitions in turn.
    if (last !== undefined && recent >= this.list.length - 3 && last.text === text) {
      this.list[recent] = { ...last, times: last.times + 1, last: time }
      return
    }
    this.list.push({ time, kind, node, text, times: 1, last: time })
    if (this.list.length > MAX_ROWS) {
      this.list.splice(0, TRIM)
      this.gone += TRIM
    }
  }

  save(): SavedJournal {
    return { rows: this.list.slice(), forgotten: this.gone }
  }

  restore(saved: SavedJournal): void {
    this.list = saved.rows.slice()
    this.gone = saved.forgotten
  }
}
