import { SECOND } from '../../kernel/time.ts'
import { FATE } from '../pressure/codes.ts'
import { TOTAL } from '../station/history.ts'
import type { Cell } from './cell.ts'
import { LANE_ABOUT, LANES, type LaneId } from './lanes.ts'
import type { MatrixEngine } from './matrix-engine.ts'
import { needsOf } from './needs.ts'

/** A lane's numbers: six cells together. */
export interface LaneSummary {
  readonly lane: LaneId
  /** Rows whose needs are all met so far. */
  readonly met: number
  readonly offered: number
  readonly served: number
  readonly lost: number
  readonly held: number
  readonly waiting: number
  /** How long senders had to wait, all rows together. */
  readonly stalledSeconds: number
  /** Worker-seconds paid for. */
  readonly workerSeconds: number
}

export const cellsOf = (engine: MatrixEngine, lane: LaneId): readonly Cell[] =>
  engine.cells.filter((cell) => LANE_ABOUT[lane].has(cell))

export const isMet = (engine: MatrixEngine, cell: Cell): boolean =>
  needsOf(cell, engine.settings, engine.clock).every((need) => need.isMet)

export function summarise(engine: MatrixEngine, lane: LaneId): LaneSummary {
  const cells = cellsOf(engine, lane)
  const sum = (of: (cell: Cell) => number): number => cells.reduce((total, cell) => total + of(cell), 0)
  const area = (cell: Cell, total: number): number =>
    (cell.station.totalsAt(engine.clock)[total] ?? 0) / SECOND
  return {
    lane,
    met: cells.filter((cell) => isMet(engine, cell)).length,
    offered: sum(({ station }) => station.ledger.offered),
    served: sum(({ station }) => station.ledger.countOf(FATE.served)),
    lost: sum((cell) => cell.lost),
    held: sum(({ station }) => station.ledger.countOf(FATE.held)),
    waiting: sum(({ station }) => station.ledger.countOf(FATE.waiting)),
    stalledSeconds: sum((cell) => area(cell, TOTAL.stalled)),
    workerSeconds: sum((cell) => area(cell, TOTAL.paid)),
  }
}

export const summaries = (engine: MatrixEngine): LaneSummary[] => LANES.map((lane) => summarise(engine, lane))

/** In the order of the lab's measures. */
export const measuresOf = (run: LaneSummary): number[] => [
  run.met,
  run.offered,
  run.served,
  run.lost,
  run.held,
  run.waiting,
  run.stalledSeconds,
  run.workerSeconds,
]
