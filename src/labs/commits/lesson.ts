import { SECOND } from '../../engine/kernel/time.ts'
import type { CommitsFrame, LaneFrame } from '../../engine/season/commits/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'

const laneOf = ({ lanes }: CommitsFrame, id: LaneFrame['lane']): LaneFrame | undefined =>
  lanes.find(({ lane }) => lane === id)

const collected = (frame: CommitsFrame, id: LaneFrame['lane']): number =>
  laneOf(frame, id)?.counts.collected ?? 0

const mergesIn = (frame: CommitsFrame): number =>
  laneOf(frame, 'graph')?.commits.filter(({ parents }) => parents.length > 1).length ?? 0

const LESSONS: Readonly<Record<string, Lesson<CommitsFrame>>> = {
  merges: {
    prediction: {
      question: 'A branch was merged, then deleted. Does the list still have its commits after 15 seconds?',
      options: [
        { id: 'yes', label: 'yes, they were merged' },
        { id: 'no', label: 'no, some are gone' },
      ],
      at: 15 * SECOND,
      answer: (frame) => (collected(frame, 'list') > 0 ? 'no' : 'yes'),
      explanation:
        'Only the second parent of the merge led to them. Without it and without the branch nothing does, and what nothing leads to is collected. The graph has them all.',
    },
    steps: [
      {
        id: 'lost',
        text: 'Find the first merge: in the list its second pointer has no place.',
        hint: 'Press ] or let it run, and look for the broken line.',
        isDone: ({ frame }) => mergesIn(frame) > 0,
      },
      {
        id: 'forgotten',
        text: 'Let it run until the list has thrown away work that was merged.',
        hint: 'The crosses in the upper picture, after garbage was collected.',
        isDone: ({ frame }) => collected(frame, 'list') > 0,
      },
      {
        id: 'by-hand',
        text: 'Make a branch, commit to it, go back to main and merge it.',
        hint: 'The buttons below the picture: New branch, Commit, Go to main, Merge.',
        isDone: ({ frame, done }) => done.has('branch') && done.has('merge') && mergesIn(frame) > 0,
      },
    ],
  },
  line: {
    prediction: null,
    steps: [
      {
        id: 'walk',
        text: 'Let the log show ten commits. How many pointers did it follow?',
        hint: 'Let it run for five seconds; each node shows its place in the log.',
        isDone: ({ frame }) => (laneOf(frame, 'graph')?.values[5] ?? 0) >= 10,
      },
      {
        id: 'differ',
        text: 'Make the two pictures differ.',
        hint: 'Branch, commit on both sides, merge.',
        isDone: ({ frame }) => (laneOf(frame, 'list')?.values[4] ?? 0) > 0,
      },
    ],
  },
  amend: {
    prediction: null,
    steps: [
      {
        id: 'anew',
        text: 'See how a change in the past makes all later commits anew.',
        hint: 'Amend two back: three commits are made, with three new ids.',
        isDone: ({ frame, done }) => done.has('amend') && (laneOf(frame, 'graph')?.values[8] ?? 0) >= 3,
      },
      {
        id: 'gone',
        text: 'Let it run until old ones are collected.',
        hint: 'Unreachable ones are dashed, collected ones are crosses.',
        isDone: ({ frame }) => collected(frame, 'graph') > 0,
      },
    ],
  },
  dropped: {
    prediction: null,
    steps: [
      {
        id: 'adrift',
        text: 'Wait for a deleted branch to leave commits behind that nothing leads to.',
        hint: 'Dashed nodes in the lower picture.',
        isDone: ({ frame }) => (laneOf(frame, 'graph')?.counts.unreachable ?? 0) > 0,
      },
      {
        id: 'rescue',
        text: 'Bring one back before it is collected: make a branch there.',
        hint: 'Press a dashed node, then Branch here.',
        isDone: ({ frame }) => frame.rescued > 0,
      },
    ],
  },
}

const NONE: Lesson<CommitsFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const commitsLesson = (scenario: string): Lesson<CommitsFrame> => LESSONS[scenario] ?? NONE
