import { SECOND } from '../../engine/kernel/time.ts'
import type { WarningFrame, WarningLane } from '../../engine/flow/warning/frame.ts'
import type { Lesson, Step } from '../../stage/define-lab.ts'

const laneOf = (frame: WarningFrame, id: WarningLane['id']): WarningLane['summary'] | undefined =>
  frame.lanes.find((lane) => lane.id === id)?.summary

const verdictOf = (frame: WarningFrame): WarningLane['summary']['verdict'] | undefined =>
  laneOf(frame, 'production')?.verdict

const win = (text: string, hint: string): Step<WarningFrame> => ({
  id: 'win',
  text,
  hint,
  isDone: ({ frame }) => verdictOf(frame) === 'won',
})

const LESSONS: Readonly<Record<string, Lesson<WarningFrame>>> = {
  bloat: {
    prediction: {
      question:
        'The consumer slows down at 120 seconds, before a buffer of 20,000 messages. How long after messages are too late is the first one lost?',
      options: [
        { id: 'soon', label: 'within half a minute' },
        { id: 'minutes', label: 'minutes later' },
      ],
      at: 420 * SECOND,
      answer: ({ failing }) => (failing.firstLoss - failing.firstBroken > 60 * SECOND ? 'minutes' : 'soon'),
      explanation:
        'A huge buffer hides the loss, not the delay: that is bufferbloat. Memory that grows without end is another thing, an unbounded queue.',
    },
    steps: [
      {
        id: 'late',
        text: 'Let it run to the first loss: how long before it did production page?',
        hint: 'Go to 420 seconds and read the verdicts below the picture.',
        isDone: ({ frame }) => verdictOf(frame) === 'late',
      },
      win(
        'Set a threshold so that the page comes at least 30 seconds before the loss, and never in the calm run.',
        'Settings, Production: buffer: page when full within 120 s. From the start, then go to 420 seconds.',
      ),
    ],
  },
  cascade: {
    prediction: {
      question: 'The second stage slows down. Which of the two buffers is full first?',
      options: [
        { id: 'first', label: 'the one at the entrance, where messages get lost' },
        { id: 'second', label: 'the one of the slow stage' },
      ],
      at: 220 * SECOND,
      answer: ({ failing: { readings } }) => {
        const entry = readings.entry.at(-1) ?? 0
        return (readings.queued.at(-1) ?? 0) - entry > entry ? 'second' : 'first'
      },
      explanation:
        'Backpressure travels against the stream: the slow stage fills, then the stage before it must wait, then that fills. Who watches the entrance alone sees it last.',
    },
    steps: [
      {
        id: 'vain',
        text: 'Production pages in time, but what does it do in the calm run?',
        hint: 'Go to 300 seconds and look at the strip of the calm run.',
        isDone: ({ frame }) => (laneOf(frame, 'production')?.falsePages ?? 0) > 0,
      },
      win(
        'Keep the page and lose the false ones.',
        'Settings: slope over the last 60 s, and only after it has held for 15 s. From the start, then go to 300 seconds.',
      ),
    ],
  },
  lag: {
    prediction: {
      question:
        'How often do the static thresholds page in 300 seconds of the calm run, in which nothing fails?',
      options: [
        { id: 'never', label: 'never' },
        { id: 'once', label: 'once or twice' },
        { id: 'often', label: 'more often' },
      ],
      at: 300 * SECOND,
      answer: (frame) => {
        const pages = laneOf(frame, 'whiteboard')?.falsePages ?? 0
        return pages === 0 ? 'never' : pages <= 2 ? 'once' : 'often'
      },
      explanation:
        'A burst makes a healthy consumer busy: it works at its limit for a few seconds, as it should. A raw value over a line is not yet a failure.',
    },
    steps: [
      {
        id: 'silent',
        text: 'See the loss come without a page of production.',
        hint: 'Go to 340 seconds: the slope over one minute swings with every burst.',
        isDone: ({ frame }) => verdictOf(frame) === 'silent',
      },
      win(
        'Find rules that tell this slow failure from a burst.',
        'Settings: slope over the last 120 s and page when full within 240 s; or page by the lag in seconds. From the start, then go to 340 seconds.',
      ),
    ],
  },
  blocking: {
    prediction: {
      question: 'Single messages take longer and longer. Does the buffer’s slope foretell the loss?',
      options: [
        { id: 'yes', label: 'yes, it pages in time' },
        { id: 'no', label: 'no, it is empty most of the time, and full at once' },
      ],
      at: 500 * SECOND,
      answer: (frame) => (verdictOf(frame) === 'won' ? 'yes' : 'no'),
      explanation:
        'The queue is empty between two slow messages. The median (p50: half are faster) is calm; only the slowest in a hundred tell.',
    },
    steps: [
      {
        id: 'silent',
        text: 'Go to the first loss, and compare p50 with p99 on the way.',
        hint: 'Go to 500 seconds. Before that, p50 is calm while p99 jumps.',
        isDone: ({ frame }) => verdictOf(frame) === 'silent',
      },
      win(
        'Page by what the messages feel.',
        'Settings, Production: latency: page at a burn rate of 10 times. From the start, then go to 500 seconds.',
      ),
    ],
  },
  calm: {
    prediction: null,
    steps: [
      {
        id: 'vain',
        text: 'Nothing fails. See production page all the same.',
        hint: 'Go to 200 seconds: a slope over 10 seconds takes every burst for the end.',
        isDone: ({ frame }) => (laneOf(frame, 'production')?.falsePages ?? 0) > 0,
      },
      win(
        'Let nobody be woken in ten minutes.',
        'Settings: slope over the last 60 s, and only after it has held for 15 s. From the start, then go to 600 seconds.',
      ),
    ],
  },
}

const NONE: Lesson<WarningFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const warningLesson = (scenario: string): Lesson<WarningFrame> => LESSONS[scenario] ?? NONE
