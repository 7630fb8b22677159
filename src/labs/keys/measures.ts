import type { MeasureSpec } from '../../stage/define-lab.ts'

/** The numbers of each lane, in the order of the engine's `measuresOf`. */
export const KEYS_MEASURES: readonly MeasureSpec[] = [
  {
    id: 'sent',
    label: 'Sent',
    unit: 'records',
    digits: 0,
    better: null,
    definition: 'Records sent by both producers, summed over the partitions in which they lie.',
  },
  {
    id: 'read',
    label: 'Read',
    unit: 'records',
    digits: 0,
    better: 'more',
    definition: 'Records that the readers have taken, one reader a partition.',
  },
  {
    id: 'unread',
    label: 'Unread',
    unit: 'records',
    digits: 0,
    better: 'less',
    definition: 'Records that lie in a partition and that its reader has yet to take.',
  },
  {
    id: 'moved',
    label: 'Keys moved',
    unit: '%',
    digits: 1,
    better: 'less',
    definition:
      'Of all keys, those that the last change sends elsewhere. Where the two producers disagree, each key counts once for each of them.',
  },
  {
    id: 'movedRecords',
    label: 'Records moved',
    unit: 'records',
    digits: 0,
    better: null,
    definition:
      'Records that moved to another node with their key, in all. A store has to move them so that they are found. A log moves none: what was written stays where it is.',
  },
  {
    id: 'split',
    label: 'Keys in two places',
    unit: 'keys',
    digits: 0,
    better: 'less',
    definition:
      'Keys whose records lie in more than one partition, so that no single reader sees all of them in order.',
  },
  {
    id: 'disorder',
    label: 'Out of order',
    unit: 'records',
    digits: 0,
    better: 'less',
    definition: 'Records that were delivered after a later record of the same key.',
  },
  {
    id: 'fullest',
    label: 'Fullest partition',
    unit: '× mean',
    digits: 2,
    better: 'less',
    definition: 'The records of the fullest partition, divided by the mean over all partitions. 1 is even.',
  },
  {
    id: 'keyless',
    label: 'Keyless in one place',
    unit: '%',
    digits: 1,
    better: 'less',
    definition: 'Of all records without a key, the share that lies in the partition with most of them.',
  },
]
