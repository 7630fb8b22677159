import { expect, test } from 'vitest'
import { formatTolerance } from '../../src/stage/format.ts'

test.each([
  [0, 'nothing'],
  [1e-9, 'rounding'],
  [3e-6, 'rounding'],
  [0.000034, '0.00003'],
  [0.0042, '0.0042'],
  [0.5, '0.50'],
  [12_000, '12,000'],
])('two numbers that may differ by %d differ by %s: never by zeros', (value, words) => {
  expect(formatTolerance(value)).toBe(words)
})
