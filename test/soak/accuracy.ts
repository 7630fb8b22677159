import type { IngestConfig } from '../../src/engine/ingest/config.ts'
import { IngestEngine } from '../../src/engine/ingest/ingest-engine.ts'
import { Ranking, type Board } from '../../src/engine/ingest/score/board.ts'
import { CorrectedBoard } from '../../src/engine/ingest/score/corrected.ts'
import { createLayout } from '../../src/engine/ingest/sketches/layout.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { ExactPairs } from './exact-pairs.ts'

/** By then every viewer in reach has made an event. */
const FIRST_LAP = 10 * SECOND

/** A hundred titles beside the hundred that it should have been. */
interface Accuracy {
  /** The share of the right titles that are among them. */
  readonly recall: number
  /** The mean error of their viewers of the hour, as a share of the true number, without sign. */
  readonly error: number
}

/** A board beside the exact one at the same moment; and the hundred titles with most viewers in the hour. */
interface Compared extends Accuracy {
  readonly timeMs: number
  /**
   * Of the titles that the board missed, how far the most wrongly missed one is above the last place, in standard errors
   * of its score: where this is a few, nothing was missed that the sketches could have told.
   */
  readonly missedBy: number
  readonly watched: Accuracy
}

/** Runs the pipeline for `seconds` and holds each board, once everybody has been heard, against the one of exact sets. */
export function compareBoards(config: IngestConfig, seconds: number, tableBits: number): Compared[] {
  const engine = new IngestEngine({ ...config, exact: true })
  const { catalogue, pipeline } = engine
  const { windows } = pipeline
  const { titles } = config.population
  const sets = new ExactPairs(tableBits)
  Object.assign(windows, { exact: sets })
  let hour: Float64Array = new Float64Array(titles)
  let day: Float64Array = new Float64Array(titles)
  const count = (title: number): { hour: number; day: number } => ({
    hour: hour[title] ?? 0,
    day: day[title] ?? 0,
  })
  const truth = new CorrectedBoard(
    catalogue,
    createLayout(catalogue, config.sketches),
    windows,
    config.score,
    {
      upTo: count,
      live: count,
      inMinute: () => 0,
      error: () => 0,
    },
  )
  const found: Compared[] = []
  pipeline.watch = (stage) => {
    const ours = pipeline.corrected.board
    if (stage !== 'board' || ours === null || engine.now < FIRST_LAP) return
    const to = Math.floor(windows.watermark.ms / 60_000) + 1
    hour = sets.counts(titles, to, 60)
    day = sets.counts(titles, to, 1_440)
    truth.compute()
    const exact = truth.board
    if (exact === null) return
    const right = (title: number): number => hour[title] ?? 0
    const shown = new Map(titlesOf(ours).map((title, rank) => [title, ours.hour[rank] ?? 0]))
    const told = Array.from({ length: titles }, (_, title) => pipeline.corrected.viewers.live(title).hour)
    const estimate = (title: number): number => told[title] ?? 0
    found.push({
      timeMs: ours.timeMs,
      missedBy: missedBy(ours, exact, (title) => {
        const viewers = right(title)
        return (pipeline.corrected.viewers.error(title, to) * viewers) / (viewers + config.score.shrink)
      }),
      ...accuracy(titlesOf(ours), titlesOf(exact), (title) => shown.get(title) ?? 0, right),
      watched: accuracy(mostWatched(titles, estimate), mostWatched(titles, right), estimate, right),
    })
  }
  engine.advance(seconds * SECOND)
  return found
}

/** `found` and `right` are titles; `told` and `truth` their viewers by title. */
function accuracy(found: readonly number[], right: readonly number[], told: Of, truth: Of): Accuracy {
  const wanted = new Set(right)
  const errors = found.map((title) => Math.abs(told(title) / Math.max(1, truth(title)) - 1))
  return {
    recall: found.filter((title) => wanted.has(title)).length / Math.max(1, right.length),
    error: errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length),
  }
}

type Of = (title: number) => number

/** `error` is the standard error of a title's score, as a share. */
function missedBy(ours: Board, exact: Board, error: Of): number {
  const found = new Set(titlesOf(ours))
  const last = exact.score[exact.length - 1] ?? 0
  const far = titlesOf(exact).map((title, rank) =>
    found.has(title) ? 0 : ((exact.score[rank] ?? 0) / last - 1) / error(title),
  )
  return Math.max(0, ...far)
}

/** The hundred titles with most viewers. */
function mostWatched(titles: number, viewers: Of): number[] {
  const ranking = new Ranking()
  for (let title = 0; title < titles; title++) ranking.add(title, viewers(title))
  return [...ranking.title.subarray(0, ranking.length)]
}

const titlesOf = ({ title, length }: Board): number[] => [...title.subarray(0, length)]
