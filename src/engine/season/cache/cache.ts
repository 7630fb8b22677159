/** What came of a request. */
export interface Served {
  readonly hit: boolean
  /** The key that had to go; -1 for none. */
  readonly evicted: number
  /** False where a miss was not taken in: a write refused, or not worth it. */
  readonly kept: boolean
}

export const HIT: Served = { hit: true, evicted: -1, kept: true }
export const TAKEN_IN: Served = { hit: false, evicted: -1, kept: true }
export const NOT_KEPT: Served = { hit: false, evicted: -1, kept: false }

/** The number of an entry that a cache goes by, as far as a picture shows it. */
export interface Entry {
  readonly key: number
  readonly note: number
}

/** A cache of a fixed number of entries. A miss is taken in at once: what it would be filled with does not matter here. */
export interface Cache {
  /** A request for `key`, the `sequence`-th of the run from 0, in its minute `minute`. */
  ask(key: number, sequence: number, minute: number): Served
  /** What it holds after `asked` requests, in the order it keeps. */
  entries(asked: number, minute: number): Entry[]
  /** The keys looked at to find the last one to evict. */
  readonly looked: readonly number[]
}
