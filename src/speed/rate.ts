/** Reads wall time in milliseconds. */
export type Clock = () => number

/** How many runs stand behind each figure; one more goes before them, to warm up. */
export const RUNS = 5

/** Units of work a second, one for each run. The clock may be coarse: a run goes on until `leastMs` have passed. */
export function rates(clock: Clock, unitsOfOne: number, leastMs: number, one: () => void): number[] {
  one()
  return Array.from({ length: RUNS }, () => {
    const start = clock()
    let units = 0
    let passed = 0
    do {
      one()
      units += unitsOfOne
      passed = clock() - start
    } while (passed < leastMs)
    return (units / passed) * 1_000
  })
}

/** The middle one, or the mean of the middle two; NaN of none. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
