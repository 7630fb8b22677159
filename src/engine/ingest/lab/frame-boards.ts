import type { Columns } from '../../kernel/columns.ts'
import { GENRES } from '../codes.ts'
import type { Board, Standing } from '../score/board.ts'
import type { BoardPair } from './history.ts'
import type { TrendingEngine } from './trending-engine.ts'

/** A board for drawing: columns by rank, best first. */
export interface BoardFrame {
  readonly timeMs: number
  readonly standing: Standing
  readonly considered: number
  readonly title: Int32Array
  readonly score: Float64Array
  /** Unique viewers in the last hour and the last day, and their standard error as a share. */
  readonly hour: Float64Array
  readonly day: Float64Array
  readonly error: Float64Array
  readonly views: Float64Array
  readonly velocity: Float64Array
  readonly percentile: Float64Array
  /** Rank on the board before, from 1; 0: it was not there. */
  readonly before: Int32Array
  /** Viewers at once, in the newest minute that was told. */
  readonly live: Float64Array
  /** Viewers of the hour name by name; empty without exact sets. */
  readonly exact: Float64Array
}

export interface TitleFrame {
  readonly title: number
  readonly genre: string
  /** Hours since it came out, when the run began. */
  readonly ageHours: number
  /** Viewers in a usual hour, from the days before. */
  readonly usual: number
  /** Viewers at once, minute by minute, over the last hour of event time. */
  readonly live: Float64Array
}

const SPARK_MINUTES = 60
const SHOWN = 20

export function frameBoard(
  { history }: TrendingEngine,
  board: Board,
  exact: Float64Array | null,
  columns: Columns,
): BoardFrame {
  const { length } = board
  const newest = history.minutes.at(-1)?.live
  const numbers = (values: ArrayLike<number>): Float64Array => {
    const column = columns.float64(length)
    for (let rank = 0; rank < length; rank++) column[rank] = values[rank] ?? 0
    return column
  }
  const title = columns.int32(length)
  const before = columns.int32(length)
  const live = columns.float64(length)
  for (let rank = 0; rank < length; rank++) {
    title[rank] = board.title[rank] ?? 0
    before[rank] = (board.before[rank] ?? -1) + 1
    live[rank] = newest?.[title[rank] ?? 0] ?? 0
  }
  const exactColumn = columns.float64(exact?.length ?? 0)
  if (exact !== null) exactColumn.set(exact)
  return {
    timeMs: board.timeMs,
    standing: board.standing,
    considered: board.considered,
    title,
    score: numbers(board.score),
    hour: numbers(board.hour),
    day: numbers(board.day),
    error: numbers(board.error),
    views: numbers(board.views),
    velocity: numbers(board.velocity),
    percentile: numbers(board.percentile),
    before,
    live,
    exact: exactColumn,
  }
}

/** The titles that a frame tells of: the first of either board, and the special ones. */
export function framedTitles({ ingest }: TrendingEngine, pair: BoardPair | null): number[] {
  const { viral, release, bots } = ingest.catalogue.special
  const firsts = (board: Board): number[] =>
    Array.from(board.title.subarray(0, Math.min(SHOWN, board.length)))
  const shown = pair === null ? [] : [...firsts(pair.drawn), ...firsts(pair.corrected)]
  return [...new Set([...shown, viral, release, bots])].sort((a, b) => a - b)
}

export function frameTitles(
  { ingest, history }: TrendingEngine,
  titles: readonly number[],
  columns: Columns,
): TitleFrame[] {
  const { genre, ageHours, usual } = ingest.catalogue
  const minutes = history.minutes.slice(-SPARK_MINUTES)
  return titles.map((title) => {
    const live = columns.float64(minutes.length)
    minutes.forEach((minute, i) => (live[i] = minute.live[title] ?? 0))
    return {
      title,
      genre: GENRES[genre[title] ?? 0] ?? GENRES[0],
      ageHours: ageHours[title] ?? 0,
      usual: usual[title] ?? 0,
      live,
    }
  })
}
