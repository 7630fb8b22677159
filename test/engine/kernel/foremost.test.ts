import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { foremost } from '../../../src/engine/kernel/foremost.ts'

const weights = fc.array(fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constant(Number.NaN)), {
  maxLength: 200,
})

it('finds the heaviest rows, heaviest first and of equals the later first, as sorting all of them does', () => {
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 12 }), (list, most) => {
      const sorted = list
        .map((weight, row) => ({ weight, row }))
        .filter(({ weight }) => !Number.isNaN(weight))
        .sort((a, b) => b.weight - a.weight || b.row - a.row)
        .slice(0, most)
        .map(({ row }) => row)
      expect(foremost(list.length, most, (row) => list[row] ?? Number.NaN)).toEqual(sorted)
    }),
    { numRuns: 500 },
  )
})

it('asks for each weight once', () => {
  const asked: number[] = []
  foremost(50, 3, (row) => asked.push(row))
  expect(asked).toEqual(Array.from({ length: 50 }, (_, row) => row))
})
