import { SECOND } from '../../engine/kernel/time.ts'
import type { LaneFrame, RevealFrame } from '../../engine/log/reveal/frame.ts'
import type { Lesson, Progress } from '../../stage/define-lab.ts'

type RevealProgress = Progress<RevealFrame>
type Name = LaneFrame['lane']

const laneOf = (frame: RevealFrame, lane: Name): LaneFrame | undefined =>
  frame.lanes.find((candidate) => candidate.lane === lane)

/** A number of one reader (0 for A) of one buffer. */
const numberOf = (
  frame: RevealFrame,
  lane: Name,
  reader: number,
  key: 'read' | 'unread' | 'waiting' | 'lost' | 'skipped' | 'blockedMs',
): number => laneOf(frame, lane)?.readers[reader]?.summary[key] ?? 0

const lostBy = (frame: RevealFrame, lane: Name, reader: number): number =>
  numberOf(frame, lane, reader, 'lost') + numberOf(frame, lane, reader, 'skipped')

const LESSONS: Readonly<Record<string, Lesson<RevealFrame>>> = {
  even: {
    prediction: null,
    steps: [
      {
        id: 'same',
        text: 'See that all three pass the same records on: nobody waits, nobody loses.',
        hint: 'Let it run for ten seconds; compare the rows “Read” and “Lost unread”.',
        isDone: ({ now, done }) => now >= 10 * SECOND && !done.has('stall'),
      },
      {
        id: 'stall',
        text: 'Stall reader B, and find the buffer in which reader A suffers for it.',
        hint: 'The button “Stall B”; then wait until a ring is full.',
        isDone: ({ frame }) =>
          frame.readers[1]?.stalled === true && numberOf(frame, 'block', 0, 'waiting') > 0,
      },
      {
        id: 'by-hand',
        text: 'Read a single record by hand as B, and see which producer may write again at once.',
        hint: 'The button “B reads one”, while B is stalled and the ring that blocks is full.',
        isDone: ({ done }) => done.has('read'),
      },
    ],
  },
  stall: {
    prediction: {
      question: 'Reader B stops at 5 s. Which buffer takes records away from reader A as well, within 30 s?',
      options: [
        { id: 'block', label: 'the ring that blocks' },
        { id: 'overwrite', label: 'the ring that overwrites' },
        { id: 'log', label: 'the log' },
      ],
      at: 30 * SECOND,
      answer: (frame) =>
        [...frame.lanes].sort(
          (a, b) => (a.readers[0]?.summary.read ?? 0) - (b.readers[0]?.summary.read ?? 0),
        )[0]?.lane ?? 'log',
      explanation:
        'A ring that blocks is gated on its slowest reader: when B stops, the producer stops, and A has nothing to read any more. The other two go on without B.',
    },
    steps: [
      {
        id: 'waits',
        text: 'Find who waits: the moment at which the first producer may not write.',
        hint: 'Press ] for the next trouble, or let it run for ten seconds.',
        isDone: ({ frame }) => numberOf(frame, 'block', 0, 'waiting') > 0,
      },
      {
        id: 'loses',
        text: 'Find who loses first: the ring that overwrites, or the log?',
        hint: 'Let it run until both have lost something; the lower chart shows when.',
        isDone: ({ frame }) => lostBy(frame, 'overwrite', 1) > 0 && lostBy(frame, 'log', 1) > 0,
      },
      {
        id: 'check-now',
        text: 'Let retention be checked now instead of at the next interval.',
        hint: 'The button “Check retention now”; it deletes only whole segments beyond the limit.',
        isDone: ({ done }) => done.has('clean-up'),
      },
      {
        id: 'retention',
        text: 'Give the log a retention with which B loses nothing in 30 s.',
        hint: 'Settings, Log, retention.bytes: 16,384 keeps at least 128 records. Change it from the start, then run to 30 s.',
        isDone: ({ frame, now, done }: RevealProgress) =>
          done.has('set-keepBytes') && now >= 30 * SECOND && lostBy(frame, 'log', 1) === 0,
      },
    ],
  },
  back: {
    prediction: {
      question: 'B comes back at 25 s and asks for the offset it stopped at. Where does it go on in the log?',
      options: [
        { id: 'there', label: 'where it stopped: a log keeps everything' },
        { id: 'oldest', label: 'at the oldest record that is left' },
        { id: 'end', label: 'at the end: it skips what is still there, too' },
      ],
      at: 28 * SECOND,
      answer: (frame) =>
        numberOf(frame, 'log', 1, 'skipped') > 0
          ? 'end'
          : numberOf(frame, 'log', 1, 'lost') > 0
            ? 'oldest'
            : 'there',
      explanation:
        'Its offset lies below the log start: OffsetOutOfRange. Then auto.offset.reset decides, and its default is latest. Nobody is told what was passed over.',
    },
    steps: [
      {
        id: 'out-of-range',
        text: 'Watch B come back and be sent to the end of the log.',
        hint: 'Let it run to 26 s; look at “Skipped by reset”.',
        isDone: ({ frame }) => (laneOf(frame, 'log')?.log?.resets ?? 0) > 0,
      },
      {
        id: 'earliest',
        text: 'Let B begin at the oldest record instead, so that it skips nothing.',
        hint: 'Settings, Readers, auto.offset.reset: earliest, from the start; then run past 26 s.',
        isDone: ({ frame, params }) =>
          params['reset'] === 'earliest' &&
          (laneOf(frame, 'log')?.log?.resets ?? 0) > 0 &&
          numberOf(frame, 'log', 1, 'skipped') === 0,
      },
    ],
  },
  slow: {
    prediction: {
      question:
        'Four records a second are made, A could read five, B reads two. How fast does A read from the ring that blocks, in the long run?',
      options: [
        { id: 'two', label: 'two a second, like B' },
        { id: 'four', label: 'four a second, as they are made' },
      ],
      at: 50 * SECOND,
      answer: (frame) => (numberOf(frame, 'block', 0, 'read') < 150 ? 'two' : 'four'),
      explanation:
        'A slot is free only when both have read it. The LMAX Disruptor is such a ring with many readers: its producer is gated on the slowest of them.',
    },
    steps: [
      {
        id: 'gated',
        text: 'See reader A slow down to B’s pace in the ring that blocks, and only there.',
        hint: 'Let it run for 30 seconds and compare A’s row “Read”.',
        isDone: ({ frame }) => numberOf(frame, 'log', 0, 'read') - numberOf(frame, 'block', 0, 'read') > 20,
      },
      {
        id: 'no-help',
        text: 'Make the rings four times as long. Does that help for good?',
        hint: 'Settings, Rings: 64 slots, from the start; then run to 50 s and look at “Waiting at the producer”.',
        isDone: ({ frame, now, params }) =>
          params['slots'] === 64 && now >= 50 * SECOND && numberOf(frame, 'block', 0, 'waiting') > 0,
      },
    ],
  },
  time: {
    prediction: null,
    steps: [
      {
        id: 'swells',
        text: 'Watch the log swell when the producer writes faster: a limit in time is none in bytes.',
        hint: 'Let it run to 40 s; the upper chart shows what each buffer keeps.',
        isDone: ({ frame }) => (laneOf(frame, 'log')?.kept ?? 0) > 100,
      },
    ],
  },
  room: {
    prediction: null,
    steps: [
      {
        id: 'catches-up',
        text: 'See B catch up in the log with nothing lost.',
        hint: 'Let it run to 50 s and compare the row “Lost unread”.',
        isDone: ({ frame, now }) =>
          now >= 40 * SECOND &&
          lostBy(frame, 'log', 1) === 0 &&
          lostBy(frame, 'overwrite', 1) > 0 &&
          numberOf(frame, 'log', 1, 'unread') < 6,
      },
    ],
  },
  alone: {
    prediction: null,
    steps: [
      {
        id: 'all-three',
        text: 'See one wait, one overwrite, and one delete, with a single reader.',
        hint: 'Let it run for 30 seconds.',
        isDone: ({ frame }) =>
          numberOf(frame, 'block', 0, 'waiting') > 0 &&
          numberOf(frame, 'overwrite', 0, 'lost') > 0 &&
          numberOf(frame, 'log', 0, 'lost') > 0,
      },
    ],
  },
}

const NONE: Lesson<RevealFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const revealLesson = (scenario: string): Lesson<RevealFrame> => LESSONS[scenario] ?? NONE
