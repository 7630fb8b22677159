import { SECOND } from '../../engine/kernel/time.ts'
import {
  isAt,
  lossesOf,
  lossShareOf,
  numberOf,
  plainlyOf,
  recentSwitches,
  weightedOf,
  type PressureLesson,
} from './lesson-parts.ts'

/** The lessons about what a policy chooses: who pays, and with what. */
export const POLICY_LESSONS: Readonly<Record<string, PressureLesson>> = {
  mismatch: {
    prediction: {
      question:
        'The list has 24 MB of memory, a message 1 kB. Who has lost the largest share after 15 seconds?',
      options: [
        { id: 'unbounded', label: 'the unbounded queue' },
        { id: 'drop-newest', label: 'the one that drops the newest' },
        { id: 'block', label: 'the one that blocks' },
      ],
      at: 15 * SECOND,
      answer: (frame) =>
        ['unbounded', 'drop-newest', 'block'].toSorted(
          (a, b) => numberOf(frame, b, lossShareOf) - numberOf(frame, a, lossShareOf),
        )[0] ?? '',
      explanation:
        'For 12 seconds the list lost nothing. Then its process died, and with it 24,000 messages and all that came until it was back. A bounded queue loses what it must and no more; one that blocks loses nothing, but its producer holds what cannot go in.',
    },
    steps: [
      {
        id: 'stalls',
        text: 'Let it run until the producer in the lane “Block” stalls. Where do its messages wait now?',
        hint: 'About five seconds. The gate shuts, and the producer’s own box fills up, on the scale of the queue.',
        isDone: ({ frame }) => numberOf(frame, 'block', ({ stalledMs }) => stalledMs) > 500,
      },
      {
        id: 'dies',
        text: 'Go on until the process of the unbounded queue is out of memory.',
        hint: 'A little more than 12 seconds; or press ] for the next trouble.',
        isDone: ({ frame }) => numberOf(frame, 'unbounded', ({ counts }) => counts.lostInCrash) > 0,
      },
      {
        id: 'younger',
        text: 'Without another worker, let what comes out of “Drop newest” be younger than 0.2 s. Does it lose more?',
        hint: 'Settings, Queue, Capacity: 1,000, from the start; then run to 8 s. In the long run 20 % must go either way.',
        isDone: (progress) =>
          isAt(progress, 8) &&
          Number(progress.params['service']) <= 8_000 &&
          numberOf(progress.frame, 'drop-newest', ({ ages }) => ages.p99) < 200,
      },
      {
        id: 'enough',
        text: 'Now let the worker serve enough that in 12 seconds nobody loses anything.',
        hint: 'Settings, Service: a little more than comes in, 10,500 messages/s, from the start.',
        isDone: (progress) =>
          isAt(progress, 12) && progress.frame.lanes.every((lane) => lossesOf(lane) === 0),
      },
    ],
  },
  'one-burst': {
    prediction: {
      question: 'The burst lasts from 4 s to 6 s. When is the queue of the policy that blocks empty again?',
      options: [
        { id: 'soon', label: 'by 8 s' },
        { id: 'later', label: 'by 12 s' },
        { id: 'late', label: 'after 12 s' },
      ],
      at: 12 * SECOND,
      answer: (frame) => {
        const left = numberOf(frame, 'block', ({ level, waiting }) => level + waiting)
        return left > 100 ? 'late' : 'later'
      },
      explanation:
        'Two seconds of 18,000 where 8,000 can be served leave 20,000 behind, and afterwards only 2,000 a second are to spare: ten seconds. A burst is long gone when its wait is still there.',
    },
    steps: [
      {
        id: 'after',
        text: 'Let it run beyond the burst, to 10 s: the same burst, eight ends.',
        hint: 'The chart below the lanes holds each against one of them: try “Lost” and “Wait, p99”.',
        isDone: (progress) => isAt(progress, 10),
      },
      {
        id: 'hold',
        text: 'Find a capacity with which “Drop newest” loses nothing in 10 seconds. How long are its waits then?',
        hint: 'Settings, Queue, Capacity: 20,000 hold the whole burst; from the start, then run to 10 s.',
        isDone: (progress) =>
          isAt(progress, 10) &&
          progress.done.has('set-capacity') &&
          numberOf(progress.frame, 'drop-newest', lossesOf) === 0,
      },
      {
        id: 'startup',
        text: 'With 10,000 places: how quickly must a worker start for “Scale out” to lose less than half of what “Drop newest” does?',
        hint: 'Settings, Policies in detail, A worker starts in: 0.2 s; then run to 10 s.',
        isDone: ({ frame, params, ...progress }) =>
          isAt(progress, 10) &&
          Number(params['capacity']) <= 10_000 &&
          numberOf(frame, 'scale-out', lossesOf) < numberOf(frame, 'drop-newest', lossesOf) / 2,
      },
    ],
  },
  adaptive: {
    prediction: {
      question:
        'Once its queue is 80 % full, how often does the rule with two thresholds change its strategy?',
      options: [
        { id: 'once', label: 'about once a second' },
        { id: 'tens', label: 'some ten times a second' },
        { id: 'thousand', label: 'more than a thousand times a second' },
      ],
      at: 12 * SECOND,
      answer: (frame) => {
        const rate = recentSwitches(frame, 'adaptive-whiteboard')
        return rate > 1_000 ? 'thousand' : rate > 5 ? 'tens' : 'once'
      },
      explanation:
        'It asks anew for each message. Just above 80 % it drops one half, which brings the level below 80 % within a few messages; then it keeps all, and is above again. Hysteresis enters at 80 % and leaves at 60 %: about one switch a second, and the same loss. How many thousands it is depends on how messages come. Handed over in batches, one a millisecond, and each served in the same time, 10,000 a second make 1,867 switches a second over a minute and 20,000 make 1,492; one by one at random 20,000 make more than 3,000.',
    },
    steps: [
      {
        id: 'flap',
        text: 'Let it run until the first lane’s strip of strategies is nothing but switches.',
        hint: 'About five seconds. Where switches cannot be told apart the strip says how many there are.',
        isDone: ({ frame }) => recentSwitches(frame, 'adaptive-whiteboard') > 1_000,
      },
      {
        id: 'listed',
        text: 'List the switches of the rule with hysteresis: which signal, and which threshold?',
        hint: 'Open “Switches of strategy” below the picture, and press the lane’s name there.',
        isDone: ({ done }) => done.has('selected'),
      },
      {
        id: 'same',
        text: 'Run to 20 s and compare the losses: what did 30,000 switches buy?',
        hint: 'The row “Lost” in the table of measures. Next to nothing: a fifth has to go in any case.',
        isDone: (progress) => isAt(progress, 20),
      },
      {
        id: 'double',
        text: 'Let 20,000 a second come: keeping one half is not enough. See what the first rule does then, and which places it never uses.',
        hint: 'Settings, Arrivals: 20,000, from the start. Beyond 95 % it drops the oldest, though 500 places are free.',
        isDone: ({ frame }) =>
          numberOf(frame, 'adaptive-whiteboard', ({ counts }) => counts.droppedOldest) > 1_000,
      },
    ],
  },
  sampling: {
    prediction: {
      question: 'How many of the views do the survivors of “Keep one half” show, counted as they are?',
      options: [
        { id: 'half', label: 'about one half' },
        { id: 'most', label: 'about four fifths' },
        { id: 'all', label: 'all of them' },
      ],
      at: 10 * SECOND,
      answer: (frame) => {
        const share = numberOf(frame, 'sample-half', plainlyOf)
        return share < 0.65 ? 'half' : share < 0.95 ? 'most' : 'all'
      },
      explanation:
        'Half of the messages carry half of the views. Each survivor must count twice: its weight is 1 / (the chance with which it was kept). Without the weight every dashboard is wrong by a factor that changes with the load.',
    },
    steps: [
      {
        id: 'weighted',
        text: 'Run to 10 s and compare × and ■ in the estimate below the picture. Which lane keeps sessions whole?',
        hint: 'Matched sampling decides by a hash of the session, so that a session is kept or left out as a whole.',
        isDone: (progress) => isAt(progress, 10),
      },
      {
        id: 'no-weight',
        text: 'Add “Drop newest”: it loses fewer, but nobody knows with which chance. See that weights cannot help it.',
        hint: 'Policies, above the picture: tick it, and run to 10 s. Its × and ■ are the same, and both are too low.',
        isDone: (progress) =>
          isAt(progress, 10) && numberOf(progress.frame, 'drop-newest', weightedOf) < 0.95,
      },
      {
        id: 'too-much',
        text: 'Let 20,000 a second come. One half is too much now: what becomes of its weighted estimate?',
        hint: 'Settings, Arrivals: 20,000, from the start; run to 20 s. Its queue is full and drops on top, without any weight.',
        isDone: (progress) => isAt(progress, 15) && numberOf(progress.frame, 'sample-half', weightedOf) < 0.9,
      },
    ],
  },
  'scale-out': {
    prediction: {
      question:
        'Half as much again comes in as one worker serves. A second one is two seconds away. What share does “Scale out” lose in 30 s?',
      options: [
        { id: 'none', label: 'none' },
        { id: 'few', label: 'a few in a hundred' },
        { id: 'third', label: 'a third, as “Drop newest” does' },
      ],
      at: 30 * SECOND,
      answer: (frame) => {
        const share = numberOf(frame, 'scale-out', ({ lossShare }) => lossShare)
        return share === 0 ? 'none' : share < 0.1 ? 'few' : 'third'
      },
      explanation:
        'From a full queue until the second worker serves, what does not fit is lost; after that nothing is. It is paid for in workers: more than twice the worker-seconds.',
    },
    steps: [
      {
        id: 'too-late',
        text: 'Let it run until the second worker serves. What was lost until then?',
        hint: 'About four seconds: it is asked for at 80 % and takes two seconds to start.',
        isDone: ({ frame }) =>
          numberOf(frame, 'scale-out', ({ workers }) => workers.running.at(-1) ?? 0) > 1 &&
          numberOf(frame, 'scale-out', lossesOf) > 0,
      },
      {
        id: 'in-time',
        text: 'Let workers start so fast that “Scale out” loses nothing in 10 s.',
        hint: 'Settings, Policies in detail, A worker starts in: 0.2 s. Or begin earlier: a lower warning threshold.',
        isDone: (progress) => isAt(progress, 10) && numberOf(progress.frame, 'scale-out', lossesOf) === 0,
      },
    ],
  },
}
