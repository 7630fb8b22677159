/**
 * A deep copy of a model's state: plain objects, arrays, typed arrays and primitives. Anything else is shared, so
 * states must not hold it.
 */
export function copyState<T>(state: T): T {
  return copy(state) as T // `copy` returns what it was given, copied
}

function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copy)
  if (ArrayBuffer.isView(value)) return (value as Float64Array).slice() // every typed array can slice itself
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copy(part)]))
}
