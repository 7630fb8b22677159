import { at } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import { SECOND, toMs, type SimTime } from '../../kernel/time.ts'
import { FATE } from '../pressure/codes.ts'
import { TOTAL } from '../station/history.ts'
import { sentenceOf } from './care/index.ts'
import type { Cell } from './cell.ts'
import type { CaseId, ColumnId, Manner } from './codes.ts'
import { LANE_ABOUT, type LaneId } from './lanes.ts'
import type { MatrixEngine } from './matrix-engine.ts'
import { measuresOf, summaries, type LaneSummary } from './measures.ts'
import { needsOf, type Need } from './needs.ts'
import type { MatrixSettings } from './settings.ts'

/** A cell of the matrix in one manner, as it stands at the frame's `now`. */
export interface CellFrame {
  /** "payments.block": the same for both manners. */
  readonly id: string
  readonly row: CaseId
  readonly column: ColumnId
  readonly manner: Manner
  readonly sentence: string
  readonly needs: readonly Need[]
  /** All of them so far. */
  readonly isMet: boolean
  readonly offered: number
  readonly served: number
  readonly lost: number
  /** Of these: gone with the memory of a sender that died. */
  readonly lostWithSender: number
  readonly held: number
  readonly waiting: number
  /** How old 99 of 100 were when they were served, in ms; NaN before the first. */
  readonly p99Ms: number
  /** How long the oldest that is held or waits has been there, in ms; 0 for none. */
  readonly oldestMs: number
  /** How long senders had to wait so far, in seconds. */
  readonly stalledSeconds: number
  readonly workers: number
  readonly workerSeconds: number
  /** Messages its queue can hold. */
  readonly capacity: number
  /** Backlog over the run so far, queued and waiting, in seconds of work; point i is the mean from i to i + 1 `width`s. */
  readonly backlog: Float64Array
}

export interface MatrixLane {
  readonly lane: LaneId
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  readonly sentence: string
  readonly summary: LaneSummary
  readonly values: readonly number[]
}

export interface MatrixFrame {
  readonly now: SimTime
  readonly end: SimTime
  readonly settings: MatrixSettings
  /** Width of a point of `backlog`. */
  readonly width: SimTime
  /** Row by row, column by column, as drawn and then with care. */
  readonly cells: readonly CellFrame[]
  readonly lanes: readonly MatrixLane[]
}

/** Points of a backlog over the whole run. */
const POINTS = 120

export function buildFrame(engine: MatrixEngine, _span: Span, columns: Columns): MatrixFrame {
  const bucket = at(engine.cells, 0).station.history.width
  const width = bucket * Math.ceil(engine.extent / POINTS / bucket)
  return {
    now: engine.now,
    end: engine.extent,
    settings: engine.settings,
    width,
    cells: engine.cells.map((cell) => cellFrame(engine, cell, width, columns)),
    lanes: summaries(engine).map((summary) => {
      const { name, origin, sentence } = LANE_ABOUT[summary.lane]
      return { lane: summary.lane, name, origin, sentence, summary, values: measuresOf(summary) }
    }),
  }
}

function cellFrame(engine: MatrixEngine, cell: Cell, width: SimTime, columns: Columns): CellFrame {
  const { id, row, column, manner, station, capacity } = cell
  const { ledger, workers } = station
  const needs = needsOf(cell, engine.settings, engine.clock)
  const totals = station.totalsAt(engine.clock)
  return {
    id,
    row,
    column,
    manner,
    needs,
    capacity,
    sentence: sentenceOf(row, column, manner),
    isMet: needs.every((need) => need.isMet),
    offered: ledger.offered,
    served: ledger.countOf(FATE.served),
    lost: cell.lost,
    lostWithSender: cell.lostWithSender,
    held: ledger.countOf(FATE.held),
    waiting: ledger.countOf(FATE.waiting),
    p99Ms: toMs(ledger.ages.quantile(0.99)),
    oldestMs: station.oldest < 0 ? 0 : toMs(engine.clock - station.offeredAt(station.oldest)),
    stalledSeconds: (totals[TOTAL.stalled] ?? 0) / SECOND,
    workers: workers.size,
    workerSeconds: (totals[TOTAL.paid] ?? 0) / SECOND,
    backlog: backlogOf(engine, cell, width, columns),
  }
}

/** Mean backlog by stretch, from the running integrals of what was queued and of what waited. */
function backlogOf({ clock }: MatrixEngine, cell: Cell, width: SimTime, columns: Columns): Float64Array {
  const { history, workers } = cell.station
  const points = columns.float64(Math.floor(clock / width))
  const areaAt = (time: SimTime): number => {
    const row = Math.min(Math.floor(time / history.width), (history.boundaries[0]?.length ?? 1) - 1)
    const of = (total: number): number => history.boundaries[total]?.get(row) ?? 0
    return of(TOTAL.level) + of(TOTAL.waiting)
  }
  for (let i = 0; i < points.length; i++) {
    const messages = (areaAt((i + 1) * width) - areaAt(i * width)) / width
    points[i] = (messages * workers.mean) / SECOND
  }
  return points
}
