/** The three stores, in the order they are shown. */
export const LANES = ['list', 'ring', 'log'] as const
export type LaneId = (typeof LANES)[number]

/** Why a message was lost, in the order of the books. */
export const LOSSES = ['crashed', 'refused', 'overwritten', 'deleted', 'skipped'] as const
export type Loss = (typeof LOSSES)[number]

/** What happened to a store: the codes in a frame's `incidents.kind` column. */
export const INCIDENT = {
  /** The process with the list ran out of memory and died; all it held is lost. */
  crash: 0,
  /** The process with the list takes messages again. */
  restart: 1,
  /** The ring is full and begins to overwrite what nobody has read. */
  overwrite: 2,
  /** Retention deleted segments with messages that nobody has read. */
  deletion: 3,
  /** The consumer asked for a deleted offset (OffsetOutOfRange) and was sent elsewhere. */
  reset: 4,
  /** The consumer was behind and has caught up. */
  caughtUp: 5,
} as const

export type Incident = (typeof INCIDENT)[keyof typeof INCIDENT]
