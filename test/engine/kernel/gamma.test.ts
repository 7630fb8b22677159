import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gammaCdf, gammaQuantile } from '../../../src/engine/kernel/gamma.ts'
import { integrate } from '../../support/statistics.ts'

/** The distribution function of a sum of `k` exponentials, written out: 1 - e^-x (1 + x + x^2/2 + ...). */
function erlang(x: number, k: number): number {
  let term = 1
  let sum = 1
  for (let n = 1; n < k; n++) sum += term *= x / n
  return 1 - Math.exp(-x) * sum
}

describe('the gamma distribution', () => {
  it.each([1, 2, 3, 10, 30])('of shape %i is that of a sum of as many exponentials', (k) => {
    for (const x of [0.01, 0.5, 1, k / 2, k, 2 * k, 5 * k])
      expect(Math.abs(gammaCdf(x, k) - erlang(x, k))).toBeLessThan(1e-12)
  })

  it.each([0.5, 1.5, 2.5, 4.7])('of shape %d is the integral of its density', (k) => {
    // x = u^2 takes the pole at 0 away; the constant is the integral over all.
    const density = (u: number): number => 2 * u ** (2 * k - 1) * Math.exp(-u * u)
    const whole = integrate(density, 1e-12, 9, 20_000)
    for (const x of [0.1, 1, 3, 8])
      expect(gammaCdf(x, k)).toBeCloseTo(integrate(density, 1e-12, Math.sqrt(x), 20_000) / whole, 8)
  })

  // Chi-square with v degrees of freedom is twice a gamma of shape v/2: the usual tables of the 95 and 99 % points.
  it.each([
    [1, 0.95, 3.841],
    [1, 0.99, 6.635],
    [2, 0.95, 5.991],
    [5, 0.95, 11.07],
    [10, 0.99, 23.209],
    [30, 0.95, 43.773],
  ])('has the points of the chi-square table: %i degrees of freedom, %d, %d', (v, p, point) => {
    expect(Math.abs(2 * gammaQuantile(p, v / 2) - point)).toBeLessThan(0.000_51)
  })

  it('is turned round by its quantile, in the far tails too', () => {
    const shapes = fc.constantFrom(0.2, 0.5, 1, 2, 7.3, 50)
    const chances = fc.oneof(
      fc.double({ min: 1e-10, max: 1 - 1e-10, noNaN: true }),
      fc.constantFrom(1e-10, 1 - 1e-10),
    )
    fc.assert(
      fc.property(shapes, chances, (k, p) => {
        const x = gammaQuantile(p, k)
        expect(Number.isFinite(x) && x >= 0).toBe(true)
        expect(Math.abs(gammaCdf(x, k) - p)).toBeLessThan(1e-12 + 1e-9 * p)
      }),
      { numRuns: 500 },
    )
  })

  it.each([0, 1, -0.5, Number.NaN])('refuses %d, which is no probability strictly between 0 and 1', (p) => {
    expect(() => gammaQuantile(p, 2)).toThrow('0 < p < 1')
  })
})
