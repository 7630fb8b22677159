import type { MeasureSpec } from '../../stage/define-lab.ts'

const ITEMS = 'Items'
const TIME = 'Time'

interface StageMeasure {
  readonly id: string
  readonly label: string
  readonly unit: string
  readonly better: MeasureSpec['better']
  readonly definition: string
}

/** Told of each stage; in the order of the engine's STAGE_MEASURES. */
const OF_STAGES: readonly StageMeasure[] = [
  {
    id: 'throughput',
    label: 'Passed',
    unit: '/s',
    better: 'more',
    definition: 'Items a second that this stage handed on, over the whole run.',
  },
  {
    id: 'busy',
    label: 'Busy',
    unit: '%',
    better: null,
    definition: 'The share of its workers’ time in which they worked on items.',
  },
  {
    id: 'stopped',
    label: 'Stopped',
    unit: '%',
    better: 'less',
    definition:
      'The share of its workers’ time in which they stood with a finished item in hand: for want of room in the next queue, or because an earlier item had to leave first.',
  },
  {
    id: 'outOfTurn',
    label: 'Out of turn',
    unit: '%',
    better: 'less',
    definition:
      'The part of the time stopped in which it was not the item’s turn to leave. Only a single file has turns.',
  },
  {
    id: 'queue',
    label: 'Queue',
    unit: 'items',
    better: 'less',
    definition: 'How many items waited before this stage, on average over the whole run.',
  },
]

/** The numbers of each lane, in the order of the engine's `measuresOf`. */
export const CASCADE_MEASURES: readonly MeasureSpec[] = [
  {
    id: 'offered',
    label: 'Offered',
    unit: 'items',
    digits: 0,
    better: null,
    group: ITEMS,
    definition: 'Items that the sources had to give, let in or not. Both wirings are offered the same.',
  },
  {
    id: 'out',
    label: 'Came out',
    unit: 'items',
    digits: 0,
    better: 'more',
    group: ITEMS,
    definition: 'Items that went through all stages.',
  },
  {
    id: 'shed',
    label: 'Turned away',
    unit: 'items',
    digits: 0,
    better: 'less',
    group: ITEMS,
    essential: true,
    definition: 'Items refused at the edge at once, because all credits were in use: load shedding.',
  },
  {
    id: 'dropped',
    label: 'Dropped',
    unit: 'items',
    digits: 0,
    better: 'less',
    group: ITEMS,
    definition: 'Items dropped before a stage by a full queue that is set to drop.',
  },
  {
    id: 'held',
    label: 'Inside',
    unit: 'items',
    digits: 0,
    better: null,
    group: ITEMS,
    definition: 'Items in the pipeline now: in queues, at work, or in a worker’s hand.',
  },
  {
    id: 'waiting',
    label: 'Waiting outside',
    unit: 'items',
    digits: 0,
    better: 'less',
    group: ITEMS,
    essential: true,
    definition: 'Items that wait at their source now, because the pipeline does not take them.',
  },
  {
    id: 'throughput',
    label: 'Throughput',
    unit: '/s',
    digits: 1,
    better: 'more',
    group: ITEMS,
    essential: true,
    definition: 'Items a second that came out, over the whole run.',
  },
  {
    id: 'p50',
    label: 'End to end, p50',
    unit: 'ms',
    digits: 1,
    better: 'less',
    group: TIME,
    definition:
      'From the offer to the way out, waiting at the source included: half of the items that came out took no longer. Of every item, none left out.',
  },
  {
    id: 'p99',
    label: 'End to end, p99',
    unit: 'ms',
    digits: 1,
    better: 'less',
    group: TIME,
    essential: true,
    definition: 'From the offer to the way out: 99 of 100 items that came out took no longer.',
  },
  {
    id: 'p999',
    label: 'End to end, p99.9',
    unit: 'ms',
    digits: 1,
    better: 'less',
    group: TIME,
    definition: 'From the offer to the way out: 999 of 1,000 items that came out took no longer.',
  },
  {
    id: 'max',
    label: 'End to end, longest',
    unit: 'ms',
    digits: 1,
    better: 'less',
    group: TIME,
    definition: 'The longest time from the offer to the way out.',
  },
  {
    id: 'p99of1',
    label: 'First source, p99',
    unit: 'ms',
    digits: 1,
    better: 'less',
    group: TIME,
    definition: 'From the offer to the way out, items of the first source alone: 99 of 100 took no longer.',
  },
  {
    id: 'p99of2',
    label: 'Second source, p99',
    unit: 'ms',
    digits: 1,
    better: 'less',
    group: TIME,
    definition: 'From the offer to the way out, items of the second source alone: 99 of 100 took no longer.',
  },
  {
    id: 'victims',
    label: 'Stood behind a slow item',
    unit: 'items',
    digits: 0,
    better: 'less',
    group: TIME,
    essential: true,
    definition:
      'Items that stood at the same stage behind a slow item while it was worked on: in its queue, or finished and out of turn. Those stopped further up because of it are not counted.',
  },
  {
    id: 'overtaken',
    label: 'Overtaken',
    unit: 'items',
    digits: 0,
    better: null,
    group: TIME,
    definition:
      'Items that came out after a later one of their source. This is what lanes cost: the order is kept within a key only.',
  },
  {
    id: 'disorder',
    label: 'Overtaken by their key',
    unit: 'items',
    digits: 0,
    better: 'less',
    group: TIME,
    definition: 'Items that came out after a later one of their source and key. It must be 0.',
  },
  {
    id: 'recovery',
    label: 'Recovery',
    unit: 's',
    digits: 2,
    better: 'less',
    group: TIME,
    essential: true,
    definition:
      'From the end of the last cause of trouble until no more items are held, outside included, than ever were before it, and nobody is stopped. While it lasts: how long it has taken so far.',
  },
  ...OF_STAGES.flatMap(({ id, label, unit, better, definition }) =>
    [1, 2, 3, 4, 5].map((stage) => ({
      id: `${id}${stage}`,
      label: `${label}, stage ${stage}`,
      unit,
      digits: 1,
      better,
      group: `Stages: ${label.toLowerCase()}`,
      definition,
    })),
  ),
]
