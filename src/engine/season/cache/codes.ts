/** What came of a request: the codes in a frame's `tape`. */
export const CAME = {
  hit: 0,
  /** A miss that was taken in. */
  miss: 1,
  /** A miss that was not taken in. */
  refused: 2,
} as const

/** A key as a person reads it: its rank by popularity from 1, or "s1" and so on for the cold keys of a scan. */
export const nameKey = (key: number, keys: number): string =>
  key < keys ? String(key + 1) : `s${key - keys + 1}`

/** A key as a thing that can be selected. */
export const keyThing = (key: number): string => `key-${key}`

/** The key of such a thing; null for another one. */
export function thingKey(thing: string | null): number | null {
  const found = /^key-(\d+)$/.exec(thing ?? '')
  return found === null ? null : Number(found[1])
}
