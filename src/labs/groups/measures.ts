import type { MeasureSpec } from '../../stage/define-lab.ts'

const DELIVERY = 'Delivery'
const LAG = 'Lag'
const GROUP = 'Group'

const records = { unit: 'records', digits: 0 } as const

/** The groups lab's numbers, in the order of the engine's `measuresOf`. */
export const GROUP_MEASURES: readonly MeasureSpec[] = [
  {
    ...records,
    id: 'produced',
    label: 'Produced',
    group: DELIVERY,
    better: null,
    definition: 'Records in the topic. They stay there, whoever has read them.',
  },
  {
    ...records,
    id: 'processed',
    label: 'Processed',
    group: DELIVERY,
    better: 'more',
    essential: true,
    definition: 'Different records whose effect has come to the sink, at least once.',
  },
  {
    ...records,
    id: 'lost',
    label: 'Lost',
    group: DELIVERY,
    better: 'less',
    essential: true,
    definition:
      'Records below the committed offset that were never processed and that nobody has in hand: the group will not come to them again.',
  },
  {
    ...records,
    id: 'duplicates',
    label: 'Processed twice',
    group: DELIVERY,
    better: 'less',
    essential: true,
    definition: 'How often a record came to the sink that had been there, and had its effect once more.',
  },
  {
    ...records,
    id: 'ignored',
    label: 'Known to the sink',
    group: DELIVERY,
    better: null,
    definition:
      'How often a record came again to an idempotent sink. It remembers partition and offset, and leaves it at that.',
  },
  {
    ...records,
    id: 'skipped',
    label: 'Passed over',
    group: DELIVERY,
    better: 'less',
    definition:
      'Records that were there before the group was, and that it never read because it began at the latest offset.',
  },
  {
    ...records,
    id: 'held',
    label: 'In hand',
    group: DELIVERY,
    better: null,
    definition: 'Records in the batches of members now, not processed before.',
  },
  {
    ...records,
    id: 'waiting',
    label: 'Not yet delivered',
    group: DELIVERY,
    better: 'less',
    definition: 'Records in the log that nobody has in hand and that the group will still come to.',
  },
  {
    ...records,
    id: 'deliveries',
    label: 'Handed out',
    group: DELIVERY,
    better: null,
    definition: 'Records that polls have returned, each time counted.',
  },
  {
    ...records,
    id: 'redelivered',
    label: 'Handed out again',
    group: DELIVERY,
    better: 'less',
    definition: 'Records returned by a poll that had been returned by one before, to whomever.',
  },
  {
    ...records,
    id: 'out-of-order',
    label: 'Out of order in their key',
    group: DELIVERY,
    better: 'less',
    essential: true,
    definition:
      'Records processed for the first time after a later record of the same key. While a partition has one reader there are none.',
  },
  {
    ...records,
    id: 'lag',
    label: 'Lag',
    group: LAG,
    better: 'less',
    essential: true,
    definition: 'Log end offset minus committed offset, over all partitions: how far the group is behind.',
  },
  {
    id: 'lag-seconds',
    label: 'Lag in time',
    unit: 's',
    digits: 1,
    group: LAG,
    better: 'less',
    essential: true,
    definition: 'How long the oldest record that is not committed has been in the log.',
  },
  {
    id: 'rebalances',
    label: 'Rebalances',
    unit: '',
    digits: 0,
    group: GROUP,
    better: 'less',
    essential: true,
    definition:
      'Completed rounds in which the group settled anew who reads what. The first one, when the group is formed, counts.',
  },
  {
    id: 'unread',
    label: 'Waited without a reader',
    unit: 'record-s',
    digits: 0,
    group: GROUP,
    better: 'less',
    essential: true,
    definition:
      'Records times the seconds they waited in partitions that nobody read: during a rebalance, or because their owner was gone and the group did not know yet.',
  },
  {
    id: 'idle',
    label: 'Idle members',
    unit: '',
    digits: 0,
    group: GROUP,
    better: null,
    definition:
      'Members of the group that have no partition, because there are more members than partitions.',
  },
  {
    id: 'commits',
    label: 'Commits',
    unit: '',
    digits: 0,
    group: GROUP,
    better: null,
    definition: 'How often members have committed their position.',
  },
  {
    id: 'refused',
    label: 'Commits refused',
    unit: '',
    digits: 0,
    group: GROUP,
    better: 'less',
    definition:
      'Commits that the coordinator has turned down: UnknownMemberId from a member it has given up, IllegalGeneration from one that missed a rebalance, RebalanceInProgress in the middle of one.',
  },
]
