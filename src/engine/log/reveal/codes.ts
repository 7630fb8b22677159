/** What became of a record for one reader: the codes in the books and in a frame. */
export const END = {
  /** It waits at the producer, or lies in the buffer unread. */
  open: 0,
  read: 1,
  /** Overwritten in a ring, deleted in a log, before the reader had read it. */
  lost: 2,
  /** Still in the log, but behind the place where the reader was sent by auto.offset.reset. */
  skipped: 3,
} as const

export type End = (typeof END)[keyof typeof END]

/** The five places where the comparison of a log with a ring breaks: how they are named in the picture. */
export const PLACES = ['tail', 'capacity', 'overwrite', 'slow-reader', 'readable-end'] as const

export type Place = (typeof PLACES)[number]
