import { SECOND } from '../../engine/kernel/time.ts'
import type { HashingFrame, LaneFrame } from '../../engine/season/hashing/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'

const laneOf = (frame: HashingFrame, lane: LaneFrame['lane']): LaneFrame | undefined =>
  frame.lanes.find((candidate) => candidate.lane === lane)

/** What share of the keys the last change moved, in percent. */
const movedIn = (frame: HashingFrame, lane: LaneFrame['lane']): number =>
  (100 * (laneOf(frame, lane)?.moved ?? 0)) / frame.settings.keys

const LESSONS: Readonly<Record<string, Lesson<HashingFrame>>> = {
  grow: {
    prediction: {
      question: 'Four servers become five. What share of the keys does modulo send to another server?',
      options: [
        { id: 'fifth', label: 'about 20 %: the new server’s share' },
        { id: 'half', label: 'about a half' },
        { id: 'most', label: 'about 80 %' },
      ],
      at: 5.5 * SECOND,
      answer: (frame) => {
        const moved = movedIn(frame, 'modulo')
        return moved > 65 ? 'most' : moved > 35 ? 'half' : 'fifth'
      },
      explanation:
        'A key stays where its hash leaves the same remainder by 4 and by 5: one in five. On a circle it is the other way round, and one in five moves.',
    },
    steps: [
      {
        id: 'fifth',
        text: 'See the fifth server come, and how many keys each rule moves.',
        hint: 'Let it run past 5 s. Red is what moved needlessly.',
        isDone: ({ frame }) => frame.lastChange?.kind === 'add',
      },
      {
        id: 'by-hand',
        text: 'Take a server away by hand: only its own keys move, but for modulo.',
        hint: 'Press a server in the picture, then the button “Remove …” below it.',
        isDone: ({ done }) => done.has('remove'),
      },
      {
        id: 'one',
        text: 'Give the ring one point a server, and compare its bars with the drawn circle’s.',
        hint: 'Below the picture: “Virtual nodes” 1.',
        isDone: ({ frame }) => frame.settings.virtual === 1,
      },
    ],
  },
  fail: {
    prediction: null,
    steps: [
      {
        id: 'neighbour',
        text: 'A server has failed. Find the one server that got all of its keys on the drawn circle.',
        hint: 'Let it run past 5 s: the part that had to move stands on one bar only. On the ring it stands on all.',
        isDone: ({ frame }) =>
          frame.lastChange?.kind === 'fail' &&
          Array.from(laneOf(frame, 'circle')?.needed ?? []).filter((count) => count > 0).length === 1,
      },
      {
        id: 'back',
        text: 'See it come back: on a circle every key is where it was before.',
        hint: 'Let it run past 10 s.',
        isDone: ({ frame }) => frame.lastChange?.kind === 'back',
      },
    ],
  },
  uneven: {
    prediction: {
      question: 'Eight servers, a point each on the drawn circle. How full is the fullest of them?',
      options: [
        { id: 'little', label: 'less than 1.5 times the mean' },
        { id: 'much', label: '1.5 to 2.2 times' },
        { id: 'most', label: 'more than 2.2 times' },
      ],
      at: 1 * SECOND,
      answer: (frame) => {
        const largest = laneOf(frame, 'circle')?.largest ?? 0
        return largest > 2.2 ? 'most' : largest > 1.5 ? 'much' : 'little'
      },
      explanation:
        'On average over all circles the longest of n arcs is H(n) / n of the whole, with H(n) = 1 + 1/2 + … + 1/n: for eight servers 2.7 times the mean.',
    },
    steps: [
      {
        id: 'more',
        text: 'Give the ring so many virtual nodes that no server is more than a fifth above the mean.',
        hint: 'Below the picture: “Virtual nodes”. The measure is “The fullest server”.',
        isDone: ({ frame, done }) => done.has('set-virtual') && (laneOf(frame, 'ring')?.largest ?? 2) < 1.2,
      },
      {
        id: 'price',
        text: 'Look up what that costs: the bytes of the table and what a lookup looks at.',
        hint: 'The last two measures, beside those of modulo and rendezvous. Let it run for five seconds.',
        isDone: ({ now }) => now >= 5 * SECOND,
      },
    ],
  },
  many: {
    prediction: null,
    steps: [
      {
        id: 'thirteen',
        text: 'Compare what the thirteenth server moves: by modulo, and by the others.',
        hint: 'Let it run past 10 s.',
        isDone: ({ frame }) => movedIn(frame, 'modulo') > 85 && movedIn(frame, 'rendezvous') < 12,
      },
    ],
  },
  churn: {
    prediction: null,
    steps: [
      {
        id: 'price',
        text: 'Watch what the moves cost: lookups of keys that have to be fetched anew.',
        hint: 'Let it run for a minute; the measure “Fetched anew”.',
        isDone: ({ now }) => now >= 58 * SECOND,
      },
    ],
  },
}

const NONE: Lesson<HashingFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const hashingLesson = (scenario: string): Lesson<HashingFrame> => LESSONS[scenario] ?? NONE
