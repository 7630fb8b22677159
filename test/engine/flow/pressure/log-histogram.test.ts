import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { at } from '../../../../src/shared/assert.ts'
import { LogHistogram } from '../../../../src/engine/flow/station/log-histogram.ts'

const value = fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 0xffffffff }))

const filled = (values: readonly number[]): LogHistogram => {
  const histogram = new LogHistogram()
  for (const one of values) histogram.add(one)
  return histogram
}

it('gives every quantile of its samples to 0.1 %, small ones, the mean and the greatest exactly', () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, q) => {
        const histogram = filled(values)
        const sorted = values.toSorted((a, b) => a - b)
        const exact = at(sorted, Math.max(1, Math.ceil(q * values.length)) - 1)
        expect(Math.abs(histogram.quantile(q) - exact)).toBeLessThanOrEqual(exact < 1_024 ? 0 : 0.001 * exact)
        expect(histogram.max).toBe(sorted.at(-1))
        expect(histogram.mean).toBeCloseTo(
          values.reduce((sum, one) => sum + one / values.length, 0),
          3,
        )
        expect(histogram.octaves().reduce((sum, count) => sum + count, 0)).toBe(values.length)
      },
    ),
  )
})

it('counts a number of n bits in octave n', () => {
  fc.assert(
    fc.property(value, (one) => {
      const bits = one === 0 ? 0 : one.toString(2).length
      expect(filled([one]).octaves().indexOf(1)).toBe(bits)
    }),
  )
})

it('goes back to what was saved, whatever was added since', () => {
  fc.assert(
    fc.property(fc.array(value), fc.array(value), (before, since) => {
      const histogram = filled(before)
      const saved = histogram.save()
      for (const one of since) histogram.add(one)
      histogram.restore(saved)
      for (const one of since) histogram.add(one)
      const whole = filled([...before, ...since])
      for (const q of [0, 0.5, 0.99, 1]) expect(histogram.quantile(q)).toBe(whole.quantile(q))
      const again = new LogHistogram()
      again.restore(saved)
      for (const q of [0, 0.5, 0.99, 1]) expect(again.quantile(q)).toBe(filled(before).quantile(q))
    }),
  )
})
