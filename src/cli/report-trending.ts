import { assert, at } from '../shared/assert.ts'
import { LATENESS_BUCKETS, RULES } from '../engine/ingest/codes.ts'
import { LANES, LANE_ABOUT, MEASURES, titleName, type LaneId } from '../engine/ingest/lab/codes.ts'
import { boardOf, measuresOf } from '../engine/ingest/lab/measures.ts'
import { TrendingEngine } from '../engine/ingest/lab/trending-engine.ts'
import type { Board } from '../engine/ingest/score/board.ts'
import { TRENDING_MEASURES } from '../labs/trending/measures.ts'
import { simulation } from '../labs/trending/scenario.ts'
import { formatTable } from './format-table.ts'
import type { FinishedRun, Report } from './lab.ts'
import { laneTable, reportRun, type Row } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, rounded, wrap } from './words.ts'

const TOP = 10

/** A lane, and its numbers in the order of MEASURES. */
interface LaneValues {
  readonly lane: LaneId
  readonly values: readonly number[]
}

/** The trending lab's report: what became of the events, the numbers of both lanes, and both boards. */
export function reportTrending(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof TrendingEngine, 'the trending lab makes trending engines')
  const { counts, windows } = engine.ingest.pipeline
  const lanes = measuresOf(engine).map((values, i): LaneValues => ({ lane: at(LANES, i), values }))
  const boards = LANES.map((lane) => boardOf(engine, lane))
  const sums = [
    `received ${grouped(counts.received)} = accepted ${grouped(counts.accepted)} + rejected ${grouped(counts.rejected)}`,
    `accepted ${grouped(counts.accepted)} = unique ${grouped(counts.unique)} + duplicate ${grouped(counts.duplicate)}`,
    `unique ${grouped(counts.unique)} = on time ${grouped(counts.onTime)} + late ${grouped(counts.late)} + too late ${grouped(counts.tooLate)}`,
    `lateness: ${LATENESS_BUCKETS.map((name, i) => `${name} ${grouped(windows.counts.lateness[i] ?? 0)}`).join(', ')}`,
  ]
  return reportRun(run, simulation.params, style, {
    title: 'Trending',
    lab: 'trending',
    runs: lanes.map(({ lane, values }, i) => ({
      lane,
      ...Object.fromEntries(MEASURES.map((name, place) => [name, orNull(at(values, place))])),
      board: boardJson(at(boards, i)),
    })),
    more: {
      counts,
      rejectedBy: Object.fromEntries(RULES.slice(1).map(({ name }, i) => [name, counts.rejectedBy[i + 1]])),
    },
    parts: [
      sums.flatMap((line) => wrap(line, style.width, '  ')),
      laneTable(ROWS, lanes, style, ({ lane }) => lane),
      ...LANES.map((lane, i) => boardTable(LANE_ABOUT[lane].name, at(boards, i), style)),
    ],
  })
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? rounded(value, 3) : null)

const boardJson = (board: Board | null): readonly Record<string, unknown>[] =>
  board === null
    ? []
    : Array.from(board.title.subarray(0, board.length), (title, rank) => ({
        rank: rank + 1,
        title,
        name: titleName(title),
        score: orNull(at(board.score, rank)),
        hour: Math.round(at(board.hour, rank)),
        day: Math.round(at(board.day, rank)),
        error: orNull(at(board.error, rank)),
        views: at(board.views, rank),
        percentile: orNull(at(board.percentile, rank)),
        before: at(board.before, rank) < 0 ? null : at(board.before, rank) + 1,
      }))

const ROWS: readonly Row<LaneValues>[] = TRENDING_MEASURES.map(({ id, unit, digits }, place) => [
  id.replaceAll('-', ' '),
  unit,
  ({ values }) => decimal(at(values, place), digits),
])

function boardTable(name: string, board: Board | null, style: Style): string[] {
  if (board === null) return [`${name}: no board yet`]
  const rows = Array.from({ length: Math.min(TOP, board.length) }, (_, rank) => [
    String(rank + 1),
    titleName(at(board.title, rank)),
    decimal(at(board.score, rank), 2),
    grouped(Math.round(at(board.hour, rank))),
    `${decimal(100 * at(board.error, rank), 1)} %`,
    grouped(at(board.views, rank)),
    at(board.before, rank) < 0 ? 'new' : String(at(board.before, rank) + 1),
  ])
  return [
    style.strong(`${name}, ${board.standing}, at ${decimal(board.timeMs / 1_000, 1)} s of event time`),
    ...formatTable(
      { header: ['', 'title', 'score', 'viewers 1 h', '±', 'views', 'before'], rows, labels: 2 },
      style.width,
    ),
  ]
}
