/** Where a record is for a group, or what became of it: the codes of a frame's `fate` columns. */
export const FATE = {
  /** In the log, not handed to anybody who still has it. */
  waiting: 0,
  /** In the batch of a member. */
  held: 1,
  processed: 2,
  /** Below the committed offset, never processed, in nobody's hands: the group will never read it. */
  lost: 3,
  /** Passed over when the group began at the latest offset. */
  skipped: 4,
} as const

export type Fate = (typeof FATE)[keyof typeof FATE]

/** What a partition's owner does with it: the codes of a frame's `stretches.kind` column. */
export const OWNER = {
  /** Its owner lives and reads. */
  reading: 0,
  /** Its owner has been paused: it is in the group, and fetches nothing. */
  paused: 1,
  /** Its owner has crashed or stands still, and the group does not know. */
  gone: 2,
} as const

export type OwnerKind = (typeof OWNER)[keyof typeof OWNER]

/** Things that happened, as marks in the picture: the codes of a frame's `marks.kind` column. */
export const MARK = { lost: 0, duplicate: 1, ignored: 2, skipped: 3, refused: 4 } as const

export type Mark = (typeof MARK)[keyof typeof MARK]

/** How a member is. */
export type Life = 'absent' | 'running' | 'frozen' | 'crashed' | 'failed'

/** Why a coordinator refuses a request, in Kafka's words. */
export type GroupError = 'UnknownMemberId' | 'IllegalGeneration' | 'RebalanceInProgress'

/** What one can do to a member. */
export const DEEDS = [
  'start',
  'leave',
  'crash',
  'freeze',
  'thaw',
  'pause',
  'resume',
  'slow',
  'quick',
] as const

export type Deed = (typeof DEEDS)[number]

/** Member 0 is A. */
export const memberName = (slot: number): string => String.fromCharCode(65 + slot)
