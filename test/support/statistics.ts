/** Plain textbook statistics for tests: short enough to be checked by eye, sharing no code with the engines. */

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

export const mean = (values: readonly number[]): number => sum(values) / values.length

export function deviation(values: readonly number[]): number {
  const centre = mean(values)
  return Math.sqrt(sum(values.map((value) => (value - centre) ** 2)) / values.length)
}

/** Pearson's correlation of two lists of equal length. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const meanA = mean(a)
  const meanB = mean(b)
  const products = a.map((value, i) => (value - meanA) * ((b[i] ?? 0) - meanB))
  return mean(products) / (deviation(a) * deviation(b))
}

/** Correlation of each value with the next one. */
export const lagOne = (values: readonly number[]): number => correlation(values.slice(0, -1), values.slice(1))

/** Pearson's chi-square of observed counts against one expected count for all. */
export const chiSquare = (observed: readonly number[], expected: number): number =>
  sum(observed.map((count) => (count - expected) ** 2 / expected))

/** The `q`-quantile by nearest rank, the slow and obvious way. */
export function nearestRank(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] ?? Number.NaN
}

/** The integral of `f` over [from, to] by Simpson's rule with `steps` (even) steps. */
export function integrate(f: (x: number) => number, from: number, to: number, steps: number): number {
  const width = (to - from) / steps
  let total = f(from) + f(to)
  for (let i = 1; i < steps; i++) total += f(from + i * width) * (i % 2 === 1 ? 4 : 2)
  return (total * width) / 3
}
