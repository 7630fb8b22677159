import { copyState } from '../../kernel/copy-state.ts'
import { MINUTE_MS } from '../config.ts'
import { NEVER } from '../watermark.ts'
import type { Windows } from '../windows/windows.ts'
import { FIRING, PLACE } from './codes.ts'
import { RowRing, type SavedRowRing } from './row-ring.ts'

/** What is known of a minute of event time. Times of arrival in ms; NEVER: not yet. */
export interface PaneStory {
  readonly number: number
  readonly openedMs: number
  firstMs: number
  closedMs: number
  onTime: number
  late: number
  tooLate: number
  /** The number of the last row of updates among all rows so far; -1 without one. */
  updates: number
}

const KEPT_PANES = 512
const KEPT_FIRINGS = 4_096
/** Updates of a pane within this time are one row. */
const TOGETHER_MS = 5_000
const FIELDS = 6
/** Fields of a row: when, when the first of an update's firings was, the pane, the kind, its events, how many firings. */
export const ROW = { time: 0, began: 1, pane: 2, kind: 3, value: 4, count: 5 } as const
const KINDS = { first: FIRING.first, update: FIRING.update, final: FIRING.final } as const

export interface SavedPaneLog {
  readonly panes: readonly PaneStory[]
  readonly rows: SavedRowRing
  readonly fired: number
  readonly early: number
}

/** The minutes' stories: opened, told early, told, told again, closed. Counts for itself, beside the windows. */
export class PaneLog {
  /** By number. */
  panes: PaneStory[] = []
  /** How often a pane was told before the watermark had passed it. */
  early = 0
  readonly rows = new RowRing(FIELDS, KEPT_FIRINGS)
  /** The windows' firings that have been read. */
  private fired = 0
  private last: PaneStory | null = null

  /** An event of this time arrived at `nowMs` and found its place, which is one of PLACE. */
  add(timeMs: number, nowMs: number, place: number): void {
    const number = Math.floor(timeMs / MINUTE_MS)
    if (place === PLACE.tooLate) {
      const closed = this.find(number)
      if (closed !== null) closed.tooLate += 1
      return
    }
    const pane = this.last?.number === number ? this.last : (this.find(number) ?? this.open(number, nowMs))
    this.last = pane
    if (place === PLACE.late) pane.late += 1
    else pane.onTime += 1
  }

  /** A tick has ended: reads what the windows told in it, and what a board told before its time if there was one. */
  endTick(nowMs: number, windows: Windows, hasBoard: boolean): void {
    const { firsts, updates, finals } = windows.counts
    const fresh = firsts + updates + finals - this.fired
    this.fired += fresh
    if (fresh > 0)
      for (const { pane: number, kind, events } of windows.firings.slice(-fresh)) {
        const pane = this.find(number) ?? this.open(number, nowMs)
        if (kind === 'first') pane.firstMs = nowMs
        if (kind === 'final') pane.closedMs = nowMs
        if (kind === 'update') this.update(pane, nowMs, events)
        else this.rows.push(nowMs, nowMs, number, KINDS[kind], events, 1)
      }
    if (!hasBoard) return
    for (const pane of this.panes) {
      if (pane.firstMs !== NEVER) continue
      this.early += 1
      this.rows.push(nowMs, nowMs, pane.number, FIRING.early, pane.onTime, 1)
    }
  }

  save(): SavedPaneLog {
    return { panes: copyState(this.panes), rows: this.rows.save(), fired: this.fired, early: this.early }
  }

  restore(saved: SavedPaneLog): void {
    this.panes = saved.panes.map((pane) => ({ ...pane }))
    this.rows.restore(saved.rows)
    this.fired = saved.fired
    this.early = saved.early
    this.last = null
  }

  private update(pane: PaneStory, nowMs: number, events: number): void {
    const { rows } = this
    const index = pane.updates - (rows.pushed - rows.length)
    if (index >= 0 && nowMs - rows.get(index, ROW.began) < TOGETHER_MS) {
      rows.set(index, ROW.time, nowMs)
      rows.set(index, ROW.value, events)
      rows.set(index, ROW.count, rows.get(index, ROW.count) + 1)
      return
    }
    pane.updates = rows.pushed
    rows.push(nowMs, nowMs, pane.number, FIRING.update, events, 1)
  }

  private find(number: number): PaneStory | null {
    const { panes } = this
    for (let i = panes.length - 1; i >= 0; i--) {
      const pane = panes[i]
      if (pane === undefined || pane.number < number) return null
      if (pane.number === number) return pane
    }
    return null
  }

  private open(number: number, nowMs: number): PaneStory {
    const pane = {
      number,
      openedMs: nowMs,
      firstMs: NEVER,
      closedMs: NEVER,
      onTime: 0,
      late: 0,
      tooLate: 0,
      updates: -1,
    }
    let place = this.panes.length
    while (place > 0 && (this.panes[place - 1]?.number ?? number) > number) place -= 1
    this.panes.splice(place, 0, pane)
    if (this.panes.length > KEPT_PANES) this.panes.shift()
    return pane
  }
}
