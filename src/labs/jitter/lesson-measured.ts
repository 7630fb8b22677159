import { SECOND } from '../../engine/kernel/time.ts'
import type { JitterFrame } from '../../engine/jitter/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'
import { FIXED_OR_NETEQ, fixedOf, laneOf, losesNothing, whoHasMore } from './lesson-parts.ts'

/** The lessons of the networks that were fitted to measurements. */
export const MEASURED_LESSONS: Readonly<Record<string, Lesson<JitterFrame>>> = {
  '5g-city': {
    prediction: {
      question:
        'Twice a minute a packet is stuck for a fifth of a second. Who is further behind after a minute?',
      options: [
        { id: 'whiteboard', label: 'the whiteboard buffer' },
        { id: 'fixed', label: 'the fixed delay of 20 ms' },
        { id: 'same', label: 'neither: within 20 ms' },
      ],
      at: 60 * SECOND,
      answer: (frame) => whoHasMore(frame, ['whiteboard', 'fixed'], ({ delayMs }) => delayMs.mean, 20),
      explanation:
        'The whiteboard stands still while nothing comes, and stays that much behind for ever. The fixed delay loses what was stuck and is back at once: a few packets against a delay without end.',
    },
    steps: [
      {
        id: 'stuck',
        text: 'Go to the first packet that gets stuck, and see those behind it come out with it.',
        hint: 'Let it run for 10 seconds, drag the time back to 0, and press ].',
        isDone: ({ done }) => done.has('jumped'),
      },
      {
        id: 'price',
        text: 'What would it cost to lose nothing in the first minute? Find a fixed delay that does it.',
        hint: 'Settings, Player, Fixed delay: the longest triangle in the delay plot. 300 ms do.',
        isDone: (progress) => losesNothing(progress, 60),
      },
      {
        id: 'call',
        text: 'Compare the opinion of the call with that of 20 ms: was it worth it?',
        hint: 'Press Compare, choose “the same run with one setting changed”, and take the fixed delay.',
        isDone: ({ done }) => done.has('compared'),
      },
    ],
  },
  '5g-spells': {
    prediction: {
      question:
        'In a bad spell every packet takes some 40 ms more. Who has more packets too late after 20 seconds?',
      options: FIXED_OR_NETEQ,
      at: 20 * SECOND,
      answer: (frame) => whoHasMore(frame, ['fixed', 'neteq'], ({ late }) => late, 20),
      explanation:
        'The fixed delay was chosen for calm times and loses packets for as long as the spell lasts. The histogram loses some at its beginning, then it has learned.',
    },
    steps: [
      {
        id: 'learn',
        text: 'Watch the histogram’s aim rise in the bad spell, to 100 ms or more.',
        hint: 'The dashed line of the delay plot, in the first seconds.',
        isDone: ({ frame }) => (laneOf(frame, 'neteq')?.summary.targetMs ?? 0) >= 100,
      },
      {
        id: 'forget',
        text: 'And how long does it take to come down again, once calm is back? Wait until it aims at 60 ms or less.',
        hint: 'Let it run on; the spell of this seed is over within 12 seconds.',
        isDone: ({ frame, now }) =>
          now >= 25 * SECOND && (laneOf(frame, 'neteq')?.summary.targetMs ?? Infinity) <= 60,
      },
      {
        id: 'fixed',
        text: 'Find a fixed delay that loses nothing in the first 20 seconds, and see what it costs in the calm.',
        hint: 'Settings, Player, Fixed delay: 110 ms do. Look at its mean delay, and at the histogram’s.',
        isDone: (progress) => losesNothing(progress, 20),
      },
    ],
  },
  '5g-rural': {
    prediction: {
      question: 'How many interruptions of 150 ms and more does a fixed delay of 100 ms leave in one minute?',
      options: [
        { id: 'none', label: 'none: 100 ms are plenty' },
        { id: 'few', label: 'one or two' },
        { id: 'many', label: 'three or more' },
      ],
      at: 60 * SECOND,
      answer: (frame) => {
        const count = laneOf(frame, 'fixed')?.summary.quality.interruptions ?? 0
        return count === 0 ? 'none' : count < 3 ? 'few' : 'many'
      },
      explanation:
        'A packet is stuck some twenty times a minute, and times differ: one in four is stuck for more than a quarter of a second. What is above 100 ms is a gap, and above 250 ms one of 150.',
    },
    steps: [
      {
        id: 'minute',
        text: 'Play one minute, and look at what is behind the number of video freezes.',
        hint: 'Below the picture: “All measures”, then press the number beside “Video freezes”.',
        isDone: ({ now }) => now >= 60 * SECOND,
      },
      {
        id: 'stall',
        text: 'Let the players wait for late packets instead of skipping them: nothing is lost now. What is the price?',
        hint: 'Settings, Player, When a packet is late: Stall.',
        isDone: (progress) =>
          progress.params['late'] === 'stall' && progress.now >= 60 * SECOND && fixedOf(progress)?.late === 0,
      },
      {
        id: 'adapt',
        text: 'Add the NetEq-style histogram: it waits longer, and stands still less often.',
        hint: 'Players, above the picture: tick “NetEq-style histogram”, and play a minute.',
        isDone: ({ frame, now }) => now >= 60 * SECOND && laneOf(frame, 'neteq') !== undefined,
      },
    ],
  },
  call: {
    prediction: {
      question: 'Which fixed delay makes the best call here: 60, 140 or 400 ms above the fastest packet?',
      options: [
        { id: '60', label: '60 ms: a fresh delay is worth more than a lost packet' },
        { id: '140', label: '140 ms' },
        { id: '400', label: '400 ms: then nothing is late' },
      ],
      at: 30 * SECOND,
      answer: () => '140',
      explanation:
        'At 60 ms half of the sound is missing. At 140 ms hardly a packet is late, and the whole way takes some 180 ms. At 400 ms nothing is late either, but people begin to talk into each other.',
    },
    steps: [
      {
        id: 'bad',
        text: 'Play 20 seconds with 60 ms, and read the opinion people would have of that call.',
        hint: 'The last of the measures below the picture. 1 is bad, 4.5 is as good as it gets.',
        isDone: (progress) => progress.now >= 20 * SECOND && (fixedOf(progress)?.quality.opinion ?? 5) < 2,
      },
      {
        id: 'best',
        text: 'Find a fixed delay with an opinion of 4 or better after 30 seconds.',
        hint: 'Settings, Player, Fixed delay: the p99 of this network is about 115 ms.',
        isDone: (progress) => progress.now >= 30 * SECOND && (fixedOf(progress)?.quality.opinion ?? 0) >= 4,
      },
      {
        id: 'too-much',
        text: 'Now overdo it: with 400 ms nothing is late, and the opinion falls again. Press it to see why.',
        hint: 'Settings, Player, Fixed delay: 400 ms. Behind the number stands what the delay takes off.',
        isDone: (progress) =>
          progress.now >= 30 * SECOND &&
          fixedOf(progress)?.late === 0 &&
          (fixedOf(progress)?.quality.opinion ?? 5) < 3.5,
      },
    ],
  },
  internet: {
    prediction: {
      question:
        'On this path 95 of 100 packets are within 20 ms of the fastest. What does a fixed delay of 20 ms lose in a minute?',
      options: [
        { id: 'nothing', label: 'less than 1 %' },
        { id: 'some', label: '1 to 10 %' },
        { id: 'much', label: 'more than 10 %' },
      ],
      at: 60 * SECOND,
      answer: (frame) => {
        const { late = 0, sent = 1 } = laneOf(frame, 'fixed')?.summary ?? {}
        const share = late / sent
        return share < 0.01 ? 'nothing' : share <= 0.1 ? 'some' : 'much'
      },
      explanation:
        'A fixed delay at a percentile loses what is above the percentile: at p95 one packet in twenty. The delay is no property of the network alone; it is a price you choose.',
    },
    steps: [
      {
        id: 'one-percent',
        text: 'Find the delay that loses less than 1 % of a minute, without going above 40 ms.',
        hint: 'Settings, Player, Fixed delay: the p99 of this path is 26 ms.',
        isDone: (progress) => {
          const run = fixedOf(progress)
          return (
            progress.now >= 60 * SECOND &&
            progress.done.has('set-delay') &&
            Number(progress.params['delay']) <= 40 &&
            run !== undefined &&
            run.late < run.sent / 100
          )
        },
      },
      {
        id: 'adapt',
        text: 'Add the NetEq-style histogram, which finds its delay by itself: at which does it arrive?',
        hint: 'Players, above the picture: tick it, and look at “Aimed at” among all measures.',
        isDone: ({ frame, now }) => now >= 30 * SECOND && laneOf(frame, 'neteq') !== undefined,
      },
    ],
  },
  wifi: {
    prediction: {
      question:
        'One packet in fifteen takes some 90 ms more. Who loses more packets in a minute: a fixed delay of 60 ms, or the histogram?',
      options: FIXED_OR_NETEQ,
      at: 60 * SECOND,
      answer: (frame) => whoHasMore(frame, ['fixed', 'neteq'], ({ late }) => late, 10),
      explanation:
        'Most packets take a millisecond, so the jitter looks small; the repeated ones are what counts. The histogram keeps to the worst of each half second, and soon waits 140 ms.',
    },
    steps: [
      {
        id: 'repeat',
        text: 'Choose a packet that was repeated: how long did it take, and who came out right behind it?',
        hint: 'Press one of the long slanted lines in the picture.',
        isDone: ({ done }) => done.has('selected'),
      },
      {
        id: 'enough',
        text: 'Find a fixed delay that loses nothing in a minute.',
        hint: 'Settings, Player, Fixed delay: twelve repeats of 7.5 ms are usual, twenty are not rare. 150 ms do.',
        isDone: (progress) => losesNothing(progress, 60),
      },
      {
        id: 'busier',
        text: 'Let the cell get busier: an average jitter of 20 ms. Is your delay still enough?',
        hint: 'Settings, Network, Average jitter.',
        isDone: ({ params, now }) => Number(params['contention']) >= 20 && now >= 60 * SECOND,
      },
    ],
  },
  satellites: {
    prediction: {
      question:
        'The spikes come every 15 s, by the clock. How many packets does the histogram of the past lose in a minute, beside a fixed delay of 40 ms?',
      options: [
        { id: 'few', label: 'less than half as many: it has learned' },
        { id: 'same', label: 'about as many' },
        { id: 'more', label: 'more than twice as many' },
      ],
      at: 60 * SECOND,
      answer: (frame) => {
        const [neteq = 0, fixed = 1] = ['neteq', 'fixed'].map((policy) => laneOf(frame, policy)?.summary.late)
        return neteq < fixed / 2 ? 'few' : neteq > 2 * fixed ? 'more' : 'same'
      },
      explanation:
        'It learns from each spike when it is over, waits longer for some seconds, and has forgotten before the next one. Nobody told it that they come by the clock; a player that knew would be ready every 15 s, and only then.',
    },
    steps: [
      {
        id: 'rhythm',
        text: 'Go to the first spike, just before 5 seconds.',
        hint: 'Let it run for 6 seconds, drag the time back to 0, and press ].',
        isDone: ({ done }) => done.has('jumped'),
      },
      {
        id: 'again',
        text: 'And to the next one, at 20 seconds. When will the third one come?',
        hint: 'Drag the time to 21 s.',
        isDone: ({ now }) => now >= 20.5 * SECOND,
      },
      {
        id: 'always-ready',
        text: 'Be ready all the time: find a fixed delay that loses nothing in a minute, and see what it costs between the spikes.',
        hint: 'Settings, Player, Fixed delay: 100 ms do.',
        isDone: (progress) => losesNothing(progress, 60),
      },
    ],
  },
}
