import type { MeasureSpec } from '../../stage/define-lab.ts'

/** The matrix lab's numbers, in the order of the engine's `measuresOf`; each over six cells, one of every row. */
export const MATRIX_MEASURES: readonly MeasureSpec[] = [
  {
    id: 'met',
    label: 'Rows whose needs are met',
    unit: 'of 6',
    digits: 0,
    better: 'more',
    definition: 'Rows of the matrix in which everything that kind of data needs was given so far.',
  },
  {
    id: 'offered',
    label: 'Offered',
    unit: 'messages',
    digits: 0,
    better: null,
    definition: 'Messages that came so far. The same for every strategy.',
  },
  {
    id: 'served',
    label: 'Served',
    unit: 'messages',
    digits: 0,
    better: 'more',
    definition: 'Messages whose service is done.',
  },
  {
    id: 'lost',
    label: 'Lost',
    unit: 'messages',
    digits: 0,
    better: 'less',
    definition: 'Messages that were dropped, left out, or gone with the memory of a sender that died.',
  },
  {
    id: 'held',
    label: 'Held',
    unit: 'messages',
    digits: 0,
    better: null,
    definition: 'Messages in a queue or in a worker’s hands now.',
  },
  {
    id: 'waiting',
    label: 'Waiting',
    unit: 'messages',
    digits: 0,
    better: 'less',
    definition: 'Messages that wait at their sender now because a queue is full.',
  },
  {
    id: 'stalled',
    label: 'Senders waited',
    unit: 's',
    digits: 1,
    better: 'less',
    definition: 'How long senders could not send, all rows together.',
  },
  {
    id: 'cost',
    label: 'Workers paid for',
    unit: 'worker-seconds',
    digits: 0,
    better: 'less',
    definition: 'Time of all workers, those that were still starting included.',
  },
]
