import { SECOND } from '../../engine/kernel/time.ts'
import type { HistoryFrame, LaneFrame } from '../../engine/season/history/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'

const laneOf = (frame: HistoryFrame, lane: LaneFrame['lane']): LaneFrame | undefined =>
  frame.lanes.find((candidate) => candidate.lane === lane)

const prunedIn = (frame: HistoryFrame): number => laneOf(frame, 'index')?.counts.pruned ?? 0

const shownIn = (frame: HistoryFrame): readonly (string | undefined)[] =>
  frame.lanes.map(({ entries, position }) => entries[position]?.name)

const LESSONS: Readonly<Record<string, Lesson<HistoryFrame>>> = {
  look: {
    prediction: null,
    steps: [
      {
        id: 'both-ways',
        text: 'Watch someone go back and forward again. Find a moment with two pages or more ahead.',
        hint: 'Let it run for some seconds, or press “Back” below the picture.',
        isDone: ({ frame }) => {
          const lane = laneOf(frame, 'index')
          return lane !== undefined && lane.entries.length - 1 - lane.position >= 2
        },
      },
      {
        id: 'by-hand',
        text: 'Go back by hand, and then visit a new page.',
        hint: 'The buttons “Back” and “Visit a page” below the picture.',
        isDone: ({ done }) => done.has('back') && done.has('visit'),
      },
      {
        id: 'cut',
        text: 'See what became of the pages that lay ahead.',
        hint: 'They are crossed out below the row, from the moment of the visit on. The measure “Pruned” counts them.',
        isDone: ({ frame }) => prunedIn(frame) > 0,
      },
    ],
  },
  new: {
    prediction: {
      question:
        'Someone goes back a lot and then somewhere new. After 30 seconds, how many of the pages visited can one still get to?',
      options: [
        { id: 'most', label: 'more than half of them' },
        { id: 'few', label: 'half of them or fewer' },
      ],
      at: 30 * SECOND,
      answer: (frame) => {
        const lane = laneOf(frame, 'index')
        return lane !== undefined && 2 * lane.entries.length > lane.counts.visited ? 'most' : 'few'
      },
      explanation:
        'Each visit after going back throws away all that lay ahead. A tree would keep it; both of these are rows.',
    },
    steps: [
      {
        id: 'five',
        text: 'Find a visit that threw away three pages or more at once.',
        hint: 'The key ] goes to the next trouble on the time slider.',
        isDone: ({ frame }) => {
          const gone = laneOf(frame, 'index')?.gone.filter(({ fate }) => fate === 'pruned') ?? []
          const last = gone.at(-1)?.by
          return gone.filter(({ by }) => by === last).length >= 3
        },
      },
      {
        id: 'undo',
        text: 'Step back to just before it: there they are.',
        hint: 'The button “Step back”, or the key ,.',
        isDone: ({ done }) => done.has('stepped-back'),
      },
    ],
  },
  far: {
    prediction: null,
    steps: [
      {
        id: 'walk',
        text: 'Compare what jumps cost: links followed on the whiteboard, settings of the index in production.',
        hint: 'Let it run for 30 seconds and look at “Steps a move”.',
        isDone: ({ frame }) => {
          const links = laneOf(frame, 'links')?.values[6] ?? 0
          const index = laneOf(frame, 'index')?.values[7] ?? 0
          return index > 0 && links >= 4 * index
        },
      },
      {
        id: 'nowhere',
        text: 'Find a jump to where no entry is. Back would stop at the oldest page, go() does nothing.',
        hint: 'Press the measure “Steps a move”: the list says “no such entry”. Let it run for 20 seconds.',
        isDone: ({ now }) => now >= 20 * SECOND,
      },
    ],
  },
  cap: {
    prediction: {
      question: 'At 60 seconds someone goes back as far as there is a way. Do both show the same page?',
      options: [
        { id: 'same', label: 'yes, the very first one' },
        { id: 'different', label: 'no, only the chain of links has it' },
      ],
      at: 60.2 * SECOND,
      answer: (frame) => (new Set(shownIn(frame)).size === 1 ? 'same' : 'different'),
      explanation:
        'The list kept the newest 50 entries. The first page is not pruned but dropped: nothing leads to it any more.',
    },
    steps: [
      {
        id: 'dropped',
        text: 'Find the first page that is dropped.',
        hint: 'Let it run until the list has 50 entries, for half a minute or a little more.',
        isDone: ({ frame }) => (laneOf(frame, 'index')?.counts.dropped ?? 0) > 0,
      },
      {
        id: 'small',
        text: 'Give the list room for ten entries only. How far back can one get?',
        hint: 'Settings, The browser, Most entries: 10.',
        isDone: ({ frame, done }) =>
          done.has('set-cap') &&
          frame.settings.cap <= 10 &&
          (laneOf(frame, 'index')?.counts.dropped ?? 0) > 0,
      },
    ],
  },
  redirects: {
    prediction: null,
    steps: [
      {
        id: 'replaced',
        text: 'See pages that were visited, are neither held nor pruned, and are gone all the same.',
        hint: 'Let it run for 15 seconds and look at “Replaced”.',
        isDone: ({ frame }) => (laneOf(frame, 'index')?.counts.replaced ?? 0) >= 5,
      },
    ],
  },
}

const NONE: Lesson<HistoryFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const historyLesson = (scenario: string): Lesson<HistoryFrame> => LESSONS[scenario] ?? NONE
