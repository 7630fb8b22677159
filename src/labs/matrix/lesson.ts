import { SECOND } from '../../engine/kernel/time.ts'
import type { CaseId, ColumnId, Manner } from '../../engine/flow/matrix/codes.ts'
import type { CellFrame, MatrixFrame, MatrixLane } from '../../engine/flow/matrix/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'

const cellOf = (frame: MatrixFrame, row: CaseId, column: ColumnId, manner: Manner): CellFrame | undefined =>
  frame.cells.find((cell) => cell.row === row && cell.column === column && cell.manner === manner)

const metBy = ({ lanes }: MatrixFrame, lane: MatrixLane['lane']): number =>
  lanes.find((candidate) => candidate.lane === lane)?.summary.met ?? 0

const LESSONS: Readonly<Record<string, Lesson<MatrixFrame>>> = {
  rush: {
    prediction: {
      question:
        'The slide picks a best choice for each of the six rows. Carried out just as drawn, how many rows have what they need after the rush and the crash?',
      options: [
        { id: 'none', label: 'none or one' },
        { id: 'half', label: 'two to four' },
        { id: 'most', label: 'five or all six' },
      ],
      at: 58 * SECOND,
      answer: (frame) => {
        const met = metBy(frame, 'drawn')
        return met <= 1 ? 'none' : met <= 4 ? 'half' : 'most'
      },
      explanation:
        'The choice is right in every row, and not enough in any: a payment needs an outbox, a video whole groups of pictures, a metric its weight, a price the newest of its symbol.',
    },
    steps: [
      {
        id: 'press',
        text: 'Press the cell of financial transactions and Block. Who loses payments although nobody drops any?',
        hint: 'Let it run past the crash at 25 seconds, then press the cell, and compare “as drawn” with “with care”.',
        isDone: ({ frame, done }) =>
          done.has('selected') && (cellOf(frame, 'payments', 'block', 'drawn')?.lostWithSender ?? 0) > 0,
      },
      {
        id: 'default',
        text: 'Find the single default that meets the most rows, and what it costs.',
        hint: 'The numbers below: “Rows whose needs are met” and “Workers paid for”, at 50 seconds or later.',
        isDone: ({ frame, now }) => now >= 50 * SECOND && metBy(frame, 'scale-out') > metBy(frame, 'block'),
      },
      {
        id: 'need',
        text: 'Ask less of a price: let it be two seconds old. Which cells of the row turn?',
        hint: 'Settings, Needs: “A price arrives within” 2,000 ms.',
        isDone: ({ frame }) =>
          frame.settings.tickerWithin >= 2_000 &&
          cellOf(frame, 'tickers', 'drop-newest', 'careful')?.isMet === true,
      },
    ],
  },
  'no-crash': {
    prediction: {
      question:
        'Nobody dies this time. Does Block as drawn, with messages in the sender’s memory, serve the payments?',
      options: [
        { id: 'yes', label: 'yes, nothing is lost' },
        { id: 'no', label: 'no, it loses some all the same' },
      ],
      at: 58 * SECOND,
      answer: (frame) => (cellOf(frame, 'payments', 'block', 'drawn')?.isMet === true ? 'yes' : 'no'),
      explanation: 'On a good day memory and an outbox look alike. They differ on the day that matters.',
    },
    steps: [
      {
        id: 'crash',
        text: 'Now let the senders die amid the rush, at 25 seconds.',
        hint: 'Settings, Load: “Senders die” 25 s. Look at 40 seconds.',
        isDone: ({ frame }) => (cellOf(frame, 'payments', 'block', 'drawn')?.lostWithSender ?? 0) > 0,
      },
    ],
  },
  'long-queue': {
    prediction: {
      question:
        'With twenty seconds of queue, do live video and prices arrive in time if the newest is dropped?',
      options: [
        { id: 'yes', label: 'yes, hardly anything is dropped' },
        { id: 'no', label: 'no, everything arrives, and too old' },
      ],
      at: 40 * SECOND,
      answer: (frame) => (cellOf(frame, 'tickers', 'drop-newest', 'careful')?.isMet === true ? 'yes' : 'no'),
      explanation:
        'A long queue trades loss for delay. Where old is worthless, that is the worse bargain: bufferbloat.',
    },
    steps: [
      {
        id: 'fresh',
        text: 'Find the one cell of the stock tickers’ row that stays fresh whatever the queue.',
        hint: 'Press “Drop oldest”: with care only the newest price of each symbol is served. Look at 30 seconds.',
        isDone: ({ frame, done, now }) =>
          done.has('selected') &&
          now >= 28 * SECOND &&
          cellOf(frame, 'tickers', 'drop-oldest', 'careful')?.isMet === true,
      },
      {
        id: 'short',
        text: 'Make the queues short and see delay turn into loss.',
        hint: 'Settings, Strategies: Queue 0.2 s of work. Look at 40 seconds.',
        isDone: ({ frame }) =>
          frame.settings.buffer <= 0.2 && (cellOf(frame, 'tickers', 'drop-newest', 'careful')?.lost ?? 0) > 0,
      },
    ],
  },
  double: {
    prediction: null,
    steps: [
      {
        id: 'wait',
        text: 'See how long payments wait where nothing may be lost.',
        hint: 'Let it run to 45 seconds: financial transactions, Block, with care.',
        isDone: ({ frame }) => (cellOf(frame, 'payments', 'block', 'careful')?.p99Ms ?? 0) > 10_000,
      },
      {
        id: 'start',
        text: 'Buy workers that start at once.',
        hint: 'Settings, Strategies: “A worker starts in” 1 s. Look at 45 seconds.',
        isDone: ({ frame, now }) => frame.settings.startup <= 1 && now >= 45 * SECOND,
      },
    ],
  },
}

const NONE: Lesson<MatrixFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const matrixLesson = (scenario: string): Lesson<MatrixFrame> => LESSONS[scenario] ?? NONE
