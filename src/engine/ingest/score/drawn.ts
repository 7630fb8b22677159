import { outside } from '../../../shared/assert.ts'
import { copyState } from '../../kernel/copy-state.ts'
import { genreBaselines, type Catalogue } from '../catalogue.ts'
import { concernKey, mix } from '../chance.ts'
import type { Batch } from '../record.ts'
import { rankOf, standardError } from '../sketches/estimate.ts'
import type { Layout } from '../sketches/layout.ts'
import { LiveRegisters } from '../sketches/live.ts'
import { drawnBucketOf } from '../windows/lateness.ts'
import { BOARD_ROWS, Ranking, ranksOf, type Board } from './board.ts'
import { drawnPercentile, drawnScore, FEWEST, UNKNOWN_BASELINE } from './formulas.ts'

const ON_TIME_MS = 300_000

/**
 * The whiteboard's trending: viewers that are never forgotten, so that the last hour's are the last day's are all there
 * ever were; views that count every event on time, twice if it came twice. Its sets are sketches here, so that it can be
 * run on a million events a second.
 */
export class DrawnBoard {
  board: Board | null = null
  /** By bucket of LATENESS_BUCKETS; nothing is ever from the future. */
  readonly lateness = new Float64Array(6)
  private readonly viewers: LiveRegisters
  private readonly views: Float64Array
  private readonly previous: Float64Array
  private readonly baseline: Float64Array
  private readonly hashKey: number
  private readonly catalogue: Catalogue
  private readonly layout: Layout

  constructor(seed: number, catalogue: Catalogue, layout: Layout) {
    this.catalogue = catalogue
    this.layout = layout
    this.viewers = new LiveRegisters(layout)
    this.views = new Float64Array(catalogue.titles)
    this.previous = new Float64Array(catalogue.titles)
    // Of a log that came from elsewhere nobody knows what a genre usually has.
    this.baseline = genreBaselines(catalogue).map((usual) => (usual > 0 ? usual : UNKNOWN_BASELINE))
    this.hashKey = concernKey(seed, 'ingest.hash')
  }

  get bytes(): number {
    return this.viewers.bytes + this.views.byteLength + this.previous.byteLength
  }

  viewsOf(title: number): number {
    return this.views[title] ?? outside(title)
  }

  /** Takes the accepted events: `count` of `batch`, whose indices stand in `selection`. */
  take(batch: Batch, selection: Uint32Array, count: number): void {
    const { layout, viewers, views, lateness } = this
    for (let k = 0; k < count; k++) {
      const index = selection[k] ?? outside(k)
      const late = (batch.receivedTime[index] ?? outside(index)) - (batch.eventTime[index] ?? outside(index))
      const bucket = drawnBucketOf(late)
      lateness[bucket] = (lateness[bucket] ?? outside(bucket)) + 1
      const title = batch.title[index] ?? outside(index)
      // Searches and pages are about no title, whatever they name.
      if (title >= views.length) continue
      if (late < ON_TIME_MS) views[title] = (views[title] ?? outside(title)) + 1
      const hash = mix((batch.user[index] ?? outside(index)) ^ this.hashKey)
      const precision = layout.precision[title] ?? outside(title)
      const place = (layout.base[title] ?? outside(title)) + (hash >>> (32 - precision))
      const rank = rankOf(hash, precision)
      viewers.raise(title, place, rank)
    }
  }

  compute(timeMs: number): void {
    const { catalogue, layout, previous, views } = this
    const ranking = new Ranking()
    const counts = new Float64Array(catalogue.titles)
    const velocity = new Float64Array(catalogue.titles)
    let considered = 0
    for (let title = 0; title < catalogue.titles; title++) {
      // Both of its windows are this: nothing ever leaves.
      const viewers = this.viewers.count(title)
      if (viewers < FEWEST) continue
      considered += 1
      const before = previous[title] === 0 ? viewers : (previous[title] ?? outside(title))
      const baseline = this.baseline[catalogue.genre[title] ?? outside(title)] ?? UNKNOWN_BASELINE
      const drawn = drawnScore(viewers, viewers, before, baseline)
      counts[title] = viewers
      velocity[title] = drawn.velocity
      previous[title] = viewers
      ranking.add(title, drawn.score)
    }
    const ranks = ranksOf(this.board)
    const { title, score, length } = ranking
    const column = (of: Float64Array): Float64Array =>
      Float64Array.from(title, (one, rank) => (rank < length ? (of[one] ?? 0) : 0))
    const hour = column(counts)
    this.board = {
      timeMs,
      standing: 'realtime',
      considered,
      length,
      title,
      score,
      hour,
      day: hour.slice(),
      now: new Float64Array(BOARD_ROWS),
      error: Float64Array.from(title, (one) => standardError(layout.precision[one] ?? outside(one))),
      views: column(views),
      velocity: column(velocity),
      percentile: new Float64Array(BOARD_ROWS).map((_, rank) => drawnPercentile(rank, considered)),
      before: Int16Array.from(title, (one, rank) => (rank < length ? (ranks.get(one) ?? -1) : -1)),
    }
  }

  save() {
    const { board, lateness, views, previous } = this
    return { ...copyState({ board, lateness, views, previous }), viewers: this.viewers.save() }
  }

  restore(saved: ReturnType<DrawnBoard['save']>): void {
    this.board = copyState(saved.board)
    this.lateness.set(saved.lateness)
    this.viewers.restore(saved.viewers)
    this.views.set(saved.views)
    this.previous.set(saved.previous)
  }
}
