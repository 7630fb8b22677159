import { SECOND } from '../../engine/kernel/time.ts'
import type { JitterFrame } from '../../engine/jitter/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'
import { FIXED_OR_NETEQ, fixedOf, laneOf, losesNothing, whoHasMore } from './lesson-parts.ts'

/** The lessons of the networks that have one trouble each. */
export const TROUBLE_LESSONS: Readonly<Record<string, Lesson<JitterFrame>>> = {
  'shared-queue': {
    prediction: {
      question:
        'Of the fixed player’s packets, some come too late and some are dropped by the full queue. Which are more after 30 seconds?',
      options: [
        { id: 'late', label: 'those too late' },
        { id: 'lost', label: 'those dropped' },
        { id: 'none', label: 'there are none of either' },
      ],
      at: 30 * SECOND,
      answer: (frame) => {
        const { late = 0, lost = 0 } = laneOf(frame, 'fixed')?.summary ?? {}
        return late + lost === 0 ? 'none' : late > lost ? 'late' : 'lost'
      },
      explanation:
        'A burst fills the queue in a tenth of a second, and while it drains every packet waits: many are late where few are dropped. A longer delay saves the late ones, and none of the dropped.',
    },
    steps: [
      {
        id: 'triangle',
        text: 'Let it run for 10 seconds and look at the arrivals in the delay plot: up with the burst, down at a slope of one.',
        hint: 'The small squares at the bottom of the picture. A wider view shows the triangles better.',
        isDone: ({ now }) => now >= 10 * SECOND,
      },
      {
        id: 'cover',
        text: 'Give the fixed player a delay with which nothing is late in 30 seconds. What is lost still?',
        hint: 'Settings, Player, Fixed delay: a little more than the queue can hold.',
        isDone: (progress) => losesNothing(progress, 30),
      },
      {
        id: 'bloat',
        text: 'Now let the queue hold a whole second: nothing is dropped any more. Who pays?',
        hint: 'Settings, Network, Queue: 1,000 ms. Look at the delay of the whiteboard and at what is late.',
        isDone: ({ params, now }) => Number(params['queue']) >= 1_000 && now >= 30 * SECOND,
      },
    ],
  },
  cells: {
    prediction: {
      question: 'Every change of cell takes a quarter of a second. Who is further behind after a minute?',
      options: FIXED_OR_NETEQ,
      at: 60 * SECOND,
      answer: (frame) => whoHasMore(frame, ['fixed', 'neteq'], ({ delayMs }) => delayMs.mean, 20),
      explanation:
        'The histogram remembers each gap for half a minute and is ready for the next, so it waits longer all the time. The fixed delay pays at every change instead.',
    },
    steps: [
      {
        id: 'change',
        text: 'Go to the first change of cell: nothing comes, then everything that waited.',
        hint: 'Let it run for some seconds, drag the time back to 0, and press ].',
        isDone: ({ done }) => done.has('jumped'),
      },
      {
        id: 'ways',
        text: 'Run to 30 seconds with a view of 20: between the changes each way has a delay of its own.',
        hint: 'The bottom of the cloud of arrivals in the delay plot steps up and down.',
        isDone: ({ now }) => now >= 30 * SECOND,
      },
      {
        id: 'bridge',
        text: 'Find a fixed delay that bridges the gaps of the first 20 seconds: nothing may be late.',
        hint: 'Settings, Player, Fixed delay: a gap and a longer way together. Try 350 ms.',
        isDone: (progress) => losesNothing(progress, 20),
      },
    ],
  },
  clocks: {
    prediction: {
      question:
        'The fixed player has 60 ms to spare, and the clocks part by half a millisecond a second. When does it lose nearly every packet?',
      options: [
        { id: 'never', label: 'never: it plays by timestamp' },
        { id: 'two', label: 'from about two minutes on' },
        { id: 'four', label: 'only after four minutes' },
      ],
      at: 200 * SECOND,
      answer: (frame) => ((laneOf(frame, 'fixed')?.summary.late ?? 0) > 1_000 ? 'two' : 'never'),
      explanation:
        'Its timestamps come from a clock that falls behind. After 120 s they are 60 ms off, and all that was to spare is gone. A real receiver measures the drift and follows it.',
    },
    steps: [
      {
        id: 'late',
        text: 'Let it run until the fixed player loses packets, though the network never changed.',
        hint: 'Two minutes; 50× speed helps.',
        isDone: (progress) => (fixedOf(progress)?.late ?? 0) >= 100,
      },
      {
        id: 'adapt',
        text: 'Add the NetEq-style histogram: it only looks at the last two seconds, so it drifts along.',
        hint: 'Players, above the picture: tick it, and let it run beyond 200 s.',
        isDone: ({ frame, now }) => now >= 200 * SECOND && (laneOf(frame, 'neteq')?.summary.late ?? 50) < 50,
      },
      {
        id: 'other-way',
        text: 'Let the sender’s clock be the faster one. Nothing is late now: who grows instead?',
        hint: 'Settings, Sender, Clock drift: −500 ppm. Run beyond 250 s, and look at the delay of the buffer without timestamps.',
        isDone: ({ frame, params, now }) =>
          Number(params['drift']) < 0 &&
          now >= 250 * SECOND &&
          (laneOf(frame, 'gate-once')?.summary.delayMs.mean ?? 0) > 180,
      },
    ],
  },
}
