/** Throws an Error with `message` when `condition` is false: a broken promise of ours, never bad input. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

/** Marks a branch the types prove impossible; throws with the value if a cast lied. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`)
}

/**
 * `list[index]`, throwing RangeError with both numbers when it is outside: safe reads without `!`. It meets lists of
 * every kind, so a JavaScript engine can't make it fast; the innermost loops write `list[i] ?? outside(i)` instead.
 */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index]
  if (value === undefined) throw new RangeError(`index ${index} is outside 0..${list.length - 1}`)
  return value
}

/** Throws RangeError: the other half of `list[i] ?? outside(i)`. */
export function outside(index: number): never {
  throw new RangeError(`there is nothing at index ${index}`)
}
