import { outside } from '../../../shared/assert.ts'

/** Bits of the hashes that are counted. */
export const HASH_BITS = 32
/** Registers hold 0 .. 33 - p: no more than this many values for p of 4 and more. */
export const VALUES = 32

const ALPHA = 1 / (2 * Math.LN2)

/** The standard error of HyperLogLog with 2^p registers: 1.04 / sqrt(m) (Flajolet and others, 2007). */
export const standardError = (precision: number): number => 1.04 / Math.sqrt(2 ** precision)

/** The register of a hash, and how many zeros lead what is left of it, plus one. */
export const registerOf = (hash: number, precision: number): number => hash >>> (HASH_BITS - precision)
export const rankOf = (hash: number, precision: number): number =>
  // The bit set below the hash's own ends the row of zeros.
  Math.clz32(((hash << precision) | (1 << (precision - 1))) >>> 0) + 1

/**
 * How many different hashes there were, from how many of the 2^p registers have each value 0 .. 33 - p. The estimator of
 * Otmar Ertl (New cardinality estimation algorithms for HyperLogLog sketches, 2017, algorithm 6): unbiased from a handful
 * to the end of the range, without tables and without switching between formulas.
 */
export function estimate(histogram: ArrayLike<number>, precision: number): number {
  const registers = 2 ** precision
  const top = HASH_BITS - precision
  let z = registers * tau(1 - (histogram[top + 1] ?? 0) / registers)
  for (let k = top; k >= 1; k--) z = (z + (histogram[k] ?? outside(k))) / 2
  z += registers * sigma((histogram[0] ?? outside(0)) / registers)
  return (ALPHA * registers * registers) / z
}

function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY
  let x = share
  let y = 1
  let z = share
  for (let last = Number.NaN; z !== last;) {
    x *= x
    last = z
    z += x * y
    y += y
  }
  return z
}

function tau(share: number): number {
  if (share === 0 || share === 1) return 0
  let x = share
  let y = 1
  let z = 1 - share
  for (let last = Number.NaN; z !== last;) {
    x = Math.sqrt(x)
    last = z
    y /= 2
    z -= (1 - x) * (1 - x) * y
  }
  return z / 3
}

/** 2^-rank, which is what a register adds to `sum` below; those of the highest rank are counted by themselves. */
const WEIGHTS = Float64Array.from({ length: VALUES }, (_, rank) => (rank === 0 ? 0 : 2 ** -rank))
export const weightOf = (rank: number, precision: number): number =>
  rank > HASH_BITS - precision ? 0 : (WEIGHTS[rank] ?? outside(rank))
export const isTop = (rank: number, precision: number): boolean => rank > HASH_BITS - precision

/** By precision and number of registers that are 0: what they add to z. Made when a precision is first asked for. */
const emptyParts: (Float64Array | undefined)[] = []

/** m · sigma(zeros / m) for every number of zeros. */
export function emptyPart(precision: number): Float64Array {
  const registers = 2 ** precision
  return (emptyParts[precision] ??= Float64Array.from(
    { length: registers + 1 },
    (_, zeros) => registers * sigma(zeros / registers),
  ))
}

/** What an estimate divides by z. */
export const scaleOf = (precision: number): number => ALPHA * 2 ** precision * 2 ** precision

/**
 * The same estimate from three numbers that can be kept up to date register by register: `sum` of the `weightOf` all
 * registers, how many are `filled` (not 0), and how many of these hold the highest rank. Sums of powers of two are exact.
 */
export function estimateOf(sum: number, filled: number, top: number, precision: number): number {
  if (filled === 0) return 0
  const registers = 2 ** precision
  const high = top === 0 ? 0 : (registers * tau(1 - top / registers)) / 2 ** (HASH_BITS - precision)
  const z = high + sum + (emptyPart(precision)[registers - filled] ?? outside(filled))
  return scaleOf(precision) / z
}
