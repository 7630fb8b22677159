import type { MeasureSpec } from '../../stage/define-lab.ts'

/** The hashing lab's numbers, in the order of the engine's `measuresOf`. */
export const HASHING_MEASURES: readonly MeasureSpec[] = [
  {
    id: 'keys',
    label: 'Keys',
    unit: 'keys',
    digits: 0,
    better: null,
    definition: 'The keys that the servers share, the same for each rule.',
  },
  {
    id: 'last',
    label: 'Moved by the last change',
    unit: 'keys',
    digits: 0,
    better: 'less',
    definition: 'Keys that belong to another server than before the last change.',
  },
  {
    id: 'needless',
    label: 'Of these needlessly',
    unit: 'keys',
    digits: 0,
    better: 'less',
    definition:
      'Keys that went from one server to another though both were there before and after: neither a new server’s share nor that of one that left.',
  },
  {
    id: 'moved',
    label: 'Moved in all',
    unit: 'keys',
    digits: 0,
    better: 'less',
    definition: 'Keys moved by all changes so far; a key that moved twice counts twice.',
  },
  {
    id: 'waste',
    label: 'Needlessly in all',
    unit: 'keys',
    digits: 0,
    better: 'less',
    definition: 'Of all moves, those between servers that were there before and after.',
  },
  {
    id: 'largest',
    label: 'The fullest server',
    unit: '× the mean',
    digits: 2,
    better: 'less',
    definition: 'Keys of the server that has most, in mean loads: 1 is even.',
  },
  {
    id: 'spread',
    label: 'Spread of the load',
    unit: '%',
    digits: 1,
    better: 'less',
    definition:
      'Standard deviation of the servers’ loads, in percent of the mean. On a ring it falls with one over the root of the number of points a server has.',
  },
  {
    id: 'lookups',
    label: 'Lookups',
    unit: '',
    digits: 0,
    better: null,
    definition: 'Keys asked for so far.',
  },
  {
    id: 'fetched',
    label: 'Fetched anew',
    unit: '',
    digits: 0,
    better: 'less',
    definition:
      'Lookups of a key that its server did not have, because the key had moved or its server had left. This is what a move costs.',
  },
  {
    id: 'work',
    label: 'Looked at in a lookup',
    unit: '',
    digits: 1,
    better: 'less',
    definition: 'How many points, table places or servers a lookup looks at, on average.',
  },
  {
    id: 'table',
    label: 'Table',
    unit: 'bytes',
    digits: 0,
    better: 'less',
    definition: 'What every client must have beside the list of servers.',
  },
]
