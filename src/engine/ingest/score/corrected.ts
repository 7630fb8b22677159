import { outside } from '../../../shared/assert.ts'
import { copyState } from '../../kernel/copy-state.ts'
import { genreBaselines, viewersAnHour, type Catalogue } from '../catalogue.ts'
import { HOUR_MS, MINUTE_MS, type ScoreConfig } from '../config.ts'
import type { Layout } from '../sketches/layout.ts'
import { Viewers, type ViewerCount } from '../windows/viewers.ts'
import { PANES_AN_HOUR, type Windows } from '../windows/windows.ts'
import { Ranking, type Board, type Standing } from './board.ts'
import { decay, FEWEST, lift } from './formulas.ts'
import { boardOf } from './told.ts'

/** A title that just came out is expected to do this much better than its genre. */
const NOVELTY = 3

/** Who says how many different viewers a title has: the sketches, or whoever they are held against. */
export interface ViewerSource {
  /** In the hour and the day that end before pane `to`. */
  upTo(title: number, to: number): ViewerCount
  /** In those that end with the minute the watermark is in. */
  live(title: number): ViewerCount
  /** In the minute of one pane: who watches at once. */
  inMinute(title: number, pane: number): number
  /** The standard error of the hour that ends before pane `to`, as a share. */
  error(title: number, to: number): number
}

/** Registers that are gone through in a tick for the board of a full hour, so that none takes long. */
const REGISTERS_A_TICK = 2 ** 20

/** A board that is being made. */
interface Draft {
  /** Its windows end before this pane. */
  readonly to: number
  readonly timeMs: number
  readonly standing: Standing
  readonly ranking: Ranking
  /** Titles before this one have been looked at. */
  next: number
  considered: number
}

/** By title: viewers of the hour and the day, and events that were somebody's presence. */
interface Columns {
  readonly hour: Float64Array
  readonly day: Float64Array
  readonly present: Float64Array
}

/** The newest board of a standing, and the hour's viewers by title that it was made from. */
interface Told {
  board: Board | null
  hour: Float64Array
}

/**
 * The board as it ought to be: windows that expire, the shrunk lift over what was to be expected of this title (by its own
 * day, its length, its genre where it is new), the last minutes counting more. Reads the windows, never changes them.
 *
 * It is told three times: `board` early, while its last minute is still under way; `preliminary` for each full hour when
 * the watermark has passed it, with all that came on time; `final` when no more late events are taken.
 */
export class CorrectedBoard {
  readonly preliminary: Told
  readonly final: Told
  readonly viewers: ViewerSource
  private readonly early: Told
  private readonly usual: Float64Array
  /** Different viewers an hour for each that watches now, by title. */
  private readonly turnover: Float64Array
  /** The board of a full hour that is being made, in the course of some ticks, with columns of its own. */
  private draft: Draft | null = null
  private readonly slow: Columns
  private readonly quick: Columns
  private readonly precision: Uint8Array
  /** The newest full hour that a preliminary board was begun for. */
  private lastPreliminary = 0
  private readonly windows: Windows
  private readonly config: ScoreConfig
  /** Whether the live windows may be asked themselves, which is faster. */
  private readonly isOwn: boolean

  constructor(
    catalogue: Catalogue,
    layout: Layout,
    windows: Windows,
    config: ScoreConfig,
    viewers: ViewerSource | null = null,
  ) {
    const { titles } = catalogue
    this.windows = windows
    this.viewers = viewers ?? new Viewers(windows, layout)
    this.isOwn = viewers === null
    this.config = config
    const byGenre = genreBaselines(catalogue)
    this.usual = catalogue.usual.map((usual, title) =>
      (catalogue.ageHours[title] ?? 1) > 0 ? usual : NOVELTY * (byGenre[catalogue.genre[title] ?? 0] ?? 0),
    )
    this.turnover = Float64Array.from(catalogue.duration, viewersAnHour)
    const nothing = (): Told => ({ board: null, hour: new Float64Array(titles) })
    this.early = nothing()
    this.preliminary = nothing()
    this.final = nothing()
    const columns = (): Columns => ({
      hour: new Float64Array(titles),
      day: new Float64Array(titles),
      present: new Float64Array(titles),
    })
    this.quick = columns()
    this.slow = columns()
    this.precision = layout.precision
  }

  /** The newest board: of the windows that end with the minute the watermark is in. */
  get board(): Board | null {
    return this.early.board
  }

  compute(): void {
    const { ms } = this.windows.watermark
    if (ms < 0) return
    const draft = this.begin(Math.floor(ms / MINUTE_MS) + 1, ms, 'realtime', this.quick)
    this.go(draft, this.quick, Number.POSITIVE_INFINITY)
    this.tell(draft, this.quick, this.early)
  }

  /** Once the watermark has passed a full hour: the hour's board, in which late events may still change numbers. */
  computePreliminary(): void {
    const hours = Math.floor(this.windows.firstUnfired / PANES_AN_HOUR)
    if (hours <= 0 || hours <= this.lastPreliminary) return
    this.lastPreliminary = hours
    this.beginSlow(hours * PANES_AN_HOUR, hours * HOUR_MS, 'preliminary')
  }

  /** The board of the windows that end with the last pane that has closed: nothing in it will change. */
  computeFinal(): void {
    const to = this.windows.sliding.newest + 1
    // What devices deliver that were out of reach when the run began is no hour of it.
    if (to > 0) this.beginSlow(to, to * MINUTE_MS, 'final')
  }

  /** A tick is over: the board of a full hour gets on. */
  advance(): void {
    this.goSlow(REGISTERS_A_TICK)
  }

  /** The board of a full hour that is under way is made now: before panes close that it does not hold. */
  finish(): void {
    this.goSlow(Number.POSITIVE_INFINITY)
  }

  save() {
    const { early, preliminary, final, draft, slow, lastPreliminary } = this
    const ranked = draft && { ...draft, ranking: draft.ranking.save() }
    return copyState({ early, preliminary, final, draft: ranked, slow: draft && slow, lastPreliminary })
  }

  restore(saved: ReturnType<CorrectedBoard['save']>): void {
    const copy = copyState(saved)
    Object.assign(this.early, copy.early)
    Object.assign(this.preliminary, copy.preliminary)
    Object.assign(this.final, copy.final)
    this.lastPreliminary = copy.lastPreliminary
    this.draft = copy.draft && { ...copy.draft, ranking: Ranking.of(copy.draft.ranking) }
    if (copy.slow === null) return
    this.slow.hour.set(copy.slow.hour)
    this.slow.day.set(copy.slow.day)
    this.slow.present.set(copy.slow.present)
  }

  private beginSlow(to: number, timeMs: number, standing: Standing): void {
    this.finish()
    this.draft = this.begin(to, timeMs, standing, this.slow)
    this.goSlow(REGISTERS_A_TICK)
  }

  private goSlow(budget: number): void {
    const { draft, slow } = this
    if (draft === null || !this.go(draft, slow, budget)) return
    this.draft = null
    this.tell(draft, slow, draft.standing === 'final' ? this.final : this.preliminary)
  }

  /** Begins the board of the windows that end before pane `to`. */
  private begin(to: number, timeMs: number, standing: Standing, { present }: Columns): Draft {
    this.addPresence(to, present)
    return { to, timeMs, standing, ranking: new Ranking(), next: 0, considered: 0 }
  }

  /** Looks at titles with `budget` registers; true once that was all of them. */
  private go(draft: Draft, { hour, day, present: seen }: Columns, budget: number): boolean {
    const { windows, usual, isOwn, precision } = this
    const { shrink } = this.config
    const time = draft.timeMs / HOUR_MS
    const present = windows.presence.sums
    const { closed } = windows.heat
    const { live, promotions } = windows
    const { ranking } = draft
    const isEarly = draft.standing === 'realtime'
    const hours = isEarly && isOwn ? live.hours() : null
    let left = budget
    let title = draft.next
    for (; left > 0 && title < hour.length; title++) {
      hour[title] = 0
      day[title] = 0
      if ((seen[title] ?? 0) < FEWEST) continue
      let viewers = 0
      let ofDay = -1
      if (hours === null || promotions.slot(title) >= 0) {
        left -= 2 ** (precision[title] ?? outside(title))
        const counted = isEarly ? this.viewers.live(title) : this.viewers.upTo(title, draft.to)
        viewers = counted.hour
        ofDay = counted.day
      } else viewers = hours[title] ?? outside(title)
      if (viewers < FEWEST) continue
      hour[title] = viewers
      draft.considered += 1
      const mean = closed === 0 ? 0 : (present[title] ?? 0) / Math.min(closed, PANES_AN_HOUR)
      const expected = this.coverage(title, time) * (usual[title] ?? 0)
      const cooled = decay(windows.heat.mean(title), mean, shrink)
      // Whatever came in the day's other hours only lowers the score: the day is counted where that may matter.
      if (lift(viewers, 0, expected, time - 1, shrink) * cooled < ranking.least) continue
      day[title] = ofDay < 0 ? live.dayOf(title) : ofDay
      ranking.add(title, lift(viewers, day[title] ?? 0, expected, time - 1, shrink) * cooled)
    }
    draft.next = title
    return title === hour.length
  }

  private tell(draft: Draft, columns: Columns, told: Told): void {
    told.board = boardOf(draft, columns, told, this.windows, this.viewers)
    told.hour.set(columns.hour)
  }

  /** Events that were somebody's presence, in the hour that ends before pane `to`. Column by column: memory in order. */
  private addPresence(to: number, present: Float64Array): void {
    const { windows } = this
    present.set(windows.presence.sums.subarray(0, present.length))
    for (const pane of windows.panes) {
      if (pane.number >= to) continue
      for (let title = 0; title < present.length; title++)
        present[title] = (present[title] ?? 0) + (pane.present[title] ?? 0)
    }
  }

  /**
   * The share of an hour's different viewers that have come by after this share of the hour: those who are there come at
   * once, the others in the course of it. Matters in a run's first hour only.
   */
  private coverage(title: number, hours: number): number {
    const turnover = this.turnover[title] ?? outside(title)
    return (1 + (turnover - 1) * Math.min(1, hours)) / turnover
  }
}
