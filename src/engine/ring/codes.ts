/** What happened at a buffer: the codes in a frame's `events.kind` column. */
export const HAPPENED = {
  /** An item went into a slot. */
  push: 0,
  /** An item was taken out of a slot. */
  pop: 1,
  /** A full ring gave up its oldest item; the push that took the slot follows. */
  overwrite: 2,
  /** A full ring turned the item away. */
  reject: 3,
  /** The producer began to wait with this item in hand. */
  block: 4,
} as const

export type Happened = (typeof HAPPENED)[keyof typeof HAPPENED]

/** Where an item is, or how it ended. */
export const FATE = {
  /** In the hand of a producer that waits for a free slot. */
  waiting: 0,
  /** In the buffer. */
  held: 1,
  consumed: 2,
  overwritten: 3,
  rejected: 4,
} as const

export type Fate = (typeof FATE)[keyof typeof FATE]
