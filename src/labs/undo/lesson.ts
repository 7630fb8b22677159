import { SECOND } from '../../engine/kernel/time.ts'
import type { LaneFrame, UndoFrame } from '../../engine/season/undo/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'

const laneOf = (frame: UndoFrame, lane: LaneFrame['lane']): LaneFrame | undefined =>
  frame.lanes.find((candidate) => candidate.lane === lane)

const countsOf = (frame: UndoFrame): LaneFrame['counts'] =>
  laneOf(frame, 'sharing')?.counts ?? { made: 0, pruned: 0, dropped: 0 }

/** A value of the production lane, by its place among the measures. */
const valueOf = (frame: UndoFrame, index: number): number => laneOf(frame, 'sharing')?.values[index] ?? 0

const LESSONS: Readonly<Record<string, Lesson<UndoFrame>>> = {
  write: {
    prediction: {
      question:
        'A document of 64 lines, some 20 changes in 20 seconds. How much more do full copies take than versions that share?',
      options: [
        { id: 'little', label: 'about as much' },
        { id: 'some', label: 'two to four times as much' },
        { id: 'much', label: 'more than four times as much' },
      ],
      at: 20 * SECOND,
      answer: (frame) => (valueOf(frame, 6) > 4 ? 'much' : valueOf(frame, 6) >= 2 ? 'some' : 'little'),
      explanation:
        'A copy has the size of the document, a version that shares only that of the way to one line. The longer the history, the larger the difference.',
    },
    steps: [
      {
        id: 'path',
        text: 'Watch what a change makes anew: one node a level, from the root to the line.',
        hint: 'Let it run for ten seconds. The nodes in the colour of the present version are the new ones.',
        isDone: ({ frame }) => countsOf(frame).made >= 6,
      },
      {
        id: 'wide',
        text: 'Give a node 32 parts. Fewer levels, larger nodes: does a change take less, or more?',
        hint: 'Settings, What is kept, Branching factor: 32. Look at “Bytes a change”.',
        isDone: ({ frame, done }) =>
          done.has('set-branching') && frame.settings.branching === '32' && countsOf(frame).made >= 6,
      },
    ],
  },
  undo: {
    prediction: null,
    steps: [
      {
        id: 'future',
        text: 'Find a moment with a future: versions that were undone and can be done again.',
        hint: 'Let it run for some seconds, or press “Undo” below the picture.',
        isDone: ({ frame }) => (laneOf(frame, 'sharing')?.future ?? 0) >= 2,
      },
      {
        id: 'by-hand',
        text: 'Undo by hand, then change a line. What became of the future?',
        hint: 'The buttons “Undo” and “Change a line” below the picture.',
        isDone: ({ frame, done }) => done.has('undo') && done.has('change') && countsOf(frame).pruned > 0,
      },
      {
        id: 'garbage',
        text: 'Count what nobody has any more: only nodes that no other version shares become garbage.',
        hint: 'The measure “Garbage”, among all measures. Let it run for 20 seconds.',
        isDone: ({ frame }) => valueOf(frame, 12) >= 9,
      },
    ],
  },
  limit: {
    prediction: {
      question: 'Only the last five versions are kept. Does sharing still save half of the memory?',
      options: [
        { id: 'yes', label: 'yes, it takes less than half' },
        { id: 'no', label: 'no, five versions are too few' },
      ],
      at: 20 * SECOND,
      answer: (frame) => (valueOf(frame, 6) > 2 ? 'yes' : 'no'),
      explanation:
        'Five copies are five documents. Shared, they are one document and four ways from the root to a line.',
    },
    steps: [
      {
        id: 'dropped',
        text: 'See the oldest version dropped when a sixth would have to be kept.',
        hint: 'Let it run for ten seconds.',
        isDone: ({ frame }) => countsOf(frame).dropped > 0,
      },
      {
        id: 'none',
        text: 'Keep a single version: no undo at all. What does sharing save now?',
        hint: 'Settings, What is kept, Limit: 1.',
        isDone: ({ frame, done }) =>
          done.has('set-limit') && frame.settings.limit === 1 && countsOf(frame).dropped > 0,
      },
    ],
  },
  grow: {
    prediction: null,
    steps: [
      {
        id: 'level',
        text: 'Find the moment at which the tree grows by a level.',
        hint: 'It begins with two levels; four parts a node and two levels are room for 16 lines.',
        isDone: ({ frame }) => valueOf(frame, 13) >= 3,
      },
    ],
  },
  array: {
    prediction: null,
    steps: [
      {
        id: 'refs',
        text: 'See what a change takes when the whole list is one node: less than a copy of the texts, more than a tree.',
        hint: 'Let it run for five seconds and look at “Bytes a change”.',
        isDone: ({ now }) => now >= 5 * SECOND,
      },
      {
        id: 'tree',
        text: 'Make it a tree.',
        hint: 'Settings, What is kept, Branching factor: 4, 8 or 32.',
        isDone: ({ frame, done }) => done.has('set-branching') && frame.settings.branching !== 'one',
      },
    ],
  },
}

const NONE: Lesson<UndoFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const undoLesson = (scenario: string): Lesson<UndoFrame> => LESSONS[scenario] ?? NONE
