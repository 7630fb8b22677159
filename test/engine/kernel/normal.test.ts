// The check values carry the digits of their paper, one more than a double holds.
/* eslint-disable no-loss-of-precision */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalCdf, normalQuantile } from '../../../src/engine/kernel/normal.ts'
import { integrate } from '../../support/statistics.ts'

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
const relativeError = (measured: number, expected: number): number => Math.abs(measured / expected - 1)

describe('the normal quantile', () => {
  it.each([
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167814],
    [1e-20, -9.262340089798408],
  ])('at %d is %d, the check values of Algorithm AS 241', (p, z) => {
    expect(relativeError(normalQuantile(p), z)).toBeLessThan(1e-15)
  })

  it('is 0 in the middle and symmetric about it', () => {
    expect(normalQuantile(0.5)).toBe(0)
    fc.assert(
      // Multiples of 2^-32, whose 1 - p is exact in binary.
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (n) => {
        const p = n / 2 ** 32
        expect(normalQuantile(p)).toBeCloseTo(-normalQuantile(1 - p), 12)
      }),
    )
  })

  it('never falls as p rises', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-300, max: 1 - 2 ** -53, noNaN: true }),
        fc.double({ min: 1e-300, max: 1 - 2 ** -53, noNaN: true }),
        (a, b) => {
          // Neighbouring doubles may differ by the rounding of the two polynomials.
          expect(normalQuantile(Math.max(a, b))).toBeGreaterThanOrEqual(
            normalQuantile(Math.min(a, b)) - 1e-13,
          )
        },
      ),
    )
  })

  it.each([0, 1, -0.5, 2, Number.NaN])(
    'refuses %d, which is no probability strictly between 0 and 1',
    (p) => {
      expect(() => normalQuantile(p)).toThrow('0 < p < 1')
    },
  )
})

describe('the normal distribution function', () => {
  // Printed by R's pnorm.
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [2, 0.9772498680518208],
    [-1, 0.15865525393145707],
    [-1.959963984540054, 0.025],
    [-8, 6.220960574271785e-16],
    [-10, 7.619853024160527e-24],
  ])('at %d is %d', (z, p) => {
    expect(Math.abs(normalCdf(z) - p)).toBeLessThan(1e-15)
    // Beyond seven deviations West's continued fraction keeps eight digits of a number below 1e-12.
    expect(relativeError(normalCdf(z), p)).toBeLessThan(1e-8)
  })

  it('equals the integral of the density', () => {
    for (let z = -5; z <= 5; z += 0.25) {
      const area = 0.5 + integrate(density, 0, z, 2_000)
      expect(Math.abs(normalCdf(z) - area)).toBeLessThan(1e-13)
    }
  })

  it('adds up to 1 with its mirror image, and ends at exactly 0 and 1', () => {
    for (const z of [0.1, 1, 3, 7, 7.08, 20, 36, 38]) expect(normalCdf(z) + normalCdf(-z)).toBe(1)
    expect(normalCdf(-40)).toBe(0)
    expect(normalCdf(40)).toBe(1)
  })
})

describe('one after the other', () => {
  it('they give the probability back, far into the lower tail', () => {
    fc.assert(
      fc.property(fc.double({ min: -18, max: 0, noNaN: true }), (exponent) => {
        const p = 10 ** exponent * 0.999
        const back = normalCdf(normalQuantile(p))
        expect(Math.abs(back - p)).toBeLessThan(1e-15)
        expect(relativeError(back, p)).toBeLessThan(1e-8)
      }),
    )
  })

  it('they give the deviate back where doubles can tell probabilities apart', () => {
    fc.assert(
      fc.property(fc.double({ min: -12, max: 5, noNaN: true }), (z) => {
        expect(normalQuantile(normalCdf(z))).toBeCloseTo(z, 8)
      }),
    )
  })
})
