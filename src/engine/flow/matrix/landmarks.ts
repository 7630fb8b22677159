import type { Landmark } from '../../kernel/engine.ts'
import { SECOND } from '../../kernel/time.ts'
import { LOSSES } from '../pressure/codes.ts'
import { COLUMN_LABELS, DRAWN } from './codes.ts'
import type { Cell } from './cell.ts'
import type { MatrixEngine } from './matrix-engine.ts'

/** The rush, the crash, and the first loss of each cell whose row must not lose anything. Oldest first. */
export function landmarksOf(engine: MatrixEngine): Landmark[] {
  const { rushAt, rushFor, crash } = engine.settings
  const turns = [
    { time: rushAt * SECOND, label: 'the rush begins' },
    { time: (rushAt + rushFor) * SECOND, label: 'the rush is over' },
    ...(crash > 0 ? [{ time: crash * SECOND, label: 'senders die and begin anew' }] : []),
  ]
  return [
    ...turns.map((turn) => ({ ...turn, kind: 'turn' as const })),
    ...engine.cells.filter(({ manner }) => manner === 'careful').flatMap(firstLoss),
  ]
    .filter(({ time }) => time <= engine.clock)
    .sort((a, b) => a.time - b.time)
}

function firstLoss(cell: Cell): Landmark[] {
  if (cell.lost === 0) return []
  const { order, fate, endedAt } = cell.station.ledger
  const losses = new Set<number>(LOSSES)
  for (let row = 0; row < order.length; row++) {
    const message = order.get(row)
    if (!losses.has(fate.get(message))) continue
    return [
      {
        time: endedAt.get(message),
        kind: 'trouble',
        label: `${DRAWN[cell.row].label}, ${COLUMN_LABELS[cell.column].toLowerCase()}: the first message lost`,
      },
    ]
  }
  return []
}
