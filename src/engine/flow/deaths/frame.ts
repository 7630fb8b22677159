import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { roomInHeap, segmentMessages, ticksASecond } from './capacity.ts'
import type { LaneId } from './codes.ts'
import type { DeathsEngine } from './deaths-engine.ts'
import type { History } from './history.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import { MIB, type DeathsSettings } from './settings.ts'
import { largestLag } from './theory.ts'

/** A store over time; straight from each row to the next. Begins before the span and ends at now. */
export interface SeriesColumns {
  readonly time: Float64Array
  readonly held: Float64Array
  /** In microseconds. */
  readonly lag: Float64Array
  readonly lost: Float64Array
}

/** What happened to a store in the span, oldest first: the newest MOST_INCIDENTS of it. */
export interface IncidentColumns {
  readonly time: Float64Array
  /** Codes of INCIDENT. */
  readonly kind: Uint8Array
  readonly count: Float64Array
}

export interface LaneFrame {
  readonly lane: LaneId
  readonly name: string
  readonly short: string
  readonly origin: 'whiteboard' | 'production'
  /** Bytes in use, and the limit beyond which messages are lost (or deleted by retention); Infinity for none. */
  readonly bytes: number
  readonly limitBytes: number
  /** How many messages it has room for, the log as its retention and the rate are now; Infinity for no bound. */
  readonly room: number
  readonly series: SeriesColumns
  readonly incidents: IncidentColumns
  readonly summary: LaneSummary
  /** Its numbers, in the order of the lab's measures. */
  readonly values: readonly number[]
}

export interface DeathsFrame {
  readonly now: SimTime
  readonly span: Span
  /** Where the run ends. */
  readonly extent: SimTime
  /** The settings as they are now, changes on the way included. */
  readonly settings: DeathsSettings
  /** Messages a second that arrive now, and that the consumer can take now. */
  readonly rates: { readonly produce: number; readonly consume: number }
  readonly stalled: boolean
  /** List, ring, log. */
  readonly lanes: readonly LaneFrame[]
  /** The process with the list: when it died, and when it is started again; NaN for not at all. */
  readonly list: { readonly diedAt: SimTime; readonly upAt: SimTime }
  /** The ring overwrites, or did so until a moment ago. */
  readonly ring: { readonly overwriting: boolean }
  readonly log: {
    readonly start: number
    readonly position: number
    readonly end: number
    readonly segments: number
    readonly segmentMessages: number
    readonly segmentsDeleted: number
    readonly outOfRange: boolean
    readonly resets: number
    /** When retention is checked next. */
    readonly nextCheck: SimTime
  }
  /** The log with an exact retention: how it would go on paper. */
  readonly ideal: {
    readonly series: SeriesColumns
    readonly lost: number
    /** When it loses its first message; NaN before. */
    readonly firstLoss: SimTime
  }
}

const MOST_INCIDENTS = 400
const MOST_ROWS = 1_500

const NAMES: Readonly<Record<LaneId, Pick<LaneFrame, 'name' | 'short' | 'origin'>>> = {
  list: { name: 'List without a bound', short: 'List', origin: 'whiteboard' },
  ring: { name: 'Ring of fixed size', short: 'Ring', origin: 'whiteboard' },
  log: { name: 'Log with retention', short: 'Log', origin: 'production' },
}

/** Everything a view draws for the time in `span`. */
export function buildFrame(engine: DeathsEngine, span: Span, columns: Columns): DeathsFrame {
  const { settings, list, log, ideal, clock } = engine
  const upAfter = list.store.upAfter(settings)
  const check = settings.check * SECOND
  const timeOf = (tick: number | null): SimTime =>
    tick === null ? Number.NaN : (tick * SECOND) / ticksASecond(settings)
  return {
    now: engine.now,
    span,
    extent: engine.extent,
    settings,
    rates: engine.rates,
    stalled: engine.stalled,
    lanes: engine.lanes.map((lane) => laneFrame(engine, lane, span, columns)),
    list: {
      diedAt: timeOf(list.store.diedAt),
      upAt: timeOf(upAfter),
    },
    ring: { overwriting: engine.ring.store.isOverwriting },
    log: {
      start: log.store.start,
      position: log.store.position,
      end: log.store.end,
      segments: log.store.segments(settings),
      segmentMessages: segmentMessages(settings),
      segmentsDeleted: log.store.segmentsDeleted,
      outOfRange: log.store.isOutOfRange,
      resets: log.store.resets,
      nextCheck: (Math.floor(clock / check) + 1) * check,
    },
    ideal: {
      series: seriesIn(engine.idealHistory, null, span, columns),
      lost: ideal.lost,
      firstLoss: timeOf(ideal.firstLoss),
    },
  }
}

function laneFrame(
  engine: DeathsEngine,
  lane: DeathsEngine['lanes'][number],
  span: Span,
  columns: Columns,
): LaneFrame {
  const { settings } = engine
  const summary = summarise(engine, lane)
  return {
    lane: lane.id,
    ...NAMES[lane.id],
    bytes: lane.store.bytes(settings),
    limitBytes: limitOf(lane.id, settings),
    room: roomOf(lane.id, settings),
    series: seriesIn(lane.history, lane.history.newest.time, span, columns),
    incidents: incidentsIn(lane, span, columns),
    summary,
    values: measuresOf(summary),
  }
}

function roomOf(lane: LaneId, settings: DeathsSettings): number {
  if (lane === 'list') return roomInHeap(settings)
  return lane === 'ring' ? settings.slots : largestLag(settings)
}

function limitOf(lane: LaneId, settings: DeathsSettings): number {
  return lane === 'list' ? settings.heap * MIB : roomOf(lane, settings) * settings.bytes
}

function incidentsIn(
  { incidents }: DeathsEngine['lanes'][number],
  span: Span,
  columns: Columns,
): IncidentColumns {
  const { first, end } = incidents.rowsIn(span.from, span.to)
  const from = Math.max(first, end - MOST_INCIDENTS)
  const time = columns.float64(end - from)
  const kind = columns.uint8(end - from)
  const count = columns.float64(end - from)
  for (let row = from; row < end; row++) {
    const incident = incidents.row(row)
    time[row - from] = incident.time
    kind[row - from] = incident.kind
    count[row - from] = incident.count
  }
  return { time, kind, count }
}

/**
 * The rows of the span, the one before it, and what is newest. Too many are thinned to the lowest and the highest of
 * each stretch, so that no peak and no drop is lost.
 */
function seriesIn(history: History, newest: SimTime | null, span: Span, columns: Columns): SeriesColumns {
  const first = Math.max(0, history.time.lowerBound(span.from) - 1)
  const end = Math.max(first, history.time.lowerBound(span.to + 1))
  const rows = thinned(history, first, end)
  const extra = newest !== null && newest <= span.to ? 1 : 0
  const length = rows.length + extra
  const series = {
    time: columns.float64(length),
    held: columns.float64(length),
    lag: columns.float64(length),
    lost: columns.float64(length),
  }
  for (const key of ['time', 'held', 'lag', 'lost'] as const) {
    rows.forEach((row, i) => (series[key][i] = history[key].get(row)))
    if (extra === 1) series[key][rows.length] = history.newest[key]
  }
  return series
}

function thinned({ held }: History, first: number, end: number): number[] {
  if (end - first <= MOST_ROWS) return Array.from({ length: end - first }, (_, i) => first + i)
  const stretch = Math.ceil((end - first) / (MOST_ROWS / 2))
  const rows: number[] = []
  for (let start = first; start < end; start += stretch) {
    let low = start
    let high = start
    for (let row = start; row < Math.min(end, start + stretch); row++) {
      if (held.get(row) < held.get(low)) low = row
      if (held.get(row) > held.get(high)) high = row
    }
    rows.push(Math.min(low, high))
    if (low !== high) rows.push(Math.max(low, high))
  }
  return rows
}
