import { SECOND } from '../../engine/kernel/time.ts'
import type { MeasureId } from '../../engine/ingest/lab/codes.ts'
import type { TrendingFrame } from '../../engine/ingest/lab/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'
import { SKEW_LESSON } from './lesson-skew.ts'

const drawn = (frame: TrendingFrame, measure: MeasureId): number => frame.lanes[0]?.of[measure] ?? Number.NaN
const corrected = (frame: TrendingFrame, measure: MeasureId): number =>
  frame.lanes[1]?.of[measure] ?? Number.NaN

const after = (frame: TrendingFrame, seconds: number): boolean => frame.now >= seconds * SECOND

const LESSONS: Readonly<Record<string, Lesson<TrendingFrame>>> = {
  evening: {
    prediction: {
      question:
        'The sketch divides the last hour’s viewers by the mean hour of the last day. After five minutes, what is that factor for the title that leads?',
      options: [
        { id: 'one', label: 'about 1: nothing is going on' },
        { id: 'some', label: 'between 2 and 20, whatever is popular' },
        { id: '24', label: '24, for whichever title' },
      ],
      at: 300 * SECOND,
      answer: (frame) => {
        const factor = drawn(frame, 'factor')
        return factor > 23 ? '24' : factor < 2 ? 'one' : 'some'
      },
      explanation:
        'Nothing is ever taken out of either set, so the hour’s viewers are the day’s. Their quotient is 24 for every title, for ever, and says nothing.',
    },
    steps: [
      {
        id: 'factor',
        text: 'Let five minutes go by, and read the factor of the first title on each board.',
        hint: 'Press Play, or go to 300 seconds. The number is in the table below the picture; press it.',
        isDone: ({ frame }) => after(frame, 300) && drawn(frame, 'factor') > 23,
      },
    ],
  },
  viral: {
    prediction: {
      question:
        'A title is viral from the 5th to the 20th minute, then nobody chooses it any more. Does it still rise on the corrected board at half an hour?',
      options: [
        { id: 'both', label: 'it stands at least as high as on the board as drawn' },
        { id: 'drawn', label: 'it stands lower than on the board as drawn, or has left' },
      ],
      at: 1_800 * SECOND,
      answer: (frame) => (corrected(frame, 'viral-rank') <= drawn(frame, 'viral-rank') ? 'both' : 'drawn'),
      explanation:
        'Its hour still holds those who came in the first minutes; what is left of them counts less and less, and after an hour they are gone. A set that never forgets keeps the title where it was.',
    },
    steps: [
      {
        id: 'rises',
        text: 'See which board notices the viral title.',
        hint: 'Go to 900 seconds. Its rank on either board is among the numbers.',
        isDone: ({ frame }) => corrected(frame, 'viral-rank') <= 3,
      },
      {
        id: 'stays',
        text: 'Ten minutes after it is over, find the title on both boards.',
        hint: 'Go to 1,800 seconds.',
        isDone: ({ frame }) => after(frame, 1_800) && drawn(frame, 'viral-rank') <= 20,
      },
    ],
  },
  lie: {
    prediction: null,
    steps: [
      {
        id: 'lie',
        text: 'Make both boards lie: let a title that nobody watches come into the first three.',
        hint: 'Press “Bots” below the boards, and let some minutes go by.',
        isDone: ({ frame }) =>
          frame.going.bots && drawn(frame, 'bots-rank') <= 3 && corrected(frame, 'bots-rank') <= 3,
      },
      {
        id: 'true',
        text: 'Make the corrected board true again, while the bots go on.',
        hint: 'Settings, Score: the bot guard, from the start; the bots come again as they did. Then let as many minutes go by.',
        isDone: ({ frame }) =>
          frame.going.bots && drawn(frame, 'bots-rank') <= 3 && !(corrected(frame, 'bots-rank') <= 100),
      },
    ],
  },
  film: {
    prediction: {
      question: 'Somebody plays one film of two hours to its end. How many views does the sketch count?',
      options: [
        { id: '1', label: '1' },
        { id: '2', label: '2: the start and the end' },
        { id: '722', label: '722' },
        { id: '7200', label: '7,200: one a second' },
      ],
      at: 7_230 * SECOND,
      answer: (frame) => String(drawn(frame, 'film')),
      explanation:
        'Its counter goes up for every event on time: a start, a heartbeat every ten seconds for two hours, and an end. The job of the next morning counts starts, and finds one: 99.9 % fewer.',
    },
    steps: [
      {
        id: 'film',
        text: 'Watch it to the end, and compare what both have counted.',
        hint: 'Go to 7,230 seconds. “Views of one film” is among the numbers.',
        isDone: ({ frame }) => drawn(frame, 'film') === 722 && corrected(frame, 'film') === 1,
      },
    ],
  },
  twice: {
    prediction: {
      question: 'Every tenth event comes twice and nobody looks at ids. Which number is too high?',
      options: [
        { id: 'views', label: 'views, but not different viewers' },
        { id: 'both', label: 'both' },
        { id: 'none', label: 'neither' },
      ],
      at: 300 * SECOND,
      answer: (frame) => {
        const views = corrected(frame, 'views-a-play')
        return views > 1.02 ? 'views' : 'none'
      },
      explanation:
        'A set, or a sketch of one, takes the same name twice without growing. A counter does not know that it counted before: that is what ids are for.',
    },
    steps: [
      {
        id: 'twice',
        text: 'Find how many events the corrected board counts twice.',
        hint: 'Go to 300 seconds and press “Counted twice” to see them.',
        isDone: ({ frame }) => corrected(frame, 'twice') > 1_000,
      },
      {
        id: 'once',
        text: 'Count each of them once.',
        hint: 'Settings, Pipeline: duplicates by producer and sequence number, from the start. Then go to 300 seconds.',
        isDone: ({ frame }) =>
          after(frame, 300) && frame.settings.replays >= 5 && corrected(frame, 'twice') === 0,
      },
    ],
  },
  watermark: {
    prediction: {
      question: 'The watermark stays five minutes behind. How old is the newest answer, at ten minutes?',
      options: [
        { id: 'minute', label: 'less than a minute' },
        { id: 'five', label: 'more than five minutes' },
      ],
      at: 600 * SECOND,
      answer: (frame) => (corrected(frame, 'age') < 60 ? 'minute' : 'five'),
      explanation:
        'A watermark says what is not expected any more, and nothing is told before it has passed. How long events may still come in afterwards is another question: the allowed lateness.',
    },
    steps: [
      {
        id: 'old',
        text: 'See how old the answer is with a watermark of five minutes.',
        hint: 'Go to 600 seconds and read “Age of the answer”.',
        isDone: ({ frame }) => corrected(frame, 'age') >= 300,
      },
      {
        id: 'fresh',
        text: 'Get an answer less than a minute old, and still take events that are minutes late.',
        hint: 'Settings, Pipeline: a watermark of 10 s and an allowed lateness of 300 s. Then let a few minutes go by.',
        isDone: ({ frame }) =>
          frame.settings.lateness >= 300 &&
          corrected(frame, 'age') < 60 &&
          frame.firings.updates > 0 &&
          corrected(frame, 'late') > 0,
      },
    ],
  },
  fresh: {
    prediction: {
      question:
        'As drawn the hour is one window: told once, at its end, with five minutes of watermark. How old can the newest answer get?',
      options: [
        { id: 'minute', label: 'a minute, as was asked for' },
        { id: 'hour', label: 'an hour' },
        { id: 'more', label: 'an hour and five minutes' },
      ],
      at: 3_895 * SECOND,
      answer: (frame) => {
        const age = drawn(frame, 'age')
        return age < 120 ? 'minute' : age <= 3_600 ? 'hour' : 'more'
      },
      explanation:
        'The answer about one hour stays the newest until the next one has ended and the watermark has passed its end. An hour that slides by the minute, told early, is never older than a minute.',
    },
    steps: [
      {
        id: 'oldest',
        text: 'Find the moment at which the answer as drawn is oldest, and compare the three ages.',
        hint: 'Go to 3,895 seconds: the hour was over at 3,600, but its end is not told before 3,900.',
        isDone: ({ frame }) =>
          after(frame, 3_600) && drawn(frame, 'age') > 3_840 && corrected(frame, 'age') < 60,
      },
    ],
  },
  flight: {
    prediction: {
      question:
        'Forty passengers had no network for three hours. Of what they send on landing, how much is an hour late or more?',
      options: [
        { id: 'none', label: 'hardly anything: it comes as soon as they land' },
        { id: 'third', label: 'a third' },
        { id: 'two', label: 'two thirds' },
      ],
      at: 610 * SECOND,
      answer: (frame) => {
        const share = (frame.lateness.corrected[4] ?? 0) / FLIGHT_EVENTS
        return share < 0.2 ? 'none' : share < 0.5 ? 'third' : 'two'
      },
      explanation:
        'The last hour of three is less than an hour old, the two before it are more. Only the last few minutes find their minute still open: the others are too late for any board, and are kept for the job that counts the day.',
    },
    steps: [
      {
        id: 'lands',
        text: 'Let the plane land, and see where its events went.',
        hint: 'Go to 610 seconds and press the number of “Too late”.',
        isDone: ({ frame }) => after(frame, 610) && frame.going.flights > 0,
      },
      {
        id: 'all',
        text: 'Let an hour’s lateness be allowed, and see how many more of them are taken.',
        hint: 'Settings, Pipeline: allowed lateness 3,600 s, from the start. Then go to 610 seconds.',
        isDone: ({ frame }) => frame.settings.lateness === 3_600 && corrected(frame, 'late') > 5_000,
      },
    ],
  },
  small: {
    prediction: {
      question:
        'One title grew from 10 viewers to 100, another from 50,000 to 52,000. Which has the higher score as drawn?',
      options: [
        { id: 'tiny', label: 'the one that grew to 100' },
        { id: 'hit', label: 'the one that grew to 52,000' },
      ],
      at: SECOND,
      answer: ({ examples: [tiny, hit] }) => ((tiny?.drawn ?? 0) > (hit?.drawn ?? 0) ? 'tiny' : 'hit'),
      explanation:
        'Its velocity has no bound: ninety more viewers are nine times what there were, and count more than two thousand. Adding K viewers above and below the line makes small numbers what they are, noise.',
    },
    steps: [
      {
        id: 'noise',
        text: 'See who leads the corrected board when nothing is added to small numbers.',
        hint: 'Go to 120 seconds: what leads has only a few viewers.',
        isDone: ({ frame }) =>
          frame.settings.shrink === 0 &&
          after(frame, 120) &&
          (frame.boards.corrected?.hour[0] ?? Infinity) < 200,
      },
      {
        id: 'shrink',
        text: 'Find a K with which the hit comes before the tiny title, and the steady spike before both.',
        hint: 'Settings, Score: shrink K of 100 or more, from the start.',
        isDone: ({ frame: { examples } }) => {
          const [tiny, hit, steady] = examples.map((example) => example.corrected)
          return (hit ?? 0) > (tiny ?? 0) && (steady ?? 0) > (hit ?? 0)
        },
      },
    ],
  },
  crash: {
    prediction: {
      question:
        'A collector that acknowledges each event as soon as it has it crashes. Who still has the events of its open batch?',
      options: [
        { id: 'log', label: 'the log' },
        { id: 'clients', label: 'the clients: they send again' },
        { id: 'nobody', label: 'nobody' },
      ],
      at: 65 * SECOND,
      answer: (frame) => (drawn(frame, 'lost') > 0 ? 'nobody' : 'log'),
      explanation:
        'The clients were told that all is well, and have forgotten. A collector that acknowledges once a batch is in the log loses nothing: what it had not acknowledged is sent again, and what it had written twice is known by its id.',
    },
    steps: [
      {
        id: 'crash',
        text: 'See what each of the two ways to acknowledge has lost.',
        hint: 'Go to 65 seconds: the collector crashes at 60. “Acknowledged and lost” is among the numbers.',
        isDone: ({ frame }) =>
          drawn(frame, 'lost') > 0 && corrected(frame, 'resent') > 0 && corrected(frame, 'lost') === 0,
      },
    ],
  },
  skew: SKEW_LESSON,
}

/** What a plane of forty sends: three hours of an event every ten seconds. */
const FLIGHT_EVENTS = 40 * 1_080

const NONE: Lesson<TrendingFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const trendingLesson = (scenario: string): Lesson<TrendingFrame> => LESSONS[scenario] ?? NONE
