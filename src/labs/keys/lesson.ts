import { SECOND } from '../../engine/kernel/time.ts'
import type { KeysFrame, LaneFrame } from '../../engine/log/keys/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'

const laneOf = (frame: KeysFrame, lane: LaneFrame['lane']): LaneFrame | undefined =>
  frame.lanes.find((candidate) => candidate.lane === lane)

const summaryOf = (
  frame: KeysFrame,
  lane: LaneFrame['lane'],
  key: 'splitKeys' | 'outOfOrder' | 'keylessTop',
): number => laneOf(frame, lane)?.summary[key] ?? 0

/** How many keys the last change moved, in percent; 0 before the first. */
const movedIn = (frame: KeysFrame, lane: LaneFrame['lane']): number => {
  const change = laneOf(frame, lane)?.change
  return change == null ? 0 : (100 * change.moved) / change.total
}

const LESSONS: Readonly<Record<string, Lesson<KeysFrame>>> = {
  grow: {
    prediction: {
      question:
        'Twelve partitions become thirteen at 10 s. What share of the keys does Kafka send elsewhere from then on?',
      options: [
        { id: 'share', label: 'about 8 %: the new partition’s share' },
        { id: 'half', label: 'about a half' },
        { id: 'most', label: 'more than 90 %' },
      ],
      at: 11 * SECOND,
      answer: (frame) => {
        const moved = movedIn(frame, 'kafka')
        return moved > 90 ? 'most' : moved > 25 ? 'half' : 'share'
      },
      explanation:
        'A hash stays where h mod 12 = h mod 13, for one key in thirteen. Modulo is often called consistent hashing; it is the opposite, and Kafka does not use consistent hashing for keys.',
    },
    steps: [
      {
        id: 'thirteen',
        text: 'Watch the thirteenth partition come, and compare how many ribbons cross.',
        hint: 'Let it run past 10 s; the row “Keys moved” has the numbers.',
        isDone: ({ frame }) => movedIn(frame, 'kafka') > 0,
      },
      {
        id: 'data',
        text: 'Find who moves data: the stores do, the log does not, and its keys then lie in two places.',
        hint: 'Let it run to 20 s; compare “Records moved” and “Keys in two places”.',
        isDone: ({ frame, now }) => now >= 20 * SECOND && summaryOf(frame, 'kafka', 'splitKeys') > 0,
      },
      {
        id: 'fourteen',
        text: 'Add a fourteenth by hand. Then try to take one away again.',
        hint: 'The buttons “Add one” and “Remove one” below the picture; Kafka’s answer to the second is told in a notice.',
        isDone: ({ frame }) => frame.partitions >= 14,
      },
    ],
  },
  order: {
    prediction: {
      question: 'After the change, will Kafka deliver some key’s newer record before an older one?',
      options: [
        { id: 'no', label: 'no: order is kept for each key' },
        { id: 'yes', label: 'yes: the key lies in two partitions' },
      ],
      at: 20 * SECOND,
      answer: (frame) => (summaryOf(frame, 'kafka', 'outOfOrder') > 0 ? 'yes' : 'no'),
      explanation:
        'Order holds within a partition. The key’s old records wait in one partition with a slow reader, its new ones go to another with a fast one.',
    },
    steps: [
      {
        id: 'breaks',
        text: 'Find the moment at which a key’s order breaks in Kafka.',
        hint: 'Press ] for the next trouble until it is Kafka’s, or let it run to 15 s.',
        isDone: ({ frame }) => summaryOf(frame, 'kafka', 'outOfOrder') > 0,
      },
      {
        id: 'even-readers',
        text: 'Make all readers fast enough that nothing piles up. What does that do to the order?',
        hint: 'Settings, Readers: 4,000 together, from the start; then run to 20 s. The readers come every tenth of a second.',
        isDone: ({ frame, params, now }) =>
          params['read'] === 4_000 && now >= 20 * SECOND && summaryOf(frame, 'kafka', 'splitKeys') > 0,
      },
    ],
  },
  restart: {
    prediction: {
      question: 'Producer 1 restarts at 10 s. What share of its keys goes elsewhere on the whiteboard?',
      options: [
        { id: 'none', label: 'none: the rule is the same' },
        { id: 'most', label: 'more than 90 %' },
      ],
      at: 11 * SECOND,
      answer: (frame) => (movedIn(frame, 'whiteboard') > 50 ? 'most' : 'none'),
      explanation:
        'A language’s own hash of text is salted in each process, against attacks. It is no good for anything that another process must repeat; murmur2 over the key’s bytes is.',
    },
    steps: [
      {
        id: 'disagree',
        text: 'See that on the whiteboard keys lie in two places even before the restart.',
        hint: 'Let it run for five seconds; the row “Keys in two places”.',
        isDone: ({ frame }) =>
          summaryOf(frame, 'whiteboard', 'splitKeys') > 0 && summaryOf(frame, 'kafka', 'splitKeys') === 0,
      },
      {
        id: 'restart',
        text: 'Restart the other producer by hand.',
        hint: 'The button “Restart producer 2” below the picture.',
        isDone: ({ done }) => done.has('restart'),
      },
    ],
  },
  keyless: {
    prediction: null,
    steps: [
      {
        id: 'one-place',
        text: 'Find the partition that gets all of the whiteboard’s records.',
        hint: 'Let it run for five seconds; the row “Keyless in one place”.',
        isDone: ({ frame, now }) => now >= 5 * SECOND && summaryOf(frame, 'whiteboard', 'keylessTop') === 100,
      },
      {
        id: 'even',
        text: 'Let Kafka draw a new partition more often, and see the bars become even.',
        hint: 'Settings, Records without a key, batch.size: 1,024, from the start; then run to 20 s.',
        isDone: ({ frame, params, now }) =>
          Number(params['batch']) <= 1_024 &&
          now >= 20 * SECOND &&
          summaryOf(frame, 'kafka', 'keylessTop') < 12,
      },
    ],
  },
  hot: {
    prediction: null,
    steps: [
      {
        id: 'hot',
        text: 'See the same imbalance under three different rules.',
        hint: 'Let it run for ten seconds; the row “Fullest partition”.',
        isDone: ({ frame, now }) =>
          now >= 10 * SECOND &&
          frame.lanes.every(({ lane, summary }) => lane === 'whiteboard' || summary.fullest > 2.5),
      },
    ],
  },
  small: {
    prediction: null,
    steps: [
      {
        id: 'quarter',
        text: 'Compare three quarters with one quarter.',
        hint: 'Let it run past 10 s; the row “Keys moved”.',
        isDone: ({ frame }) => movedIn(frame, 'kafka') > 0,
      },
    ],
  },
}

const NONE: Lesson<KeysFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const keysLesson = (scenario: string): Lesson<KeysFrame> => LESSONS[scenario] ?? NONE
