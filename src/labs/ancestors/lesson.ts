import { SECOND } from '../../engine/kernel/time.ts'
import type { AncestorsFrame, LaneFrame } from '../../engine/season/ancestors/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'

const laneOf = ({ lanes }: AncestorsFrame, id: LaneFrame['lane']): LaneFrame | undefined =>
  lanes.find(({ lane }) => lane === id)

/** How many questions two pointers have answered so. */
const told = (frame: AncestorsFrame, verdict: 'right' | 'incomplete' | 'wrong'): number =>
  laneOf(frame, 'pointers')?.values[{ right: 1, incomplete: 2, wrong: 3 }[verdict]] ?? 0

const LESSONS: Readonly<Record<string, Lesson<AncestorsFrame>>> = {
  crossed: {
    prediction: {
      question: 'Each side merged the other. How often are two pointers right in 30 seconds?',
      options: [
        { id: 'always', label: 'always' },
        { id: 'sometimes', label: 'sometimes' },
        { id: 'never', label: 'never' },
      ],
      at: 30 * SECOND,
      answer: (frame) =>
        told(frame, 'right') === 0
          ? 'never'
          : told(frame, 'wrong') + told(frame, 'incomplete') === 0
            ? 'always'
            : 'sometimes',
      explanation:
        'There are two best common ancestors, and two pointers meet in one place. It may be one of the two, or the place where the sides first went apart.',
    },
    steps: [
      {
        id: 'two',
        text: 'Watch Git find two answers.',
        hint: 'Let it run until two commits have a thick ring.',
        isDone: ({ frame }) => {
          const [, right = 0, , , , , found = 0] = laneOf(frame, 'paint')?.values ?? []
          return found > right
        },
      },
      {
        id: 'one-of-two',
        text: 'Find a question where two pointers give one of the two.',
        hint: 'It depends on which parent comes first. Let it run on, or press ].',
        isDone: ({ frame }) => told(frame, 'incomplete') > 0,
      },
      {
        id: 'by-hand',
        text: 'Ask a question of your own that two pointers get right.',
        hint: 'Press a commit on the middle line, and let A or B start there.',
        isDone: ({ frame, done }) => done.has('start') && told(frame, 'right') > 0,
      },
    ],
  },
  lists: {
    prediction: null,
    steps: [
      {
        id: 'over',
        text: 'Watch a pointer start over on the other list.',
        hint: 'Step until a pointer has gone past the oldest commit.',
        isDone: ({ frame }) => laneOf(frame, 'pointers')?.words.includes('starts over') === true,
      },
      {
        id: 'meet',
        text: 'See both ways agree, and compare how many commits they looked at.',
        hint: 'The measure “Looked at”, after an answer.',
        isDone: ({ frame }) => told(frame, 'right') > 0,
      },
    ],
  },
  merged: {
    prediction: null,
    steps: [
      {
        id: 'too-far',
        text: 'See two pointers go back too far: past the commit that was merged.',
        hint: 'They never see the merge’s second parent.',
        isDone: ({ frame }) => told(frame, 'wrong') > 0,
      },
    ],
  },
  random: {
    prediction: null,
    steps: [
      {
        id: 'both',
        text: 'Wait until two pointers have been right once and wrong once.',
        hint: 'Play at 10×.',
        isDone: ({ frame }) => told(frame, 'right') > 0 && told(frame, 'wrong') > 0,
      },
    ],
  },
}

const NONE: Lesson<AncestorsFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const ancestorsLesson = (scenario: string): Lesson<AncestorsFrame> => LESSONS[scenario] ?? NONE
