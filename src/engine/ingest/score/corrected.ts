import { outside } from '../../../shared/assert.ts'
import { copyState } from '../../kernel/copy-state.ts'
import { genreBaselines, VIEWERS_AN_HOUR, type Catalogue } from '../catalogue.ts'
import { HOUR_MS, MINUTE_MS, type ScoreConfig } from '../config.ts'
import type { Layout } from '../sketches/layout.ts'
import type { Pane } from '../windows/pane.ts'
import { Viewers } from '../windows/viewers.ts'
import { PANES_AN_HOUR, type Windows } from '../windows/windows.ts'
import { BOARD_ROWS, Ranking, ranksOf, type Board, type Standing } from './board.ts'
import { decay, FEWEST, lift, percentRank, velocityPerMinute } from './formulas.ts'

/** A title that just came out is expected to do this much better than its genre. */
const NOVELTY = 3

/**
 * The board as it ought to be: windows that expire, the shrunk lift over what was to be expected of this title (by its own
 * day, its genre where it is new), the last minutes counting more. Reads the windows, never changes them.
 */
export class CorrectedBoard {
  board: Board | null = null
  readonly final: { board: Board | null } = { board: null }
  private readonly usual: Float64Array
  /** Viewers of the last hour at the board before, by title. */
  private hourBefore: Float64Array
  private readonly hour: Float64Array
  private readonly day: Float64Array
  private readonly present: Float64Array
  private readonly windows: Windows
  readonly viewers: Viewers
  private readonly config: ScoreConfig

  constructor(catalogue: Catalogue, layout: Layout, windows: Windows, config: ScoreConfig) {
    this.windows = windows
    this.viewers = new Viewers(windows, layout)
    this.config = config
    const byGenre = genreBaselines(catalogue)
    this.usual = catalogue.usual.map((usual, title) =>
      (catalogue.ageHours[title] ?? 1) > 0 ? usual : NOVELTY * (byGenre[catalogue.genre[title] ?? 0] ?? 0),
    )
    this.hourBefore = new Float64Array(catalogue.titles)
    this.hour = new Float64Array(catalogue.titles)
    this.day = new Float64Array(catalogue.titles)
    this.present = new Float64Array(catalogue.titles)
  }

  /** The board of the windows that end with the minute the watermark is in; early while that minute is open. */
  compute(): void {
    const { ms } = this.windows.watermark
    if (ms < 0) return
    const to = Math.floor(ms / MINUTE_MS) + 1
    this.board = this.rank(to, ms, to <= this.windows.firstUnfired ? 'preliminary' : 'realtime', this.board)
    this.hourBefore = this.hour.slice()
  }

  /** The board of the windows that end with the last pane that has closed: nothing in it will change. */
  computeFinal(): void {
    const to = this.windows.sliding.newest + 1
    this.final.board = this.rank(to, to * MINUTE_MS, 'final', this.final.board)
  }

  save() {
    return copyState({ board: this.board, final: this.final.board, hourBefore: this.hourBefore })
  }

  restore(saved: ReturnType<CorrectedBoard['save']>): void {
    const copy = copyState(saved)
    this.board = copy.board
    this.final.board = copy.final
    this.hourBefore = copy.hourBefore
  }

  private rank(to: number, timeMs: number, standing: Standing, before: Board | null): Board {
    const { windows, hour, day, usual } = this
    const { shrink } = this.config
    const ranking = new Ranking()
    const pastHours = (to * MINUTE_MS) / HOUR_MS - 1
    const covered = coverage(to / PANES_AN_HOUR)
    const present = windows.presence.sums
    const closed = windows.closedPanes
    const { live, promotions } = windows
    let considered = 0
    this.addPresence(to)
    for (let title = 0; title < hour.length; title++) {
      hour[title] = 0
      if ((this.present[title] ?? 0) < FEWEST) continue
      if (standing === 'final' || promotions.slot(title) >= 0) {
        const viewers = standing === 'final' ? this.viewers.upTo(title, to) : this.viewers.live(title)
        if (viewers.hour < FEWEST) continue
        hour[title] = viewers.hour
        day[title] = viewers.day
      } else {
        const viewers = live.hourOf(title)
        if (viewers < FEWEST) continue
        hour[title] = viewers
        day[title] = live.dayOf(title)
      }
      considered += 1
      const now = hour[title] ?? 0
      const recent = closed === 0 ? 0 : (windows.heat[title] ?? 0) / windows.heatWeight
      const mean = closed === 0 ? 0 : (present[title] ?? 0) / Math.min(closed, PANES_AN_HOUR)
      const score =
        lift(now, day[title] ?? 0, covered * (usual[title] ?? 0), pastHours, shrink) *
        decay(recent, mean, shrink)
      ranking.add(title, score)
    }
    return this.tell(ranking, considered, to, timeMs, standing, before)
  }

  /** Events that were somebody's presence, in the hour that ends before pane `to`. Column by column: memory in order. */
  private addPresence(to: number): void {
    const { present, windows } = this
    present.set(windows.presence.sums.subarray(0, present.length))
    for (const pane of windows.panes) {
      if (pane.number >= to) continue
      for (let title = 0; title < present.length; title++)
        present[title] = (present[title] ?? 0) + (pane.present[title] ?? 0)
    }
  }

  private tell(
    ranking: Ranking,
    considered: number,
    to: number,
    timeMs: number,
    standing: Standing,
    before: Board | null,
  ): Board {
    const { windows, hour, day, hourBefore } = this
    const { length, title: titles } = ranking
    const ranks = ranksOf(before)
    const minutes = before === null ? 0 : (timeMs - before.timeMs) / MINUTE_MS
    const column = (of: (title: number, rank: number) => number): Float64Array => {
      const values = new Float64Array(BOARD_ROWS)
      for (let rank = 0; rank < length; rank++) values[rank] = of(titles[rank] ?? outside(rank), rank)
      return values
    }
    return {
      timeMs,
      standing,
      considered,
      length,
      title: titles,
      score: ranking.score,
      hour: column((title) => hour[title] ?? 0),
      day: column((title) => day[title] ?? 0),
      error: column((title) => this.viewers.error(title, to)),
      views: column((title) => (windows.starts.sums[title] ?? 0) + startsIn(windows.panes, title)),
      velocity: column((title) => velocityPerMinute(hour[title] ?? 0, hourBefore[title] ?? 0, minutes)),
      percentile: column((_, rank) => percentRank(rank, considered)),
      before: Int16Array.from(titles, (title, rank) => (rank < length ? (ranks.get(title) ?? -1) : -1)),
    }
  }
}

/**
 * The share of an hour's different viewers that have come by after this share of the hour: those who are there come at
 * once, the others in the course of it (VIEWERS_AN_HOUR). Matters in a run's first hour only.
 */
const coverage = (hours: number): number => (1 + (VIEWERS_AN_HOUR - 1) * Math.min(1, hours)) / VIEWERS_AN_HOUR

function startsIn(panes: readonly Pane[], title: number): number {
  let sum = 0
  for (const { starts } of panes) sum += starts[title] ?? 0
  return sum
}
