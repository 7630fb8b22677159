import type { Check } from '../../kernel/engine.ts'
import { SECOND } from '../../kernel/time.ts'
import { FATE } from '../pressure/codes.ts'
import { TOTAL } from '../station/history.ts'
import { NEVER } from '../station/ledger.ts'
import type { Cell } from './cell.ts'
import { CASES, COLUMN_LABELS, DRAWN } from './codes.ts'
import { cellsOf } from './measures.ts'
import { LANE_ABOUT, LANES } from './lanes.ts'
import type { MatrixEngine } from './matrix-engine.ts'

/** Predictions beside measurements; each prediction is reached by another way than the number it checks. */
export function checkRun(engine: MatrixEngine): Check[] {
  return [
    ...LANES.map((lane) => checkConservation(engine, lane)),
    ...CASES.map((row) => checkSameTraffic(engine, row)),
    ...engine.cells
      .filter(({ column, manner }) => column === 'block' && manner === 'careful')
      .map((cell) => checkLittle(engine, cell)),
    ...engine.cells
      .filter(({ column, manner }) => column !== 'scale-out' && manner === 'careful')
      .map((cell) => checkBusy(engine, cell)),
  ]
}

const nameOf = ({ row, column }: Cell): string =>
  `${DRAWN[row].label}, ${COLUMN_LABELS[column].toLowerCase()}`

function checkConservation(engine: MatrixEngine, lane: (typeof LANES)[number]): Check {
  const cells = cellsOf(engine, lane)
  const { name } = LANE_ABOUT[lane]
  const sum = (of: (cell: Cell) => number): number => cells.reduce((total, cell) => total + of(cell), 0)
  return {
    id: `conservation.${lane}`,
    label: `${name}: offered = served + lost + held + waiting`,
    predicted: sum(({ station }) => station.ledger.offered),
    measured: sum(
      (cell) =>
        cell.station.ledger.countOf(FATE.served) +
        cell.lost +
        cell.station.level +
        cell.station.workers.busy +
        cell.station.waiting,
    ),
    tolerance: 0,
    unit: 'messages',
    source: 'each message has exactly one end; what is held and waits is read off the queues and the workers',
  }
}

function checkSameTraffic(engine: MatrixEngine, row: (typeof CASES)[number]): Check {
  const offered = engine.cells.filter((cell) => cell.row === row).map(({ station }) => station.ledger.offered)
  return {
    id: `same.${row}`,
    label: `${DRAWN[row].label}: messages offered, the least and the most of ten cells`,
    predicted: Math.min(...offered),
    measured: Math.max(...offered),
    tolerance: 0,
    unit: 'messages',
    source: 'the same messages at the same moments, whatever the strategy',
  }
}

/** Little's law over what was queued, in service and waiting. */
function checkLittle({ clock }: MatrixEngine, cell: Cell): Check {
  const { ledger } = cell.station
  const totals = cell.station.totalsAt(clock)
  const area = [TOTAL.level, TOTAL.waiting, TOTAL.busy].reduce((sum, total) => sum + (totals[total] ?? 0), 0)
  let left = 0
  for (let message = 0; message < ledger.offered; message++) {
    const fate = ledger.fate.get(message)
    if (fate === FATE.held || fate === FATE.waiting) left += clock - cell.station.offeredAt(message)
  }
  const count = ledger.countOf(FATE.served)
  return {
    id: `little.${cell.row}`,
    label: `${nameOf(cell)}: in the queue, in service and waiting, on average`,
    predicted: clock === 0 ? 0 : (count === 0 ? left : ledger.ages.mean * count + left) / clock,
    measured: clock === 0 ? 0 : area / clock,
    tolerance: 1e-6,
    unit: 'messages',
    source: "Little's law, L = λW: times message by message, against numbers summed over time",
  }
}

/** What was served cannot have taken more time than there was. */
function checkBusy({ clock }: MatrixEngine, cell: Cell): Check {
  const { station, row } = cell
  const { ledger, messages } = station
  const { mean } = station.workers
  let work = 0
  for (let message = 0; message < ledger.offered; message++) {
    const fate = ledger.fate.get(message)
    const begun = ledger.begunAt.get(message)
    if (fate === FATE.served) work += messages.serviceTime(message, mean)
    else if (fate === FATE.held && begun !== NEVER) work += clock - begun
  }
  return {
    id: `busy.${row}.${cell.column}`,
    label: `${nameOf(cell)}: time at work`,
    predicted: work / SECOND,
    measured: (station.totalsAt(clock)[TOTAL.busy] ?? 0) / SECOND,
    // Ends are rounded to a microsecond.
    tolerance: (1 + ledger.offered) / SECOND,
    unit: 's',
    source: 'the service times of what was begun, added up, against the time the worker was busy',
  }
}
