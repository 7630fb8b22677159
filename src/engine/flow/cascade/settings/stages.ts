import type { ParamSpec } from '../../../../shared/params.ts'
import { MAX_WORKERS } from './scope.ts'

type StageNumber = 1 | 2 | 3 | 4 | 5

/** The settings of one stage: how long it takes, with how many hands, and how much may wait before it. */
const stageSettings = <N extends StageNumber>(n: N) =>
  [
    {
      kind: 'number',
      key: `time${n}`,
      label: `Service time ${n}`,
      unit: 'ms',
      help: `How long a worker of stage ${n} takes for an item, on average.`,
      group: `Stage ${n}`,
      live: true,
      min: 0.1,
      max: 1_000,
      step: 0.1,
      default: 4,
      usual: [1, 4, 10],
    },
    {
      kind: 'number',
      key: `workers${n}`,
      label: `Workers ${n}`,
      unit: '',
      help: `How many items stage ${n} works on at a time. Production gives each worker a queue of its own, and each key always the same worker.`,
      group: `Stage ${n}`,
      live: false,
      min: 1,
      max: MAX_WORKERS,
      step: 1,
      default: 1,
      usual: [1, 2, 4],
    },
    {
      kind: 'number',
      key: `slots${n}`,
      label: `Queue ${n}`,
      unit: 'slots',
      help: `How many items may wait before stage ${n}; production splits the slots among its queues, at least one each.`,
      group: `Stage ${n}`,
      live: false,
      min: 1,
      max: 10_000,
      step: 1,
      default: 50,
      usual: [10, 50, 500],
    },
    {
      kind: 'choice',
      key: `full${n}`,
      label: `When queue ${n} is full`,
      help: `What a full queue before stage ${n} does with one more item: the sender waits with it in hand (backpressure), or the new item is dropped, or the oldest in the queue.`,
      group: `Stage ${n}`,
      live: true,
      options: [
        { value: 'block', label: 'The sender waits' },
        { value: 'drop-newest', label: 'Drop the new item' },
        { value: 'drop-oldest', label: 'Drop the oldest' },
      ],
      default: 'block',
    },
  ] as const

/** The settings of each stage. */
export const STAGE_SETTINGS = [
  ...stageSettings(1),
  ...stageSettings(2),
  ...stageSettings(3),
  ...stageSettings(4),
  ...stageSettings(5),
] as const satisfies readonly ParamSpec[]
