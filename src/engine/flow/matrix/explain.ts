import type { Explanation, Happening } from '../../kernel/engine.ts'
import { explainList, MOST_ALLOWED } from '../../kernel/explain.ts'
import { foremost } from '../../kernel/foremost.ts'
import { toMs } from '../../kernel/time.ts'
import { FATE, FATE_LABELS, LOSSES, type Fate } from '../pressure/codes.ts'
import { TOTAL } from '../station/history.ts'
import { COLUMN_LABELS, DRAWN } from './codes.ts'
import type { Cell } from './cell.ts'
import { LANES } from './lanes.ts'
import type { MatrixEngine } from './matrix-engine.ts'
import { cellsOf } from './measures.ts'
import { needsOf } from './needs.ts'

/** The events behind a lane's measure; null for one that does not exist. */
export function explainMeasure(engine: MatrixEngine, id: string, measure: string): Explanation | null {
  const lane = LANES.find((candidate) => candidate === id)
  if (lane === undefined) return null
  const cells = cellsOf(engine, lane)
  switch (measure) {
    case 'met':
      return explainNeeds(engine, cells)
    case 'offered':
      return explainMessages(cells, null, 'Every message, newest first.')
    case 'served':
      return explainMessages(cells, [FATE.served], 'Newest first.')
    case 'lost':
      return explainMessages(cells, LOSSES, 'Newest first.')
    case 'held':
      return explainMessages(cells, [FATE.held], 'In a queue or in a worker’s hands. Newest first.')
    case 'waiting':
      return explainMessages(cells, [FATE.waiting], 'Waiting at their senders. Newest first.')
    case 'stalled':
      return explainAreas(engine, cells, TOTAL.stalled, 'senders had to wait for')
    case 'cost':
      return explainAreas(engine, cells, TOTAL.paid, 'workers were paid for')
    default:
      return null
  }
}

const nameOf = ({ row, column }: Cell): string =>
  `${DRAWN[row].label}, ${COLUMN_LABELS[column].toLowerCase()}`

function explainNeeds(engine: MatrixEngine, cells: readonly Cell[]): Explanation {
  const events = cells.flatMap((cell) =>
    needsOf(cell, engine.settings, engine.clock).map((need): Happening => {
      const number = Number.isNaN(need.measured) ? 'nothing yet' : need.measured.toFixed(need.digits)
      return {
        time: engine.clock,
        text: `${nameOf(cell)}: ${need.label}: ${number} ${need.unit}, ${need.id === 'shown' ? 'at least' : 'at most'} ${need.limit}: ${need.isMet ? 'met' : 'not met'}`,
        thing: cell.id,
      }
    }),
  )
  return { text: 'Every need of the six rows, and what it came to so far.', events, total: events.length }
}

/** Messages of these fates (null: all), newest first. */
function explainMessages(cells: readonly Cell[], fates: readonly Fate[] | null, text: string): Explanation {
  let total = 0
  const found = cells.flatMap((cell) => {
    const { ledger } = cell.station
    const wanted = fates === null ? null : new Set<number>(fates)
    const timeOf = (message: number): number => {
      const fate = ledger.fate.get(message)
      return fate === FATE.held || fate === FATE.waiting || fates === null
        ? cell.station.offeredAt(message)
        : ledger.endedAt.get(message)
    }
    const rows = foremost(ledger.offered, MOST_ALLOWED, (message) => {
      if (wanted !== null && !wanted.has(ledger.fate.get(message))) return Number.NaN
      total += 1
      return timeOf(message)
    })
    return rows.map((message): Happening => {
      const fate = ledger.fate.get(message) as Fate // the column holds codes of FATE
      return {
        time: timeOf(message),
        text: `${nameOf(cell)}: message ${message} ${FATE_LABELS[fate]}`,
        thing: cell.id,
      }
    })
  })
  const events = found.sort((a, b) => b.time - a.time).slice(0, MOST_ALLOWED)
  return { text: total === 0 ? 'There is none.' : text, events, total }
}

function explainAreas(
  engine: MatrixEngine,
  cells: readonly Cell[],
  total: number,
  words: string,
): Explanation {
  const rows = cells
    .map((cell) => ({ cell, area: cell.station.totalsAt(engine.clock)[total] ?? 0 }))
    .sort((a, b) => b.area - a.area)
  return explainList(
    'Row by row, the most first.',
    rows.map(({ cell, area }) => ({
      time: engine.clock,
      text: `${nameOf(cell)}: ${words} ${(toMs(area) / 1_000).toFixed(1)} s`,
      thing: cell.id,
    })),
    MOST_ALLOWED,
  )
}
