/** Which share of the keys is somewhere else afterwards. */
export function movedShare<Key>(
  keys: readonly Key[],
  before: (key: Key) => number,
  after: (key: Key) => number,
): number {
  let moved = 0
  for (const key of keys) if (before(key) !== after(key)) moved += 1
  return moved / keys.length
}
