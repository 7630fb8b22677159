import type { MeasureSpec } from '../../stage/define-lab.ts'

const questions = { unit: 'questions', digits: 0, better: null } as const
const commits = { unit: 'commits', digits: 0, better: null } as const

/** The ancestors lab's numbers, in the order of the engine's `Lane.measures`. */
export const ANCESTORS_MEASURES: readonly MeasureSpec[] = [
  {
    ...questions,
    id: 'asked',
    label: 'Asked',
    definition: 'Questions for the best common ancestors of two commits, the one under way included.',
  },
  {
    ...questions,
    id: 'right',
    label: 'Right',
    better: 'more',
    definition: 'Questions answered with all of the best common ancestors, and nothing else.',
  },
  {
    ...questions,
    id: 'incomplete',
    label: 'Incomplete',
    better: 'less',
    definition: 'Questions with several best common ancestors that were answered with one of them.',
  },
  {
    ...questions,
    id: 'wrong',
    label: 'Wrong',
    better: 'less',
    definition: 'Questions answered with a common ancestor that is not the best: another one comes after it.',
  },
  {
    id: 'steps',
    label: 'Steps',
    unit: 'steps',
    digits: 0,
    better: null,
    definition: 'Steps taken for all questions: both pointers one back, or one commit painted.',
  },
  {
    ...commits,
    id: 'looked',
    label: 'Looked at',
    definition: 'Commits looked at, counted once for each question.',
  },
  {
    ...commits,
    id: 'found',
    label: 'Answers',
    definition: 'Commits given as an answer, right or wrong.',
  },
  {
    ...commits,
    id: 'missed',
    label: 'Missed',
    better: 'less',
    definition: 'Best common ancestors that an answer left out.',
  },
]
