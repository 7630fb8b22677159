/** Throws an Error with `message` when `condition` is false: a broken promise of ours, never bad input. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

/** Marks a branch the types prove impossible; throws with the value if a cast lied. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`)
}

/** `list[index]`, throwing RangeError with both numbers when it is outside: safe reads without `!`. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index]
  if (value === undefined) throw new RangeError(`index ${index} is outside 0..${list.length - 1}`)
  return value
}
