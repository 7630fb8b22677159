import type { Columns } from '../kernel/columns.ts'
import type { Span } from '../kernel/engine.ts'
import type { SimTime } from '../kernel/time.ts'
import type { FilmEngine } from './film-engine.ts'
import type { FilmLane } from './film-lane.ts'
import { heldAt } from './held-series.ts'
import { LANES, measuresOf, summarise, type LaneId, type LaneSummary } from './measures.ts'
import { LADDER, type FilmSettings, type PlayerId } from './settings.ts'
import type { Stretch } from './stretches.ts'

/** A row a change: what holds from `time` until the next row's. Begins before the span. */
export interface CapacityColumns {
  readonly time: Float64Array
  readonly kbps: Float64Array
}

/** The segments that are fetched, held or shown in the span, a row each; NaN for a moment that has not come. */
export interface SegmentColumns {
  readonly number: Int32Array
  /** Its step on the ladder. */
  readonly level: Uint8Array
  readonly asked: Float64Array
  /** What the player held when it asked for it. */
  readonly held: Float64Array
  readonly arrived: Float64Array
  /** When its first moment was shown, and when its last was. */
  readonly shown: Float64Array
  readonly ended: Float64Array
}

/** What is held over time: straight lines from each row's level to the next row's `before`. */
export interface BufferColumns {
  readonly time: Float64Array
  readonly before: Float64Array
  readonly level: Float64Array
}

interface LaneBasics {
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  /** When its first picture was shown; NaN before. */
  readonly startedAt: SimTime
  /** The stretches in the span in which its picture stood still, the start not counted. */
  readonly freezes: readonly Stretch[]
  /** How far it was behind at the span's beginning, and is now. */
  readonly behind: { readonly before: SimTime; readonly now: SimTime }
  readonly summary: LaneSummary
  /** Its numbers, in the order of the lab's measures. */
  readonly values: readonly number[]
}

export interface CallFrame extends LaneBasics {
  readonly lane: 'call'
  readonly kind: 'call'
  /** From the capture of a picture to its turn. */
  readonly lag: SimTime
  /** Pictures by what became of them. */
  readonly pictures: {
    readonly captured: number
    readonly shown: number
    readonly late: number
    readonly lost: number
  }
}

export interface PlayerFrame extends LaneBasics {
  readonly lane: PlayerId
  readonly kind: 'film'
  readonly segments: SegmentColumns
  readonly buffer: BufferColumns
  readonly isPlaying: boolean
  /** How long a segment is. */
  readonly length: SimTime
}

export interface FilmFrame {
  readonly now: SimTime
  readonly span: Span
  /** The settings as they are now, changes on the way included. */
  readonly settings: FilmSettings
  readonly capacity: CapacityColumns
  /** The bitrates a segment is kept in, in kbit/s. */
  readonly ladder: readonly number[]
  /** Until when a dip by hand lasts; NaN when there is none. */
  readonly dippedUntil: SimTime
  readonly call: CallFrame
  readonly films: readonly PlayerFrame[]
}

const MAX_ROWS = 4_000
const MAX_FREEZES = 400

/** Everything a view draws for the time in `span`. */
export function buildFrame(engine: FilmEngine, span: Span, columns: Columns): FilmFrame {
  return {
    now: engine.now,
    span,
    settings: engine.settings,
    capacity: capacityIn(engine, span, columns),
    ladder: LADDER,
    dippedUntil: engine.dippedUntil ?? Number.NaN,
    call: callFrame(engine, span),
    films: engine.films.map((lane) => playerFrame(engine, lane, span, columns)),
  }
}

function callFrame(engine: FilmEngine, span: Span): CallFrame {
  const { call, clock } = engine
  const { lag, pictures } = call
  const summary = summarise(engine, call)
  return {
    ...basicsOf('call', summary),
    lane: 'call',
    kind: 'call',
    startedAt: call.startedAt ?? Number.NaN,
    freezes: call.freezes.within(span, MAX_FREEZES),
    behind: { before: lag, now: call.behind(clock) },
    lag,
    pictures: { ...pictures },
  }
}

function playerFrame(engine: FilmEngine, lane: FilmLane, span: Span, columns: Columns): PlayerFrame {
  const { clock } = engine
  const { startedAt, stalls } = lane
  const summary = summarise(engine, lane)
  const from = Math.max(0, span.from)
  const before = startedAt === null || from < startedAt ? from : startedAt + stalls.totalBy(from)
  return {
    ...basicsOf(lane.id, summary),
    lane: lane.id,
    kind: 'film',
    startedAt: startedAt ?? Number.NaN,
    freezes: stalls.within(span, MAX_FREEZES),
    behind: { before, now: clock - lane.played(clock) },
    segments: segmentsIn(lane, span, columns),
    buffer: bufferIn(lane, span, columns),
    isPlaying: lane.isPlaying,
    length: lane.length,
  }
}

const basicsOf = (
  lane: LaneId,
  summary: LaneSummary,
): Pick<LaneBasics, 'name' | 'origin' | 'summary' | 'values'> => ({
  ...LANES[lane],
  summary,
  values: measuresOf(summary),
})

function capacityIn({ trace }: FilmEngine, span: Span, columns: Columns): CapacityColumns {
  const first = trace.rowAt(Math.max(0, span.from))
  const end = Math.max(first + 1, trace.time.lowerBound(span.to + 1))
  const rows = Math.min(MAX_ROWS, end - first)
  const time = columns.float64(rows)
  const kbps = columns.float64(rows)
  trace.time.copy(end - rows, end, time)
  trace.kbps.copy(end - rows, end, kbps)
  return { time, kbps }
}

/** From the oldest that was on the screen in the span to the newest that was asked for. */
function segmentsIn(lane: FilmLane, span: Span, columns: Columns): SegmentColumns {
  const { level, askedAt, held, arrivedAt, shownAt, segmentsBegun, segmentsAsked, length } = lane
  const isInView = (segment: number): boolean => shownAt.get(segment) + length > span.from
  let first = segmentsBegun
  while (first > 0 && isInView(first - 1)) first -= 1
  const end = Math.max(first, askedAt.lowerBound(span.to + 1))
  const rows = Math.min(MAX_ROWS, end - first, segmentsAsked)
  const start = end - rows
  const found = {
    number: columns.int32(rows),
    level: columns.uint8(rows),
    asked: columns.float64(rows),
    held: columns.float64(rows),
    arrived: columns.float64(rows),
    shown: columns.float64(rows),
    ended: columns.float64(rows),
  }
  if (rows === 0) return found
  level.copy(start, end, found.level)
  askedAt.copy(start, end, found.asked)
  held.copy(start, end, found.held)
  arrivedAt.copy(start, end, found.arrived)
  shownAt.copy(start, end, found.shown)
  for (let i = 0; i < rows; i++) {
    found.number[i] = start + i
    const ends = (found.shown[i] ?? Number.NaN) + length
    found.ended[i] = start + i < segmentsBegun - 1 || !lane.isPlaying ? ends : Number.NaN
  }
  return found
}

function bufferIn({ heldOverTime }: FilmLane, span: Span, columns: Columns): BufferColumns {
  const first = Math.max(0, heldOverTime.rowFrom(span.from + 1) - 1)
  const end = Math.max(first, heldOverTime.rowFrom(span.to + 1))
  const rows = Math.min(MAX_ROWS, end - first)
  const found = { time: columns.float64(rows), before: columns.float64(rows), level: columns.float64(rows) }
  for (let i = 0; i < rows; i++) {
    const row = heldOverTime.get(end - rows + i)
    const last = end - rows + i > 0 ? heldOverTime.get(end - rows + i - 1) : null
    found.time[i] = row.time
    found.level[i] = row.level
    found.before[i] = last === null ? row.level : heldAt(last, row.time)
  }
  return found
}
