/** What became of a record in one lane: the codes in the books and in a frame. */
export const DELIVERY = {
  /** Its partition's reader has not come to it. */
  unread: 0,
  inOrder: 1,
  /** A later record of the same key was delivered before it. */
  outOfOrder: 2,
} as const

export type Delivery = (typeof DELIVERY)[keyof typeof DELIVERY]

/** What made keys move. */
export type ChangeKind = 'add' | 'restart'
