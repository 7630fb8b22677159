/** What became of a picture of the call: the codes in its `fate` column. */
export const FATE = {
  /** Its turn has not come. */
  underway: 0,
  shown: 1,
  /** All of it came, or will come, but not by its turn. */
  late: 2,
  /** A part of it found no room in the queue. */
  lost: 3,
} as const

export type Fate = (typeof FATE)[keyof typeof FATE]
