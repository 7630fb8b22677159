import { outside } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import { EVENT_TYPES, LATENESS_BUCKETS, REGIONS, TYPE } from '../codes.ts'
import { HOUR_MS, MINUTE_MS } from '../config.ts'
import type { Counts } from '../pipeline.ts'
import type { PartitionsFrame, PlaneFrame, WorldFrame } from '../plane/frame.ts'
import { ageAt } from '../windows/freshness.ts'
import { frameBoard, framedTitles, frameTitles, type BoardFrame, type TitleFrame } from './frame-boards.ts'
import { LANE_ABOUT, LANES, MEASURES, type LaneId, type MeasureId } from './codes.ts'
import { scoredExamples, type ScoredExample } from './examples.ts'
import type { Mark } from './history.ts'
import { DRAWN_WATERMARK_MS, measuresOf } from './measures.ts'
import type { TrendingSettings } from './settings.ts'
import type { TrendingEngine } from './trending-engine.ts'

export interface TrendingLane {
  readonly id: LaneId
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  readonly sentence: string
  readonly values: readonly number[]
  /** The values by name. */
  readonly of: Readonly<Record<MeasureId, number>>
}

/** What is going on because somebody pressed a button. */
export interface Going {
  readonly viral: boolean
  readonly released: boolean
  readonly bots: boolean
  readonly outage: string | null
  readonly crashed: boolean
  readonly flights: number
  readonly films: number
  readonly film: boolean
}

/** Events a second over the last ten to twenty seconds. */
export interface Rates {
  /** By stage, as Mark's. */
  readonly stages: readonly number[]
  readonly rejectedBy: readonly number[]
  readonly byRegion: readonly number[]
}

/** A minute that is still open. */
export interface OpenMinute {
  readonly number: number
  readonly onTime: number
  readonly late: number
  readonly firings: number
}

/** How old an answer about the last hour is, in ms, by how its window works. */
export interface Ages {
  /** One window an hour, told once at its end, five minutes of watermark later (as drawn). */
  readonly tumbling: number
  /** An hour that slides by a minute, told when the watermark has passed it. */
  readonly sliding: number
  /** The same, told early too. */
  readonly early: number
}

export interface TrendingFrame {
  readonly now: SimTime
  readonly end: SimTime
  readonly settings: TrendingSettings
  readonly going: Going
  readonly counts: Counts
  /** As drawn: accepted = on time + left for later. */
  readonly drawnCounts: { readonly onTime: number; readonly later: number }
  readonly lanes: readonly TrendingLane[]
  readonly rates: Rates | null
  readonly boards: {
    readonly drawn: BoardFrame | null
    readonly corrected: BoardFrame | null
    /** Of the newest full hour that the watermark has passed, and of the newest that is closed. */
    readonly preliminary: BoardFrame | null
    readonly final: BoardFrame | null
  }
  /** The first titles of either board, and the special ones. */
  readonly titles: readonly TitleFrame[]
  readonly special: { readonly viral: number; readonly release: number; readonly bots: number }
  readonly watermarkMs: number
  readonly openMinutes: readonly OpenMinute[]
  readonly firings: { readonly firsts: number; readonly updates: number; readonly finals: number }
  /** By LATENESS_BUCKETS: as it is, and as drawn. */
  readonly lateness: { readonly corrected: Float64Array; readonly drawn: Float64Array }
  readonly ages: Ages
  /** In the last minute or two, of a thousand events of players. NaN: too early to say. */
  readonly quality: { readonly buffering: number; readonly errors: number }
  readonly plane: PlaneFrame
  readonly world: WorldFrame
  readonly partitions: PartitionsFrame
  readonly examples: readonly ScoredExample[]
  readonly ids: {
    readonly bytes: number
    readonly capacity: number
    readonly forgotten: number
    readonly falsePositiveRate: number
  }
  /** Before which time of events numbers have been told on time, and before which they are final, in ms. */
  readonly standings: { readonly preliminary: number; readonly final: number }
}

const RATE_MS = 10_000
const QUALITY_MS = 60_000

/** What the view draws. Boards are of now, sparklines of the last hour; the span is the plane's. */
export function buildFrame(engine: TrendingEngine, span: Span, columns: Columns): TrendingFrame {
  const { ingest, history, looker, settings, nowMs } = engine
  const { pipeline } = ingest
  const { windows, corrected, drawn, dedupe } = pipeline
  const pair = history.boards.at(-1) ?? null
  const boards = {
    drawn: pair && frameBoard(engine, pair.drawn, null, columns),
    corrected: pair && frameBoard(engine, pair.corrected, pair.exact, columns),
    preliminary:
      corrected.preliminary.board && frameBoard(engine, corrected.preliminary.board, null, columns),
    final: corrected.final.board && frameBoard(engine, corrected.final.board, null, columns),
  }
  const copy = (values: ArrayLike<number>): Float64Array => {
    const column = columns.float64(values.length)
    column.set(values)
    return column
  }
  const { falsePositiveRate, bytes, capacity, forgotten } = dedupe
  return {
    now: engine.now,
    end: engine.extent,
    settings,
    going: goingOf(engine),
    counts: pipeline.counts,
    drawnCounts: { onTime: looker.tallies.drawnOnTime, later: looker.tallies.drawnLate },
    lanes: lanesOf(engine),
    rates: ratesOf(engine),
    boards,
    titles: frameTitles(engine, framedTitles(engine, pair), columns),
    special: ingest.catalogue.special,
    watermarkMs: windows.watermark.ms,
    openMinutes: windows.panes.map(({ number, onTime, late, firings }) => ({
      number,
      onTime,
      late,
      firings,
    })),
    firings: {
      firsts: windows.counts.firsts,
      updates: windows.counts.updates,
      finals: windows.counts.finals,
    },
    lateness: {
      corrected: copy(windows.counts.lateness),
      drawn: copy(drawn?.lateness ?? LATENESS_BUCKETS.map(() => 0)),
    },
    ages: agesOf(engine, nowMs),
    quality: qualityOf(engine),
    plane: engine.plane.frame(span, columns),
    world: engine.traffic.world(),
    partitions: engine.traffic.partitions(columns),
    examples: scoredExamples(settings.shrink),
    ids: { bytes, capacity, forgotten, falsePositiveRate },
    standings: {
      preliminary: MINUTE_MS * Math.max(0, windows.firstUnfired),
      final: MINUTE_MS * Math.max(0, windows.firstOpen),
    },
  }
}

function lanesOf(engine: TrendingEngine): TrendingLane[] {
  const values = measuresOf(engine)
  return LANES.map((id, i) => {
    const own = values[i] ?? outside(i)
    return {
      id,
      origin: id,
      ...LANE_ABOUT[id],
      values: own,
      of: Object.fromEntries(MEASURES.map((name, place) => [name, own[place]])) as Record<MeasureId, number>, // one each
    }
  })
}

function goingOf({ ingest, guests, nowMs }: TrendingEngine): Going {
  const { bots, viral, release, outage } = ingest.population.faults
  const isOut = outage !== null && nowMs < outage.untilMs
  return {
    viral: viral !== null,
    released: release !== null,
    bots: bots > 0,
    outage: isOut ? (REGIONS[outage.region] ?? null) : null,
    crashed: ingest.collectors.isHit,
    flights: guests.flights,
    films: guests.films,
    film: guests.isFilmOn,
  }
}

/** What was counted since a mark, a second. */
function ratesOf({ history, nowMs }: TrendingEngine): Rates | null {
  const from = history.markBefore(nowMs, RATE_MS)
  if (from === null) return null
  const to = history.mark(nowMs)
  const seconds = (nowMs - from.atMs) / 1_000
  const rate = (of: (mark: Mark) => ArrayLike<number>): number[] => {
    const before = of(from)
    return Array.from(of(to), (count, i) => (count - (before[i] ?? 0)) / seconds)
  }
  return {
    stages: rate(({ stages }) => stages),
    rejectedBy: rate(({ rejectedBy }) => rejectedBy),
    byRegion: rate(({ byRegion }) => byRegion),
  }
}

function agesOf({ history, ingest }: TrendingEngine, nowMs: number): Ages {
  const newest = history.boards.at(-1)
  const { firstUnfired } = ingest.pipeline.windows
  return {
    tumbling: ageAt(nowMs, HOUR_MS, DRAWN_WATERMARK_MS),
    sliding: firstUnfired > 0 ? nowMs - firstUnfired * MINUTE_MS : Number.NaN,
    early: newest === undefined ? Number.NaN : nowMs - newest.corrected.timeMs,
  }
}

function qualityOf({ history, nowMs }: TrendingEngine): TrendingFrame['quality'] {
  const from = history.markBefore(nowMs, QUALITY_MS)
  if (from === null) return { buffering: Number.NaN, errors: Number.NaN }
  const now = history.mark(nowMs).byType
  const since = (type: number): number => (now[type] ?? 0) - (from.byType[type] ?? 0)
  const players = EVENT_TYPES.reduce(
    (sum, name, type) =>
      sum + (name.startsWith('playback.') || name.startsWith('quality.') ? since(type) : 0),
    0,
  )
  return {
    buffering: (1_000 * since(TYPE.bufferingStarted)) / Math.max(1, players),
    errors: (1_000 * since(TYPE.error)) / Math.max(1, players),
  }
}
