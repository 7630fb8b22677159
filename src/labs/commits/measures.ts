import type { MeasureSpec } from '../../stage/define-lab.ts'

const plain = { unit: 'commits', digits: 0, better: null } as const

/** The commits lab's numbers, in the order of the engine's `measureLane`. */
export const COMMITS_MEASURES: readonly MeasureSpec[] = [
  {
    ...plain,
    id: 'made',
    label: 'Made',
    definition: 'Commits that were ever made, those included that took the place of others.',
  },
  {
    ...plain,
    id: 'reachable',
    label: 'Reachable',
    definition: 'Commits that one comes to from some branch by following pointers: these are kept.',
  },
  {
    ...plain,
    id: 'unreachable',
    label: 'Unreachable',
    definition: 'Commits that are still there although no branch leads to them any more.',
  },
  {
    ...plain,
    id: 'collected',
    label: 'Collected',
    better: 'less',
    definition:
      'Commits thrown away: no branch had led to them for the grace time when garbage was collected.',
  },
  {
    ...plain,
    id: 'lost',
    label: 'Pointers lost',
    unit: 'pointers',
    better: 'less',
    definition: 'Parents of merges that nothing points to, since a node of a list has one pointer only.',
  },
  {
    ...plain,
    id: 'log',
    label: 'In the log',
    definition: 'Commits that the log shows from where one is, as git log does.',
  },
  {
    ...plain,
    id: 'hidden',
    label: 'Missing in the log',
    better: 'less',
    definition: 'Commits that went into what one has now, and that the log does not show.',
  },
  {
    ...plain,
    id: 'followed',
    label: 'Steps of the log',
    unit: 'pointers',
    definition: 'Pointers followed to show the log: one for each parent of each commit in it.',
  },
  {
    ...plain,
    id: 'renewed',
    label: 'Made anew',
    definition:
      'Commits made in the place of others by an amendment: the changed one, and each that stood on it, for its parent has another id.',
  },
]
