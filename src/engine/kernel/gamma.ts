import { assert } from '../../shared/assert.ts'

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI)

/** The logarithm of the gamma function for x > 0, to about 15 digits: Lanczos's series with g = 7. */
function logGamma(x: number): number {
  const [first = 0, ...rest] = LANCZOS
  const sum = rest.reduce((total, coefficient, i) => total + coefficient / (x + i), first)
  const t = x + 6.5
  return HALF_LOG_TWO_PI + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

const MOST_TERMS = 500
const PRECISION = 1e-15

/** P(G <= x) for a gamma variate of shape `k` and scale 1: Abramowitz and Stegun 6.5.29, and 6.5.31 beyond the mean. */
export function gammaCdf(x: number, k: number): number {
  if (x <= 0) return 0
  const front = Math.exp(k * Math.log(x) - x - logGamma(k))
  if (x < k + 1) {
    let term = 1 / k
    let sum = term
    for (let n = 1; n < MOST_TERMS && term > sum * PRECISION; n++) sum += term *= x / (k + n)
    return front * sum
  }
  return 1 - front * tailFraction(x, k)
}

/** The continued fraction of the upper incomplete gamma function, by Lentz's method. */
function tailFraction(x: number, k: number): number {
  const tiny = 1e-300
  let b = x + 1 - k
  let c = 1 / tiny
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < MOST_TERMS; n++) {
    const a = -n * (n - k)
    b += 2
    d = 1 / nonZero(a * d + b, tiny)
    c = nonZero(b + a / c, tiny)
    fraction *= c * d
    if (Math.abs(c * d - 1) < PRECISION) break
  }
  return fraction
}

const nonZero = (value: number, tiny: number): number => (Math.abs(value) < tiny ? tiny : value)

const MOST_STEPS = 200

/**
 * The quantile of a gamma variate of shape `k` and scale 1: x with P(G <= x) = p, for 0 < p < 1, to about 12 digits.
 * Newton's steps in the logarithm of x, and a halving of the bracket wherever one would leave it.
 */
export function gammaQuantile(p: number, k: number): number {
  assert(p > 0 && p < 1 && k > 0, `gammaQuantile needs 0 < p < 1 and k > 0, got ${p} and ${k}`)
  let low = -800
  let high = Math.log(k + 40 * Math.sqrt(k) + 60)
  // Where only the first term of the series counts, x is (p Γ(k + 1))^(1/k): a start from below, exact in that tail.
  let logX = Math.min(high, Math.max(low, (Math.log(p) + logGamma(k + 1)) / k))
  for (let step = 0; step < MOST_STEPS && high - low > 1e-14; step++) {
    const x = Math.exp(logX)
    const miss = gammaCdf(x, k) - p
    if (miss > 0) high = logX
    else low = logX
    const slope = Math.exp(k * logX - x - logGamma(k))
    const next = logX - miss / slope
    const last = logX
    logX = next > low && next < high ? next : (low + high) / 2
    if (Math.abs(logX - last) < 1e-14) break
  }
  return Math.exp(logX)
}
