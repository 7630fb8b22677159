import { outside } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import { copyState } from '../../kernel/copy-state.ts'
import type { Span } from '../../kernel/engine.ts'
import { fromMs, toMs } from '../../kernel/time.ts'
import { REGIONS } from '../codes.ts'
import { MINUTE_MS, TICK_MS, type IngestConfig } from '../config.ts'
import type { IngestEngine } from '../ingest-engine.ts'
import { FIELDS, regionOf, typeOf, type Batch } from '../record.ts'
import { NEVER } from '../watermark.ts'
import { PLACE } from './codes.ts'
import type { HeldEvent } from './delays.ts'
import { fill } from './fill.ts'
import type { HeldPoint, PlaneFrame } from './frame.ts'
import { PaneLog, ROW, type PaneStory, type SavedPaneLog } from './pane-log.ts'
import { Points, type SavedPoints } from './points.ts'
import { RowRing, type SavedRowRing } from './row-ring.ts'

const STEP_MS = 1_000
const KEPT_STEPS = 4_096
const STEP = { time: 0, watermark: 1, closing: 2, idle: 3 } as const

interface Tallies {
  readonly places: number[]
  boards: number
  nowMs: number
  /** Before this time nothing is taken any more; like the watermark it never falls. */
  closingMs: number
}

export interface SavedPlane {
  readonly tallies: Tallies
  readonly panes: SavedPaneLog
  readonly steps: SavedRowRing
  readonly points: SavedPoints
}

/**
 * What the event-time plane shows of a run: the watermark as it moved, the minutes' stories, and a fair sample of the events.
 * Looks on, and changes nothing; its memory is bounded, and older things make room. `see` is to be told of every batch of
 * unique events before the windows take it, `endTick` of every tick's end.
 */
export class PlaneLog {
  readonly log = new PaneLog()
  private readonly engine: IngestEngine
  private readonly isCorrected: boolean
  private readonly steps = new RowRing(Object.keys(STEP).length, KEPT_STEPS)
  private readonly points: Points
  private tallies: Tallies = { places: [0, 0, 0], boards: 0, nowMs: 0, closingMs: NEVER }

  constructor(engine: IngestEngine, { population, clock }: IngestConfig) {
    this.engine = engine
    this.isCorrected = clock === 'correct'
    this.points = new Points(population.seed, population.viewers / 10)
  }

  /** The places found so far, in the order of PLACE: the plane's own count. */
  get places(): readonly number[] {
    return this.tallies.places
  }

  /** The `count` events whose indices stand in `selection` are about to be put into their windows, by their times in `times`. */
  see(batch: Batch, selection: Uint32Array, count: number, times: Int32Array): void {
    const { tallies, log, engine, points } = this
    const { windows } = engine.pipeline
    const { delays } = engine
    const passedMs = windows.firstUnfired * MINUTE_MS
    const closedMs = windows.firstOpen * MINUTE_MS
    for (let k = 0; k < count; k++) {
      const index = selection[k] ?? outside(k)
      const time = times[index] ?? outside(index)
      const place = time < closedMs ? PLACE.tooLate : time < passedMs ? PLACE.late : PLACE.onTime
      tallies.places[place] = (tallies.places[place] ?? outside(place)) + 1
      const received = batch.receivedTime[index] ?? outside(index)
      log.add(time, received, place)
      const idHigh = batch.idHigh[index] ?? outside(index)
      const idLow = batch.idLow[index] ?? outside(index)
      const delayMs = delays.isEmpty ? 0 : delays.delayOf(idHigh, idLow)
      if (delayMs === 0 && !points.isChosen(idHigh, idLow, place)) continue
      const originMs = Math.max(0, tallies.nowMs - Math.round(delayMs / TICK_MS) * TICK_MS)
      const dims = batch.dims[index] ?? outside(index)
      const title = batch.title[index] ?? outside(index)
      const found = { arrivedMs: received, happenedMs: time, originMs, place, dims, title, idHigh, idLow }
      points.add(found, delayMs > 0)
    }
  }

  /** A tick of the engine has ended. */
  endTick(): void {
    const { tallies, engine, log, steps } = this
    const { windows, boards } = engine.pipeline
    const nowMs = toMs(engine.now)
    log.endTick(nowMs, windows, boards > tallies.boards)
    tallies.boards = boards
    tallies.nowMs = nowMs
    const { ms } = windows.watermark
    if (ms !== NEVER) tallies.closingMs = Math.max(tallies.closingMs, ms - windows.controls.latenessMs)
    if (nowMs % STEP_MS === 0) steps.push(...this.step())
  }

  frame(span: Span, columns: Columns): PlaneFrame {
    const { engine, tallies, points, log } = this
    const { windows } = engine.pipeline
    const { counts, controls, watermark } = windows
    const fromMsOf = Math.floor(toMs(span.from))
    return {
      span,
      now: engine.now,
      controls: { watermark: fromMs(controls.watermarkMs), lateness: fromMs(controls.latenessMs) },
      share: { onTime: points.onTimeShare, late: points.otherShare },
      since: fromMs(points.sinceMs),
      steps: this.stepColumns(fromMsOf, columns),
      panes: paneColumns(log, fromMsOf, columns),
      firings: firingColumns(log, fromMsOf, columns),
      points: points.columns(fromMsOf, columns),
      held: engine.delays.waiting.map((held) => this.heldPoint(held)),
      counts: {
        onTime: counts.onTime,
        late: counts.late,
        tooLate: counts.tooLate,
        early: log.early,
        first: counts.firsts,
        update: counts.updates,
        final: counts.finals,
      },
      lateness: counts.lateness,
      idle: watermark.idle(tallies.nowMs),
      newest: REGIONS.map((_, region) => timeOf(watermark.newestOf(region))),
    }
  }

  save(): SavedPlane {
    return {
      tallies: copyState(this.tallies),
      panes: this.log.save(),
      steps: this.steps.save(),
      points: this.points.save(),
    }
  }

  restore(saved: SavedPlane): void {
    this.tallies = copyState(saved.tallies)
    this.log.restore(saved.panes)
    this.steps.restore(saved.steps)
    this.points.restore(saved.points)
  }

  /** The watermark as it stands now: a row of the steps. */
  private step(): [number, number, number, number] {
    const { tallies, engine } = this
    const { watermark } = engine.pipeline.windows
    const idle = watermark.idle(tallies.nowMs).reduce((bits, is, i) => bits | (is ? 1 << i : 0), 0)
    return [tallies.nowMs, watermark.ms, tallies.closingMs, idle]
  }

  private stepColumns(since: number, columns: Columns): PlaneFrame['steps'] {
    const { steps } = this
    const first = Math.max(0, steps.lowerBound(STEP.time, since) - 1)
    const now = this.step()
    // The steps are a second apart; the last one is now.
    const hasNow = steps.length > 0 && steps.get(steps.length - 1, STEP.time) === now[STEP.time]
    const count = steps.length - first + (hasNow ? 0 : 1)
    const value = (i: number, field: number): number =>
      first + i < steps.length ? steps.get(first + i, field) : (now[field] ?? outside(field))
    return {
      time: fill(columns.float64(count), (i) => fromMs(value(i, STEP.time))),
      watermark: fill(columns.float64(count), (i) => timeOf(value(i, STEP.watermark))),
      closing: fill(columns.float64(count), (i) => timeOf(value(i, STEP.closing))),
      idle: fill(columns.uint8(count), (i) => value(i, STEP.idle)),
    }
  }

  private heldPoint({ row, fromTick, dueTick }: HeldEvent): HeldPoint {
    const word = (field: (typeof FIELDS)[number]): number => row[FIELDS.indexOf(field)] ?? outside(0)
    const ahead = this.isCorrected ? (word('receivedTime') | 0) - (word('sentTime') | 0) : 0
    return {
      due: fromMs(dueTick * TICK_MS),
      happened: fromMs((word('eventTime') | 0) + ahead),
      origin: fromMs(fromTick * TICK_MS),
      region: regionOf(word('dims')),
      type: typeOf(word('dims')),
      title: word('title') | 0,
      idHigh: word('idHigh'),
      idLow: word('idLow'),
    }
  }
}

/** ms to microseconds; NaN for NEVER. */
const timeOf = (ms: number): number => (ms === NEVER ? Number.NaN : fromMs(ms))

/** The minutes that anything can be seen of: not closed before the span. */
function paneColumns(log: PaneLog, since: number, columns: Columns): PlaneFrame['panes'] {
  const panes = log.panes.filter(({ closedMs }) => closedMs === NEVER || closedMs >= since)
  const { length } = panes
  const get = (i: number): PaneStory => panes[i] ?? outside(i)
  return {
    number: fill(columns.int32(length), (i) => get(i).number),
    opened: fill(columns.float64(length), (i) => timeOf(get(i).openedMs)),
    first: fill(columns.float64(length), (i) => timeOf(get(i).firstMs)),
    closed: fill(columns.float64(length), (i) => timeOf(get(i).closedMs)),
    onTime: fill(columns.float64(length), (i) => get(i).onTime),
    late: fill(columns.float64(length), (i) => get(i).late),
    tooLate: fill(columns.float64(length), (i) => get(i).tooLate),
  }
}

function firingColumns({ rows, panes }: PaneLog, since: number, columns: Columns): PlaneFrame['firings'] {
  // A pane that can be seen has its whole story, also what came before the span.
  const seen = new Set(
    panes.filter(({ closedMs }) => closedMs === NEVER || closedMs >= since).map(({ number }) => number),
  )
  const shown: number[] = []
  for (let i = 0; i < rows.length; i++) if (seen.has(rows.get(i, ROW.pane))) shown.push(i)
  const get = (i: number, field: number): number => rows.get(shown[i] ?? outside(i), field)
  const { length } = shown
  return {
    time: fill(columns.float64(length), (i) => fromMs(get(i, ROW.time))),
    pane: fill(columns.int32(length), (i) => get(i, ROW.pane)),
    kind: fill(columns.uint8(length), (i) => get(i, ROW.kind)),
    value: fill(columns.float64(length), (i) => get(i, ROW.value)),
    count: fill(columns.int32(length), (i) => get(i, ROW.count)),
  }
}
