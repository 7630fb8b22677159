import { SECOND } from '../../engine/kernel/time.ts'
import type { LaneId } from '../../engine/flow/deaths/codes.ts'
import type { DeathsFrame, LaneFrame } from '../../engine/flow/deaths/frame.ts'
import type { Lesson, Progress } from '../../stage/define-lab.ts'

type DeathsProgress = Progress<DeathsFrame>

const numbersOf = (frame: DeathsFrame, lane: LaneId): LaneFrame['summary'] | undefined =>
  frame.lanes.find((candidate) => candidate.lane === lane)?.summary

const lostBy = (frame: DeathsFrame, lane: LaneId): number => numbersOf(frame, lane)?.lost ?? 0
const heldBy = (frame: DeathsFrame, lane: LaneId): number => numbersOf(frame, lane)?.held ?? 0
const firstLoss = (frame: DeathsFrame, lane: LaneId): number =>
  numbersOf(frame, lane)?.firstLoss ?? Number.NaN

const HOUR = 3_600 * SECOND

const mismatch: Lesson<DeathsFrame> = {
  prediction: {
    question:
      'The log keeps 10 GiB of 1,000-byte messages, and 2,000 a second too many come. When does it lose the first one?',
    options: [
      { id: 'minutes', label: 'after some ten minutes' },
      { id: 'hours', label: 'after about an hour and a half' },
      { id: 'never', label: 'never: a log loses nothing' },
    ],
    at: 6_000 * SECOND,
    answer: (frame) => {
      const time = firstLoss(frame, 'log')
      return Number.isNaN(time) ? 'never' : time < 1_800 ? 'minutes' : 'hours'
    },
    explanation:
      '10 GiB are 10.74 million messages, and at 2,000 a second too many that lag is reached after 5,369 s, 89 minutes. Whole segments go, at the next check, so it is a little later; from then on a fifth of everything is lost unread, as in the ring.',
  },
  steps: [
    {
      id: 'ring',
      text: 'Find the first death: who loses a message first, and after how long?',
      hint: 'Press ] for the next trouble; the strip below the stores shows who loses when.',
      isDone: ({ frame }) => lostBy(frame, 'ring') > 0,
    },
    {
      id: 'list',
      text: 'Find the second: what is lost when the memory is full?',
      hint: 'Press ] again, or let it run for nine minutes.',
      isDone: ({ frame }) => (numbersOf(frame, 'list')?.deaths ?? 0) > 0,
    },
    {
      id: 'log',
      text: 'Find the third: the log has lost nothing for an hour and a half, and then it does.',
      hint: 'Let it run to 5,700 s. The dashed line is the calculation on paper; real retention goes by whole segments.',
      isDone: ({ frame }) => lostBy(frame, 'log') > 0,
    },
    {
      id: 'retention',
      text: 'Give the log a retention with which it loses nothing in these two and a half hours.',
      hint: 'Settings, Log, retention.bytes: 18 million messages are 17 GiB. From the start, then run to 9,000 s.',
      isDone: ({ frame, now, done }: DeathsProgress) =>
        done.has('set-keep') && now >= 9_000 * SECOND && lostBy(frame, 'log') === 0,
    },
  ],
}

const burst: Lesson<DeathsFrame> = {
  prediction: {
    question:
      'For ten minutes 15,000 a second come instead of 7,000; 8,000 can go. Who has every message read an hour and a quarter later?',
    options: [
      { id: 'all', label: 'all three: it was only a burst' },
      { id: 'log', label: 'the log alone' },
      { id: 'none', label: 'none of them' },
    ],
    at: 5_400 * SECOND,
    answer: (frame) => {
      const whole = frame.lanes.filter(({ summary }) => summary.lost === 0 && summary.held === 0)
      return whole.length === 3 ? 'all' : whole.length === 1 && whole[0]?.lane === 'log' ? 'log' : 'none'
    },
    explanation:
      'The burst leaves 4.2 million messages behind. That is four times what the list has memory for and 64 times the ring, but less than half of what the log keeps.',
  },
  steps: [
    {
      id: 'dies',
      text: 'See the list die in the burst.',
      hint: 'The burst begins at 300 s; press ] until the list is out of memory.',
      isDone: ({ frame }) => (numbersOf(frame, 'list')?.deaths ?? 0) > 0,
    },
    {
      id: 'catches-up',
      text: 'See the consumer catch up in the log, with nothing lost.',
      hint: 'Let it run to 5,200 s: 1,000 a second can go on top of what comes.',
      isDone: ({ frame, now }) =>
        now > 1_000 * SECOND && lostBy(frame, 'log') === 0 && heldBy(frame, 'log') === 0,
    },
    {
      id: 'memory',
      text: 'Give the list the memory with which it survives the burst.',
      hint: 'Settings, List in memory: 4.2 million messages of 1,048 bytes are 4,198 MiB. From the start, then run to 1,000 s.',
      isDone: ({ frame, now, done }) =>
        done.has('set-heap') && now >= 1_000 * SECOND && numbersOf(frame, 'list')?.deaths === 0,
    },
  ],
}

const hour: Lesson<DeathsFrame> = {
  prediction: {
    question: '10,000 a second in, 8,000 out. How many messages wait in the log after an hour?',
    options: [
      { id: 'thousands', label: '72,000' },
      { id: 'millions', label: '7.2 million' },
      { id: 'more', label: '172.8 million' },
    ],
    at: HOUR,
    answer: (frame) => {
      const held = heldBy(frame, 'log')
      return held < 1_000_000 ? 'thousands' : held < 100_000_000 ? 'millions' : 'more'
    },
    explanation: '2,000 a second too many, times 3,600 seconds. 172.8 million is what a day makes of it.',
  },
  steps: [
    {
      id: 'millions',
      text: 'Let an hour pass, and read off the lag in messages and in minutes.',
      hint: 'Speed 1000×, or drag the time slider to its end.',
      isDone: ({ frame, now }) => now >= HOUR && heldBy(frame, 'log') >= 7_000_000,
    },
    {
      id: 'start-again',
      text: 'Start the dead list again by hand.',
      hint: 'The button “Start the list again”, at any time after the list died.',
      isDone: ({ done }) => done.has('restart'),
    },
    {
      id: 'slots',
      text: 'Give the ring so many slots that it loses nothing in an hour.',
      hint: 'Settings, Ring: it must hold all 7.2 million. From the start, then run to 3,600 s.',
      isDone: ({ frame, now, done }) => done.has('set-slots') && now >= HOUR && lostBy(frame, 'ring') === 0,
    },
  ],
}

const day: Lesson<DeathsFrame> = {
  prediction: {
    question: 'A fifth of all messages are too many. What share has the log lost after a day?',
    options: [
      { id: 'none', label: 'none' },
      { id: 'half', label: 'about 10 %' },
      { id: 'fifth', label: 'nearly 20 %' },
    ],
    at: 24 * HOUR,
    answer: (frame) => {
      const share = numbersOf(frame, 'log')?.lostShare ?? 0
      return share === 0 ? 'none' : share < 15 ? 'half' : 'fifth'
    },
    explanation:
      'What cannot be taken is held or lost, and the log holds eleven million messages at most. Of the day’s 172.8 million the rest is lost. In the long run every store loses at least 1 − out / in.',
  },
  steps: [
    {
      id: 'sum',
      text: 'Let a day pass, and add what the log holds to what it has lost: 172.8 million.',
      hint: 'Drag the time slider to its end; read the sums below the picture.',
      isDone: ({ frame, now }) =>
        now >= 24 * HOUR && heldBy(frame, 'log') + lostBy(frame, 'log') === 172_800_000,
    },
    {
      id: 'latest',
      text: 'Send the consumer to the end of the log instead (latest). Does the log lose a smaller share in half a day?',
      hint: 'Settings, Log, auto.offset.reset: latest, from the start; then go to 43,200 s.',
      isDone: ({ now, params }) => params['reset'] === 'latest' && now >= 12 * HOUR,
    },
    {
      id: 'capacity',
      text: 'Now do the only thing that helps in the long run: let as much go out as comes in.',
      hint: 'Settings, Consumer: 10,000 a second, from the start; then run for an hour.',
      isDone: ({ frame, now }) =>
        now >= HOUR && frame.lanes.every(({ summary }) => summary.lost === 0 && summary.produced > 0),
    },
  ],
}

const short: Lesson<DeathsFrame> = {
  prediction: {
    question:
      'This log keeps six minutes. When does the consumer that is a fifth too slow lose its first message?',
    options: [
      { id: 'six', label: 'after six minutes' },
      { id: 'thirty', label: 'after half an hour' },
      { id: 'never', label: 'not within an hour' },
    ],
    at: HOUR,
    answer: (frame) => {
      const time = firstLoss(frame, 'log')
      return Number.isNaN(time) ? 'never' : time < 900 ? 'six' : 'thirty'
    },
    explanation:
      'Each second it falls behind by a fifth of a second, so what it reads is six minutes old after thirty. Then the segments go before they are read.',
  },
  steps: [
    {
      id: 'warning',
      text: 'See it coming: find a moment at which the lag is above five minutes and nothing is lost yet.',
      hint: 'Between 1,500 s and 1,800 s; the lag in time is what to compare with retention.ms.',
      isDone: ({ frame }) => (numbersOf(frame, 'log')?.lag ?? 0) > 300 && lostBy(frame, 'log') === 0,
    },
    {
      id: 'loss',
      text: 'Find the moment at which retention deletes what nobody has read.',
      hint: 'Press ] until it says so; it is the first check after half an hour that finds a whole segment too old.',
      isDone: ({ frame }) => lostBy(frame, 'log') > 0,
    },
    {
      id: 'stall',
      text: 'Stall the consumer from the first minutes on: how fast are six minutes gone?',
      hint: 'Go to 60 s, press “Stall the consumer”, and let it run for eight minutes.',
      isDone: ({ frame, done, now }) => done.has('stall') && lostBy(frame, 'log') > 0 && now < 900 * SECOND,
    },
  ],
}

const rest: Readonly<Record<string, Lesson<DeathsFrame>>> = {
  help: {
    prediction: null,
    steps: [
      {
        id: 'recovers',
        text: 'See the log give the faster consumer everything that it missed.',
        hint: 'Help comes at 3,600 s; 7.2 million messages are read within 20 minutes.',
        isDone: ({ frame, now }) => now > HOUR && heldBy(frame, 'log') === 0 && lostBy(frame, 'log') === 0,
      },
      {
        id: 'too-late',
        text: 'Let help come too late for the log, too.',
        hint: 'Settings, Consumer, Help comes: 6,000 s, from the start; then run to the end.',
        isDone: ({ frame, done, now }) => done.has('set-recoverAt') && now > HOUR && lostBy(frame, 'log') > 0,
      },
    ],
  },
  latest: {
    prediction: null,
    steps: [
      {
        id: 'skips',
        text: 'Watch the consumer be sent to the end of the log: how many messages does it skip at once?',
        hint: 'Let it run to 5,800 s; look at “Skipped by reset” among all measures.',
        isDone: ({ frame }) => (numbersOf(frame, 'log')?.losses.skipped ?? 0) > 0,
      },
      {
        id: 'earliest',
        text: 'Let it go on at the oldest message that is left instead.',
        hint: 'Settings, Log, auto.offset.reset: earliest, from the start; then run past 6,000 s.',
        isDone: ({ frame, params }) =>
          params['reset'] === 'earliest' &&
          lostBy(frame, 'log') > 0 &&
          numbersOf(frame, 'log')?.losses.skipped === 0,
      },
    ],
  },
  uneven: {
    prediction: null,
    steps: [
      {
        id: 'slots',
        text: 'The consumer is as fast as the arrivals, on average. Give the ring the slots with which it loses nothing in an hour.',
        hint: 'Settings, Ring, Slots: try a million, from the start; then run to 3,600 s.',
        isDone: ({ frame, now, done }) => done.has('set-slots') && now >= HOUR && lostBy(frame, 'ring') === 0,
      },
    ],
  },
}

const LESSONS: Readonly<Record<string, Lesson<DeathsFrame>>> = { mismatch, burst, hour, day, short, ...rest }

const NONE: Lesson<DeathsFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const deathsLesson = (scenario: string): Lesson<DeathsFrame> => LESSONS[scenario] ?? NONE
