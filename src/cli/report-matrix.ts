import { assert } from '../shared/assert.ts'
import { COLUMN_LABELS, DRAWN } from '../engine/flow/matrix/codes.ts'
import type { Cell } from '../engine/flow/matrix/cell.ts'
import { LANE_ABOUT } from '../engine/flow/matrix/lanes.ts'
import { MatrixEngine } from '../engine/flow/matrix/matrix-engine.ts'
import { isMet, summaries, type LaneSummary } from '../engine/flow/matrix/measures.ts'
import { needsOf } from '../engine/flow/matrix/needs.ts'
import { simulation } from '../labs/matrix/scenario.ts'
import { formatTable } from './format-table.ts'
import type { FinishedRun, Report } from './lab.ts'
import { reportRun } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, rounded } from './words.ts'

/** The matrix lab's report: what every cell came to, and how many rows each way of choosing serves. */
export function reportMatrix(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof MatrixEngine, 'the matrix lab makes matrix engines')
  const lanes = summaries(engine)
  return reportRun(run, simulation.params, style, {
    title: 'Matrix',
    lab: 'matrix',
    runs: lanes.map(laneJson),
    more: { cells: engine.cells.map((cell) => cellJson(engine, cell)) },
    parts: [cellTable(engine, style), laneTable(lanes, style)],
  })
}

const laneJson = (lane: LaneSummary): Record<string, unknown> => ({
  ...lane,
  stalledSeconds: rounded(lane.stalledSeconds, 3),
  workerSeconds: rounded(lane.workerSeconds, 3),
})

const cellJson = (engine: MatrixEngine, cell: Cell): Record<string, unknown> => ({
  row: cell.row,
  column: cell.column,
  manner: cell.manner,
  met: isMet(engine, cell),
  offered: cell.station.ledger.offered,
  lost: cell.lost,
  lostWithSender: cell.lostWithSender,
  needs: needsOf(cell, engine.settings, engine.clock).map(({ id, limit, measured, unit, isMet: met }) => ({
    id,
    limit,
    measured: Number.isNaN(measured) ? null : rounded(measured, 3),
    unit,
    met,
  })),
})

/** A line a cell: as drawn beside with care. */
function cellTable(engine: MatrixEngine, { width }: Style): string[] {
  const say = (cell: Cell): string[] => [
    isMet(engine, cell) ? 'met' : 'NOT MET',
    needsOf(cell, engine.settings, engine.clock)
      .map(
        ({ measured, digits, unit }) => `${Number.isNaN(measured) ? '-' : decimal(measured, digits)} ${unit}`,
      )
      .join(', '),
  ]
  const drawn = engine.cells.filter(({ manner }) => manner === 'drawn')
  return formatTable(
    {
      header: ['', '', 'as drawn', '', 'with care', ''],
      rows: drawn.map((cell) => {
        const careful = engine.cells.find(({ id, manner }) => id === cell.id && manner === 'careful') ?? cell
        return [DRAWN[cell.row].label, COLUMN_LABELS[cell.column], ...say(cell), ...say(careful)]
      }),
      labels: 2,
    },
    width,
  )
}

const laneTable = (lanes: readonly LaneSummary[], { width }: Style): string[] =>
  formatTable(
    {
      header: ['', 'rows met', 'offered', 'served', 'lost', 'senders waited s', 'worker s'],
      rows: lanes.map((lane) => [
        LANE_ABOUT[lane.lane].name,
        `${lane.met} of 6`,
        grouped(lane.offered),
        grouped(lane.served),
        grouped(lane.lost),
        decimal(lane.stalledSeconds, 1),
        decimal(lane.workerSeconds, 0),
      ]),
      labels: 1,
    },
    width,
  )
