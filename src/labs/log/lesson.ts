import { SECOND } from '../../engine/kernel/time.ts'
import type { GroupFrame, LaneFrame, TopicFrame } from '../../engine/log/topic/frame.ts'
import type { Lesson, Progress } from '../../stage/define-lab.ts'

type LogProgress = Progress<TopicFrame>

const logOf = ({ lanes }: TopicFrame): LaneFrame['summary'] | undefined => lanes[1]?.summary
const drawnOf = ({ lanes }: TopicFrame): LaneFrame['summary'] | undefined => lanes[0]?.summary
const group = ({ groups }: TopicFrame, letter: string): GroupFrame | undefined =>
  groups.find((candidate) => candidate.letter === letter)

const readAndThere = ({ found, isFoundThere, groups }: TopicFrame): boolean =>
  found !== null &&
  isFoundThere &&
  groups.length > 0 &&
  groups.every(({ position }) => (position[found.partition] ?? 0) > found.offset)

const LESSONS: Readonly<Record<string, Lesson<TopicFrame>>> = {
  'time-lapse': {
    prediction: {
      question:
        'Retention is twelve hours, and group C reads 29 of 40 records a second. What happens when its offset comes to what was deleted?',
      options: [
        { id: 'waits', label: 'the producer waits for it' },
        { id: 'kept', label: 'nothing: the log keeps what C has not read' },
        { id: 'lost', label: 'C never sees those records' },
      ],
      at: 40 * SECOND,
      answer: (frame) => ((group(frame, 'C')?.skipped ?? 0) > 0 ? 'lost' : 'kept'),
      explanation:
        'A log waits for nobody. Retention asks how old and how large a segment is, never who has read it.',
    },
    steps: [
      {
        id: 'still-there',
        text: 'Read a record that all three groups have read. Is it still there?',
        hint: 'Below the picture: an offset left of all flags, then “Read it”.',
        isDone: ({ frame }) => readAndThere(frame),
      },
      {
        id: 'deleted',
        text: 'Watch retention take the first segment, whole.',
        hint: 'It goes when its latest record is twelve hours old: after some fifteen seconds.',
        isDone: ({ frame }) => (logOf(frame)?.deletedByTime ?? 0) > 0,
      },
      {
        id: 'pause-b',
        text: 'Pause group B for a while. Its lag rises, and A does not notice.',
        hint: 'The button in B’s card; then let it run for some seconds.',
        isDone: ({ frame }) => {
          const [a, b] = [group(frame, 'A'), group(frame, 'B')]
          return b?.paused === true && b.lag > 100 && (a?.lag ?? Infinity) < 20
        },
      },
      {
        id: 'replay',
        text: 'Let a new group read everything that is left, from the earliest record on.',
        hint: '“New group, from the earliest”, and a few seconds of patience.',
        isDone: ({ frame }) => {
          const d = group(frame, 'D')
          return d?.policy === 'earliest' && d.delivered > 100 && d.lag < 20
        },
      },
      {
        id: 'clean',
        text: 'Shrink retention to two hours and clean up now.',
        hint: 'Settings, Retention, retention.ms, from now on; then the button “Clean up now”.',
        isDone: ({ frame, done, params }: LogProgress) =>
          done.has('clean-up') &&
          Number(params['retentionHours']) <= 2 &&
          (logOf(frame)?.deletedByTime ?? 0) > 0,
      },
    ],
  },
  'slow-reader': {
    prediction: {
      question:
        'Group C’s offset is gone, and auto.offset.reset is “latest”, Kafka’s default. Where does C go on?',
      options: [
        { id: 'earliest', label: 'at the oldest record there is' },
        { id: 'latest', label: 'behind the newest record' },
      ],
      at: 13 * SECOND,
      answer: (frame) => {
        const c = group(frame, 'C')
        const nearest = frame.partitions.logEnd.map((end, i) => end - (c?.position[i] ?? 0))
        return (c?.resets ?? 0) > 0 && Math.min(...nearest) < 40 ? 'latest' : 'earliest'
      },
      explanation:
        'It skips everything there is, the records that could still be read included, and says so only in its own log.',
    },
    steps: [
      {
        id: 'falls',
        text: 'Wait until group C asks for an offset that is gone.',
        hint: 'After some twelve seconds. Key ] jumps to trouble that has been.',
        isDone: ({ frame }) => (group(frame, 'C')?.resets ?? 0) > 0,
      },
      {
        id: 'earliest',
        text: 'Reset to the earliest offset instead: it skips less, and falls off again soon.',
        hint: 'Settings, Consumer groups, auto.offset.reset, from the start.',
        isDone: ({ frame, params }) => params['reset'] === 'earliest' && (group(frame, 'C')?.resets ?? 0) > 3,
      },
      {
        id: 'faster',
        text: 'Make group C fast enough that it reads all there is.',
        hint: 'Its slider: more than the 45 records a second that are written.',
        isDone: ({ frame }) => {
          const c = group(frame, 'C')
          return c !== undefined && c.speed >= 45 && c.lag < 40 && frame.now > 5 * SECOND
        },
      },
    ],
  },
  'at-least': {
    prediction: {
      question: 'The limit is 64 KiB in both. Which of them holds more than that after twenty seconds?',
      options: [
        { id: 'whiteboard', label: 'the whiteboard' },
        { id: 'log', label: 'the log' },
        { id: 'both', label: 'both' },
        { id: 'none', label: 'none' },
      ],
      at: 20 * SECOND,
      answer: (frame) => {
        const over = (bytes = 0): boolean => bytes > 65_536
        const [drawn, log] = [over(drawnOf(frame)?.bytes), over(logOf(frame)?.bytes)]
        return drawn && log ? 'both' : log ? 'log' : drawn ? 'whiteboard' : 'none'
      },
      explanation:
        'Kafka deletes a segment only while what stays is no less than the limit: retention.bytes is what it keeps at least.',
    },
    steps: [
      {
        id: 'saw',
        text: 'See both sizes go up and down, one below the limit, one above it.',
        hint: 'The plot “Kept”: let it run for fifteen seconds.',
        isDone: ({ frame }) =>
          frame.now >= 12 * SECOND &&
          (logOf(frame)?.deletedBySize ?? 0) > 0 &&
          (drawnOf(frame)?.deletedBySize ?? 0) > 0,
      },
      {
        id: 'larger',
        text: 'Double segment.bytes. How far above its limit does the log go now?',
        hint: 'Settings, Topic, segment.bytes: 32 KiB. Up to one segment more than the limit.',
        isDone: ({ frame, params }) => params['segmentKib'] === 32 && (logOf(frame)?.bytes ?? 0) > 86_000,
      },
    ],
  },
  'too-small': {
    prediction: {
      question: 'Retention is a quarter of a segment. Which can still be written to after ten seconds?',
      options: [
        { id: 'both', label: 'both' },
        { id: 'log', label: 'the log only' },
        { id: 'none', label: 'none' },
      ],
      at: 10 * SECOND,
      answer: (frame) => ((drawnOf(frame)?.refused ?? 0) > 0 ? 'log' : 'both'),
      explanation:
        'The whiteboard deletes the very segment it holds in its hand. Kafka keeps what the limit asks for, and where all must go, it opens a new segment first.',
    },
    steps: [
      {
        id: 'dies',
        text: 'Find the moment at which the whiteboard deletes what it is writing to.',
        hint: 'After a second and a half, at a check of retention.',
        isDone: ({ frame }) => (drawnOf(frame)?.refused ?? 0) > 0,
      },
      {
        id: 'zero',
        text: 'Let nothing at all be kept: the log opens an empty segment, and then lets the last one go.',
        hint: 'Settings, Retention, retention.bytes: 0.',
        isDone: ({ frame }) =>
          frame.segments.openedBy.includes(RETENTION) && frame.settings.retentionKib === 0,
      },
    ],
  },
  'fourteen-days': {
    prediction: {
      question:
        'Retention is seven days, and a segment is written to for seven days. How old is the oldest record when it goes?',
      options: [
        { id: 'seven', label: 'seven days' },
        { id: 'fourteen', label: 'about fourteen days' },
        { id: 'twentyone', label: 'about twenty-one days' },
      ],
      at: 15 * SECOND,
      answer: (frame) => {
        const hours = logOf(frame)?.oldestHours ?? 0
        return hours > 400 ? 'twentyone' : hours > 250 ? 'fourteen' : 'seven'
      },
      explanation:
        'A segment goes whole, when its latest record is seven days old. By then its first one has been there for seven days more.',
    },
    steps: [
      {
        id: 'drawn',
        text: 'See the whiteboard delete records that are minutes old, on day seven.',
        hint: 'It takes a segment’s age from when it was made. Let it run for eight seconds.',
        isDone: ({ frame }) => (drawnOf(frame)?.youngestHours ?? Infinity) < 1,
      },
      {
        id: 'fourteen',
        text: 'See records of all ages between seven and fourteen days go.',
        hint: 'The plot on the right, after fourteen seconds.',
        isDone: ({ frame }) => (logOf(frame)?.oldestHours ?? 0) > 330,
      },
      {
        id: 'daily',
        text: 'Make segments of a day: now nothing lives longer than eight.',
        hint: 'Settings, Topic, segment.ms: 24 h.',
        isDone: ({ frame, params }) => {
          const oldest = logOf(frame)?.oldestHours ?? Number.NaN
          return params['segmentHours'] === 24 && oldest < 200
        },
      },
    ],
  },
  compaction: {
    prediction: {
      question:
        'Thirty keys, forty records a second. How many records does the log hold after thirty seconds?',
      options: [
        { id: 'few', label: 'fewer than 200' },
        { id: 'half', label: 'about 600' },
        { id: 'all', label: 'all 1,200' },
      ],
      at: 30 * SECOND,
      answer: (frame) => {
        const kept = logOf(frame)?.retained ?? 0
        return kept < 200 ? 'few' : kept < 900 ? 'half' : 'all'
      },
      explanation:
        'One for each key, and what has come since the cleaner was here. The segment that is being written is never cleaned.',
    },
    steps: [
      {
        id: 'cleaned',
        text: 'Let the cleaner take out five hundred records.',
        hint: 'Let it run for twenty seconds.',
        isDone: ({ frame }) => (logOf(frame)?.compacted ?? 0) >= 500,
      },
      {
        id: 'gaps',
        text: 'Let a new group read from the earliest: offsets it passes are many, records few.',
        hint: '“New group, from the earliest”. Its card counts what was compacted.',
        isDone: ({ frame }) => {
          const c = group(frame, 'C')
          return c !== undefined && c.joinedAt > 0 && c.compacted > c.delivered
        },
      },
    ],
  },
  'far-behind': {
    prediction: null,
    steps: [
      {
        id: 'disk',
        text: 'Wait until group C is behind the page cache: its reads come from the disk.',
        hint: 'The line at the foot of the rows is what is in memory. Let it run for ten seconds.',
        isDone: ({ frame }) => (group(frame, 'C')?.bytesFromDisk ?? 0) > 0,
      },
      {
        id: 'near',
        text: 'Check that the groups at the end have read nothing from the disk.',
        hint: 'Their cards say so, at fifteen seconds or later.',
        isDone: ({ frame }) => frame.now >= 15 * SECOND && group(frame, 'A')?.bytesFromDisk === 0,
      },
    ],
  },
  future: {
    prediction: null,
    steps: [
      {
        id: 'pin',
        text: 'Write one record from 48 hours ahead, and see its segment stay, and all behind it.',
        hint: 'The button below the picture; then let it run for another fifteen seconds.',
        isDone: ({ frame }) => {
          const { largestTimestamp } = frame.segments
          const ahead = largestTimestamp.findIndex((timestamp) => timestamp > frame.logNow)
          return ahead >= 0 && frame.segments.base.length > 8
        },
      },
      {
        id: 'refuse',
        text: 'Let the broker refuse such records, as Kafka does since 4.0.',
        hint: 'Settings, Retention, message.timestamp.after.max.ms: 1 h. Then write one again.',
        isDone: ({ frame, params }) => params['aheadHours'] === 1 && (logOf(frame)?.refused ?? 0) > 0,
      },
    ],
  },
  many: {
    prediction: null,
    steps: [
      {
        id: 'hot',
        text: 'Find partitions that get more than twice as much as others: their keys are the frequent ones.',
        hint: 'The tables below the picture. Let it run for ten seconds.',
        isDone: ({ frame }) => {
          const ends = frame.partitions.logEnd
          return Math.max(...ends) > 2 * Math.min(...ends) && Math.min(...ends) > 20
        },
      },
      {
        id: 'flat',
        text: 'Read a record at an offset of 100 or more. How many bytes did it take to get there?',
        hint: 'Below the picture: a partition, an offset, “Read it”.',
        isDone: ({ frame }) => (frame.found?.offset ?? 0) >= 100,
      },
    ],
  },
}

/** The code of OPENED_BY for a segment that retention made necessary. */
const RETENTION = 6

const NONE: Lesson<TopicFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const logLesson = (scenario: string): Lesson<TopicFrame> => LESSONS[scenario] ?? NONE
