import { SECOND } from '../../kernel/time.ts'
import { KEYINGS, TOPIC, TOPICS } from '../codes.ts'
import { HOUR_MS } from '../config.ts'
import type { SpreadFrame } from '../plane/frame.ts'
import type { Board } from '../score/board.ts'
import { drawnScore } from '../score/formulas.ts'
import { ageAt } from '../windows/freshness.ts'
import { LANES, MEASURES, type LaneId, type MeasureId } from './codes.ts'
import type { TrendingEngine } from './trending-engine.ts'

const TOP = 10
/** The block of places where what is hot lies apart. */
export const APART = TOPICS.length + KEYINGS.indexOf('dedicated')
/** As drawn the hourly result is one tumbling window, told once, five minutes of watermark after its end. */
export const DRAWN_WATERMARK_MS = 300_000

/** The numbers of both lanes, each in the order of MEASURES. NaN: there is none yet. */
export const measuresOf = (engine: TrendingEngine): number[][] =>
  LANES.map((lane) => MEASURES.map((measure) => measureOf(engine, lane, measure)))

export function measureOf(engine: TrendingEngine, lane: LaneId, measure: MeasureId): number {
  const { ingest, looker, guests } = engine
  const { pipeline, collectors } = ingest
  const { counts } = pipeline
  const { tallies } = looker
  const isDrawn = lane === 'whiteboard'
  const board = boardOf(engine, lane)
  const { special } = ingest.catalogue
  switch (measure) {
    case 'received':
      return counts.received
    case 'rejected':
      return counts.rejected
    case 'duplicate':
      return isDrawn ? 0 : counts.duplicate
    case 'unique':
      return isDrawn ? counts.accepted : counts.unique
    case 'on-time':
      return isDrawn ? tallies.drawnOnTime : counts.onTime
    case 'late':
      return isDrawn ? 0 : counts.late
    case 'too-late':
      return isDrawn ? tallies.drawnLate : counts.tooLate
    case 'twice':
      return isDrawn ? looker.truth.duplicates : looker.truth.duplicates - counts.duplicate
    case 'lost':
      return isDrawn ? collectors.counts.drawn.lost : 0
    case 'resent':
      return isDrawn ? 0 : collectors.counts.unacknowledged + collectors.counts.acknowledgementLost
    case 'views':
      return isDrawn ? tallies.drawnViews : tallies.countedStarts
    case 'views-a-play':
      return ratio(isDrawn ? tallies.drawnViews : tallies.countedStarts, tallies.starts)
    case 'film':
      return guests.films === 0 ? Number.NaN : isDrawn ? tallies.filmDrawn : tallies.filmCounted
    case 'age':
      return ageOf(engine, lane) / 1_000
    case 'factor':
      return factorOf(board, lane)
    case 'viral-rank':
      return rankOf(board, special.viral)
    case 'release-rank':
      return rankOf(board, special.release)
    case 'bots-rank':
      return rankOf(board, special.bots)
    case 'error':
      return errorOf(board)
    case 'off':
      return offOf(engine, lane)
    case 'fullest':
      return playersSpread(engine, lane).skew || Number.NaN
    case 'reader-wait':
      return Math.max(...playersSpread(engine, lane).wait) / SECOND
  }
}

/** The partitions of players' events: keyed as the topics are, or as drawn with a partition of its own for what is hot. */
export const playersSpread = ({ traffic }: TrendingEngine, lane: LaneId): SpreadFrame =>
  traffic.spread(lane === 'whiteboard' ? APART : TOPIC.playback)

/** The newest board of a lane; null before the first. */
export function boardOf({ ingest, history }: TrendingEngine, lane: LaneId): Board | null {
  if (history.boards.length === 0) return null
  return lane === 'whiteboard' ? (ingest.pipeline.drawn?.board ?? null) : ingest.pipeline.corrected.board
}

/** Where a title stands, from 1; NaN where it is not among the hundred. */
export function rankOf(board: Board | null, title: number): number {
  const rank = board === null ? -1 : board.title.subarray(0, board.length).indexOf(title)
  return rank < 0 ? Number.NaN : rank + 1
}

/** How old the newest answer about an hour is, in ms. */
function ageOf({ nowMs, history }: TrendingEngine, lane: LaneId): number {
  if (lane === 'whiteboard') return ageAt(nowMs, HOUR_MS, DRAWN_WATERMARK_MS)
  const newest = history.boards.at(-1)
  return newest === undefined ? Number.NaN : nowMs - newest.corrected.timeMs
}

/** As drawn: how many times its mean hour the first title has now; corrected: its score. */
function factorOf(board: Board | null, lane: LaneId): number {
  if (board === null || board.length === 0) return Number.NaN
  if (lane === 'production') return board.score[0] ?? Number.NaN
  return drawnScore(board.hour[0] ?? 0, board.day[0] ?? 0, 0, 1).spike
}

/** The standard error of the first ten, in %: what is to be expected of their sketches. */
function errorOf(board: Board | null): number {
  if (board === null || board.length === 0) return Number.NaN
  const errors = board.error.subarray(0, Math.min(TOP, board.length))
  return (100 * errors.reduce((sum, error) => sum + error, 0)) / errors.length
}

/** How far the sketches of the first ten are off, in % on average; NaN without exact sets. */
function offOf(engine: TrendingEngine, lane: LaneId): number {
  const newest = engine.history.boards.at(-1)
  if (lane === 'whiteboard' || newest === undefined || newest.exact === null) return Number.NaN
  const exact = newest.exact.subarray(0, TOP)
  const { hour } = newest.corrected
  const off = exact.map((count, rank) => (count === 0 ? 0 : Math.abs((hour[rank] ?? 0) - count) / count))
  return (100 * off.reduce((sum, share) => sum + share, 0)) / off.length
}

const ratio = (part: number, whole: number): number => (whole === 0 ? Number.NaN : part / whole)
