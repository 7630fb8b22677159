import { outside } from '../../../shared/assert.ts'
import { LATENESS_BUCKETS } from '../codes.ts'
import { MINUTE_MS } from '../config.ts'
import type { IngestEngine } from '../ingest-engine.ts'
import type { Board } from '../score/board.ts'
import type { Pane } from '../windows/pane.ts'
import { PANES_AN_HOUR } from '../windows/windows.ts'

/** Both boards as they were given out at a moment. Neither changes any more. */
export interface BoardPair {
  /** When, in ms. */
  readonly atMs: number
  readonly drawn: Board
  readonly corrected: Board
  /** The corrected board's viewers of the hour, name by name; null without exact sets. */
  readonly exact: Float64Array | null
}

/** A minute, as it was when the watermark passed it. */
export interface MinuteRow {
  readonly pane: number
  readonly atMs: number
  /** Different viewers of each title within the minute: those who watch at once. */
  readonly live: Uint16Array
}

/** The counters at a moment, so that two of them give a rate. */
export interface Mark {
  readonly atMs: number
  /** By stage: arrived, received, accepted, unique, within windows. */
  readonly stages: readonly number[]
  readonly rejectedBy: readonly number[]
  readonly byRegion: Float64Array
  readonly byType: Float64Array
  readonly lateness: readonly number[]
}

const MARK_EVERY_MS = 10_000

export interface SavedHistory {
  readonly boards: readonly BoardPair[]
  readonly minutes: readonly MinuteRow[]
  readonly marks: readonly Mark[]
}

/** What has been given out so far. Its parts never change, so saving it costs a list of references. */
export class History {
  boards: BoardPair[] = []
  minutes: MinuteRow[] = []
  marks: Mark[] = []
  private readonly ingest: IngestEngine

  constructor(ingest: IngestEngine) {
    this.ingest = ingest
  }

  /** A tick is over at `nowMs`: takes down what it gave out. */
  look(nowMs: number): void {
    const { pipeline } = this.ingest
    const { windows } = pipeline
    if (nowMs % MARK_EVERY_MS === 0) this.marks.push(this.mark(nowMs))
    const passed = windows.firstUnfired - 1
    const pane = windows.panes.find(({ number }) => number === passed)
    const isNew = passed >= 0 && (this.minutes.at(-1)?.pane ?? -1) < passed
    if (isNew && pane !== undefined) this.minutes.push(this.minute(pane, nowMs))
    const corrected = pipeline.corrected.board
    const drawn = pipeline.drawn?.board ?? null
    if (corrected === null || drawn === null) return
    if (corrected.timeMs !== this.boards.at(-1)?.corrected.timeMs)
      this.boards.push({ atMs: nowMs, drawn, corrected, exact: this.exactHours(corrected) })
  }

  /** The counters now. */
  mark(atMs: number): Mark {
    const { pipeline, collectors } = this.ingest
    const { counts, windows } = pipeline
    return {
      atMs,
      stages: [
        collectors.counts.arrived,
        counts.received,
        counts.accepted,
        counts.unique,
        counts.onTime + counts.late,
      ],
      rejectedBy: counts.rejectedBy,
      byRegion: pipeline.byRegion.slice(),
      byType: pipeline.byType.slice(),
      lateness: LATENESS_BUCKETS.map((_, i) => windows.counts.lateness[i] ?? outside(i)),
    }
  }

  /** The newest mark that is at least `ageMs` old; null while there is none. */
  markBefore(nowMs: number, ageMs: number): Mark | null {
    return this.marks.findLast(({ atMs }) => atMs <= nowMs - ageMs) ?? null
  }

  save(): SavedHistory {
    return { boards: this.boards.slice(), minutes: this.minutes.slice(), marks: this.marks.slice() }
  }

  restore(saved: SavedHistory): void {
    this.boards = saved.boards.slice()
    this.minutes = saved.minutes.slice()
    this.marks = saved.marks.slice()
  }

  private exactHours({ title, length, timeMs }: Board): Float64Array | null {
    const { exact } = this.ingest.pipeline.windows
    if (exact === null) return null
    const to = Math.floor(timeMs / MINUTE_MS) + 1
    return Float64Array.from(title.subarray(0, length), (one) => exact.count(one, to - PANES_AN_HOUR, to))
  }

  private minute(pane: Pane, atMs: number): MinuteRow {
    const { viewers } = this.ingest.pipeline.corrected
    const live = new Uint16Array(this.ingest.catalogue.titles)
    for (let title = 0; title < live.length; title++)
      if ((pane.present[title] ?? 0) > 0) live[title] = Math.round(viewers.inMinute(title, pane.number))
    return { pane: pane.number, atMs, live }
  }
}
