import { SECOND } from '../../engine/kernel/time.ts'
import { COLUMN_LABELS, DRAWN } from '../../engine/flow/matrix/codes.ts'
import type { MatrixFrame, MatrixLane } from '../../engine/flow/matrix/frame.ts'
import { MATRIX_SETTINGS } from '../../engine/flow/matrix/settings.ts'
import { defineLab, lazyView, type LaneReadout } from '../../stage/define-lab.ts'
import { card } from './card.ts'
import { matrixLesson } from './lesson.ts'
import { MATRIX_MEASURES } from './measures.ts'
import { MATRIX_SCENARIOS } from './scenarios.ts'

export const lab = defineLab<MatrixFrame>({
  ...card,
  params: MATRIX_SETTINGS,
  scenarios: MATRIX_SCENARIOS,
  scenarioLabel: 'What happens',
  files: null,
  paramsFor: (_, params) => params,
  fixedByFile: [],
  measures: MATRIX_MEASURES,
  lanes: ({ lanes }) => lanes.map(readLane),
  describe,
  news,
  lesson: matrixLesson,
  byHand:
    'Press a cell, or go through the matrix with the arrow keys, to see what became of its messages, as drawn and with care. Move a need in the settings and the verdicts move with it.',
  leavesOut: [
    'Every row is one queue with one worker, or a few. Real systems have several stages: see “One slow stage”.',
    'An outbox costs nothing here, and a sender that begins anew sends nothing twice. A real one needs a key by which the receiver knows what it has already seen.',
    'Pictures of the video depend on each other by a fixed pattern of twelve, and all are of one size.',
    'The needs are examples, not rules. They can be moved in the settings.',
  ],
  view: {
    before: 60 * SECOND,
    narrow: 60 * SECOND,
    after: 0,
    choices: [60 * SECOND],
  },
  speed: 5,
  View: lazyView(async () => (await import('./View.tsx')).View),
})

const readLane = ({ lane, name, origin, sentence, values, summary }: MatrixLane): LaneReadout => ({
  id: lane,
  name,
  origin,
  summary: sentence,
  values,
  conservation: [
    { label: 'offered', count: summary.offered },
    { label: 'served', count: summary.served },
    { label: 'lost', count: summary.lost },
    { label: 'held', count: summary.held },
    { label: 'waiting', count: summary.waiting },
  ],
})

function describe({ now, lanes }: MatrixFrame): string {
  const parts = lanes.map(({ name, summary }) => `${name}: ${summary.met} of 6 rows have what they need`)
  return `After ${(now / SECOND).toFixed(1)} s. ${parts.join('. ')}.`
}

/** Cells, with care, whose needs are no longer met, or are met again. */
function news(before: MatrixFrame, after: MatrixFrame): string[] {
  if (after.now < before.now) return []
  return after.cells.flatMap((cell, i) => {
    if (cell.manner === 'drawn' || before.cells[i]?.isMet !== !cell.isMet) return []
    const name = `${DRAWN[cell.row].label}, ${COLUMN_LABELS[cell.column].toLowerCase()}`
    return [`${name}: ${cell.isMet ? 'has what it needs' : 'no longer has what it needs'}.`]
  })
}
