import { COLUMN_LABELS, COLUMNS, DRAWN, type ColumnId } from './codes.ts'
import type { Cell } from './cell.ts'

export const LANES = ['drawn', 'careful', ...COLUMNS] as const
export type LaneId = (typeof LANES)[number]

export interface LaneAbout {
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  readonly sentence: string
  /** Whether a cell is one of this lane's six. */
  readonly has: (cell: Cell) => boolean
}

const everywhere = (column: ColumnId): LaneAbout => ({
  name: `${COLUMN_LABELS[column]} everywhere`,
  origin: 'production',
  sentence: `One default for all six: ${COLUMN_LABELS[column].toLowerCase()}, carried out with care.`,
  has: (cell) => cell.column === column && cell.manner === 'careful',
})

/** Six cells each, one of every row: the slide's choices in both manners, and every strategy as a default. */
export const LANE_ABOUT: Record<LaneId, LaneAbout> = {
  drawn: {
    name: 'The slide’s choices, as drawn',
    origin: 'whiteboard',
    sentence: 'The best choice of each row, carried out as it is drawn: whatever the message is.',
    has: (cell) => DRAWN[cell.row].choice === cell.column && cell.manner === 'drawn',
  },
  careful: {
    name: 'The slide’s choices, with care',
    origin: 'production',
    sentence:
      'The same choices, carried out with what the data needs: outbox, groups of pictures, weights, keys.',
    has: (cell) => DRAWN[cell.row].choice === cell.column && cell.manner === 'careful',
  },
  block: everywhere('block'),
  'drop-newest': everywhere('drop-newest'),
  'drop-oldest': everywhere('drop-oldest'),
  sample: everywhere('sample'),
  'scale-out': everywhere('scale-out'),
}
