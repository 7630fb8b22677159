/** What happened in a topic: the codes in the columns of what is told afterwards. */
export const HAPPENED = {
  /** A segment was opened: `from` is its first offset, `why` a code of OPENED_BY. */
  roll: 0,
  /** A segment was deleted: offsets `from` to below `to`, `why` a code of DELETED_BY, `count` records. */
  delete: 1,
  /** The cleaner went over the log up to `to` and took `count` records out. */
  compact: 2,
  /** A group asked for offset `from`, which is gone; it goes on at `to`. `why` is the group. */
  reset: 3,
  /** A batch was refused: `why` is a code of REFUSED_BY, `count` its records. */
  refuse: 4,
  /** A group joined (`why` is the group). */
  join: 5,
  /** The whiteboard's partition lost the segment it was writing to. */
  die: 6,
} as const

export type Happened = (typeof HAPPENED)[keyof typeof HAPPENED]

/** Why a segment was opened, by the code in a frame's columns. */
export const OPENED_BY = [
  'first',
  'size',
  'time',
  'index-full',
  'time-index-full',
  'offset-overflow',
  'retention',
  'recovered',
] as const

/** Why a segment was deleted. */
export const DELETED_BY = ['time', 'size', 'log-start'] as const

/** Why a batch was refused, by Kafka's names for its errors; the whiteboard's partition knows one of its own. */
export const REFUSED_BY = [
  'InvalidTimestamp',
  'InvalidRecord',
  'RecordTooLarge',
  'RecordBatchTooLarge',
  'OffsetOutOfRange',
  'CorruptRecord',
  'UnsupportedCompressionType',
  'AttributeError',
] as const

/** The consumer groups there can be, in the order in which they join. */
export const GROUP_NAMES = ['alerts', 'billing', 'reports', 'audit', 'search', 'backfill'] as const
export const GROUP_LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const

/** What one second of a run stands for on the log's own clock, in seconds. */
export const SCALES = { second: 1, minute: 60, hour: 3_600, quarter: 21_600, day: 86_400 } as const

/** Bins of the ages at which retention deleted records: eight for each retention time, the last takes all beyond. */
export const AGE_BINS = 25
export const AGE_BINS_A_RETENTION = 8

/** What is kept for a run at most; it ends where one of these is reached. */
export const BOUNDS = { records: 5_000_000, bytes: 192 * 2 ** 20, segments: 4_000 } as const
export type Bound = keyof typeof BOUNDS
