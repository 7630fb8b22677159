/** What became of an item in one lane. */
export const FATE = {
  /** Made by its source and not let in yet. */
  waiting: 0,
  /** In a queue, in service, or in a worker's hand. */
  inside: 1,
  out: 2,
  /** Turned away at the edge. */
  shed: 3,
  droppedNewest: 4,
  droppedOldest: 5,
} as const

export type Fate = (typeof FATE)[keyof typeof FATE]

/** What a worker is doing. */
export const WORKER = {
  idle: 0,
  busy: 1,
  /** It holds a finished item for which there is no room in the next queue: blocking after service. */
  blocked: 2,
  /** It holds a finished item whose turn to leave has not come: an earlier one is still being worked on. */
  outOfTurn: 3,
} as const

export type WorkerState = (typeof WORKER)[keyof typeof WORKER]

/** How fast a stage works, beside its usual speed. */
export const PACES = ['normal', 'slow', 'stopped'] as const
export type Pace = (typeof PACES)[number]
