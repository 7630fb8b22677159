import { outside } from '../../../shared/assert.ts'
import { MINUTE_MS } from '../config.ts'
import { PANES_AN_HOUR, type Windows } from '../windows/windows.ts'
import { BOARD_ROWS, ranksOf, type Board, type Ranking, type Standing } from './board.ts'
import type { ViewerSource } from './corrected.ts'
import { percentRank, velocityPerMinute } from './formulas.ts'

/** What a board is made of. */
interface Ranked {
  /** Its windows end before this pane. */
  readonly to: number
  readonly timeMs: number
  readonly standing: Standing
  readonly ranking: Ranking
  readonly considered: number
}

/** Viewers of the hour and the day, by title. */
interface Viewed {
  readonly hour: Float64Array
  readonly day: Float64Array
}

/** The board of what was ranked; `before` is the one before it, with the hour's viewers of all titles. */
export function boardOf(
  { ranking, considered, to, timeMs, standing }: Ranked,
  { hour, day }: Viewed,
  before: { readonly board: Board | null; readonly hour: Float64Array },
  windows: Windows,
  viewers: ViewerSource,
): Board {
  const { length, title: titles } = ranking
  const ranks = ranksOf(before.board)
  const minutes = before.board === null ? 0 : (timeMs - before.board.timeMs) / MINUTE_MS
  const column = (of: (title: number) => number): Float64Array => {
    const values = new Float64Array(BOARD_ROWS)
    for (let rank = 0; rank < length; rank++) values[rank] = of(titles[rank] ?? outside(rank))
    return values
  }
  // An early board's last minute has hardly begun.
  const full = standing === 'realtime' ? to - 2 : to - 1
  return {
    timeMs,
    standing,
    considered,
    length,
    title: titles,
    score: ranking.score,
    hour: column((title) => hour[title] ?? 0),
    day: column((title) => day[title] ?? 0),
    now: column((title) => viewers.inMinute(title, full)),
    error: column((title) => viewers.error(title, to)),
    views: column((title) => startsOf(windows, title, to)),
    velocity: column((title) => velocityPerMinute(hour[title] ?? 0, before.hour[title] ?? 0, minutes)),
    percentile: Float64Array.from(titles, (_, rank) => (rank < length ? percentRank(rank, considered) : 0)),
    before: Int16Array.from(titles, (title, rank) => (rank < length ? (ranks.get(title) ?? -1) : -1)),
  }
}

/** Plays started in the hour that ends before pane `to`: those of its closed panes, and of the open ones. */
function startsOf({ starts, panes }: Windows, title: number, to: number): number {
  const from = to - PANES_AN_HOUR
  let sum = starts.within(title, from, to)
  for (const pane of panes)
    if (pane.number >= from && pane.number < to) sum += pane.starts[title] ?? outside(title)
  return sum
}
