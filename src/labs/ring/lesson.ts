import { SECOND } from '../../engine/kernel/time.ts'
import type { LaneFrame, RingFrame } from '../../engine/ring/frame.ts'
import type { Lesson, Progress } from '../../stage/define-lab.ts'

type RingProgress = Progress<RingFrame>

const laneOf = (frame: RingFrame, lane: LaneFrame['lane']): LaneFrame | undefined =>
  frame.lanes.find((candidate) => candidate.lane === lane)

const lostIn = (frame: RingFrame): number => {
  const ring = laneOf(frame, 'ring')?.summary
  return (ring?.overwritten ?? 0) + (ring?.rejected ?? 0)
}

const LESSONS: Readonly<Record<string, Lesson<RingFrame>>> = {
  calm: {
    prediction: null,
    steps: [
      {
        id: 'round',
        text: 'Watch the write end go once around: after the last slot comes the first.',
        hint: 'Let it run for three seconds.',
        isDone: ({ frame }) => (laneOf(frame, 'ring')?.summary.produced ?? 0) > 8,
      },
      {
        id: 'stall-reader',
        text: 'Stop the consumer and watch the ring fill up.',
        hint: 'The button “Stop the consumer” below the picture.',
        isDone: ({ frame }) => frame.consumer.paused && (laneOf(frame, 'ring')?.size ?? 0) >= 8,
      },
      {
        id: 'overwrite',
        text: 'Leave it stopped until the ring overwrites something nobody has read.',
        hint: 'It needs a few more seconds.',
        isDone: ({ frame }) => (laneOf(frame, 'ring')?.summary.overwritten ?? 0) > 0,
      },
    ],
  },
  burst: {
    prediction: {
      question:
        'The bursts come from the same average rate. Will the ring of eight lose anything in 30 seconds?',
      options: [
        { id: 'yes', label: 'yes, it overflows' },
        { id: 'no', label: 'no, it is just large enough' },
      ],
      at: 30 * SECOND,
      answer: (frame) => (lostIn(frame) > 0 ? 'yes' : 'no'),
      explanation:
        'A buffer trades memory for calm: it is full for a moment, and the consumer has caught up before the next burst.',
    },
    steps: [
      {
        id: 'full',
        text: 'Find the moment at which the ring is full.',
        hint: 'Press ] after it has run for ten seconds.',
        isDone: ({ frame }) => laneOf(frame, 'ring')?.size === 8,
      },
      {
        id: 'smaller',
        text: 'How small may the ring be before it loses something? Find a size that loses nothing, and one that does.',
        hint: 'Settings, Buffer, Slots. Look at “overwritten” after 30 seconds.',
        isDone: ({ frame, done, now }: RingProgress) =>
          done.has('set-slots') && now >= 20 * SECOND && lostIn(frame) > 0,
      },
    ],
  },
  'too-fast': {
    prediction: {
      question: 'Ten items a second come in, five go out. What becomes of the list in 30 seconds?',
      options: [
        { id: 'small', label: 'it stays at a handful of items' },
        { id: 'hundred', label: 'it holds more than a hundred' },
      ],
      at: 30 * SECOND,
      answer: (frame) => ((laneOf(frame, 'list')?.size ?? 0) > 100 ? 'hundred' : 'small'),
      explanation:
        'Five more every second, for ever: no memory is large enough. The ring loses half of the items instead, and says so.',
    },
    steps: [
      {
        id: 'moves',
        text: 'Watch what one read costs: the list moves every item that is left, the ring none.',
        hint: 'The measure “Moved by a read”. Let it run for 15 seconds.',
        isDone: ({ frame }) => (laneOf(frame, 'list')?.summary.movedPerPop ?? 0) >= 30,
      },
      {
        id: 'block',
        text: 'Make the producer wait instead of losing items.',
        hint: 'Settings, Buffer: a full ring “makes the producer wait”.',
        isDone: ({ frame }) => (laneOf(frame, 'ring')?.summary.blockedMs ?? 0) > 1_000,
      },
    ],
  },
  blocked: {
    prediction: null,
    steps: [
      {
        id: 'pace',
        text: 'See the producer slow down to the consumer’s pace once the ring is full.',
        hint: 'Let it run for ten seconds; look at “Producer waited”.',
        isDone: ({ frame }) => (laneOf(frame, 'ring')?.summary.blockedMs ?? 0) > 2_000,
      },
    ],
  },
  batch: {
    prediction: null,
    steps: [
      {
        id: 'many',
        text: 'Count the lines one write carries.',
        hint: 'Consumed divided by reads. Let it run for ten seconds.',
        isDone: ({ now }) => now >= 10 * SECOND,
      },
      {
        id: 'single',
        text: 'Now write one line at a time, at the same four writes a second.',
        hint: 'Settings, Consumer, Batch: 1.',
        isDone: ({ frame, params }) => params['batch'] === 1 && lostIn(frame) > 0,
      },
    ],
  },
}

const NONE: Lesson<RingFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const ringLesson = (scenario: string): Lesson<RingFrame> => LESSONS[scenario] ?? NONE
