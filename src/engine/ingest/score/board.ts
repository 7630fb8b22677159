import { outside } from '../../../shared/assert.ts'

export const BOARD_ROWS = 100

/**
 * How far a board's numbers can still change: early, while its last minute is under way; when the watermark has passed its
 * windows, so that only late events can; or closed for good.
 */
export type Standing = 'realtime' | 'preliminary' | 'final'

/** A top 100 at a moment of event time. Columns by rank, best first; `length` of them count. */
export interface Board {
  /** The end of its windows, in ms; of an early one, how far the watermark has come. */
  readonly timeMs: number
  readonly standing: Standing
  /** Titles that were considered: those with ten viewers and more. */
  readonly considered: number
  readonly length: number
  readonly title: Uint32Array
  readonly score: Float64Array
  /** Unique viewers in the last hour and the last day. */
  readonly hour: Float64Array
  readonly day: Float64Array
  /** Different viewers in the newest full minute: who watches at once. As drawn there is no such number: 0. */
  readonly now: Float64Array
  /** The standard error of the hour and the day, as a share. 0: they are exact. */
  readonly error: Float64Array
  /** Plays started in the last hour. */
  readonly views: Float64Array
  /** Change of the hour's viewers in a minute, as a share; as drawn: its velocity. */
  readonly velocity: Float64Array
  readonly percentile: Float64Array
  /** The rank on the board before, from 0; -1: it was not there. */
  readonly before: Int16Array
}

/** The best of many, best first; ties go to the smaller title. */
export class Ranking {
  length = 0
  readonly title = new Uint32Array(BOARD_ROWS)
  readonly score = new Float64Array(BOARD_ROWS)

  /** What a score must reach to be among them. */
  get least(): number {
    return this.length === BOARD_ROWS
      ? (this.score[BOARD_ROWS - 1] ?? outside(BOARD_ROWS))
      : Number.NEGATIVE_INFINITY
  }

  add(title: number, score: number): void {
    const { length } = this
    if (length === BOARD_ROWS && !this.isBetter(title, score, length - 1)) return
    let place = Math.min(length, BOARD_ROWS - 1)
    while (place > 0 && this.isBetter(title, score, place - 1)) {
      this.score[place] = this.score[place - 1] ?? outside(place)
      this.title[place] = this.title[place - 1] ?? outside(place)
      place -= 1
    }
    this.score[place] = score
    this.title[place] = title
    this.length = Math.min(BOARD_ROWS, length + 1)
  }

  save(): { length: number; title: Uint32Array; score: Float64Array } {
    const { length, title, score } = this
    return { length, title: title.slice(), score: score.slice() }
  }

  static of(saved: ReturnType<Ranking['save']>): Ranking {
    const ranking = new Ranking()
    ranking.length = saved.length
    ranking.title.set(saved.title)
    ranking.score.set(saved.score)
    return ranking
  }

  private isBetter(title: number, score: number, place: number): boolean {
    const other = this.score[place] ?? outside(place)
    return score > other || (score === other && title < (this.title[place] ?? outside(place)))
  }
}

/** Where each title of a board stood. */
export const ranksOf = (board: Board | null): ReadonlyMap<number, number> =>
  new Map(
    board === null ? [] : Array.from(board.title.subarray(0, board.length), (title, rank) => [title, rank]),
  )
