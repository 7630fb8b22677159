import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { explainList, explainRows, inWords, MOST } from '../../../src/engine/kernel/explain.ts'

const weights = fc.array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(Number.NaN)), {
  maxLength: 200,
})

test('counts every row that weighs anything, and tells the greatest of them, of equals the later one', () => {
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 80 }), (rows, most) => {
      const told = explainRows({
        text: 'Greatest first.',
        none: 'None.',
        rows: rows.length,
        weigh: (row) => rows[row] ?? Number.NaN,
        tell: (row) => ({ time: row, text: `row ${row}` }),
        most,
      })
      const behind = rows
        .map((weight, row) => ({ weight, row }))
        .filter(({ weight }) => !Number.isNaN(weight))
        .sort((a, b) => b.weight - a.weight || b.row - a.row)
      expect(told.total).toBe(behind.length)
      expect(told.text).toBe(behind.length === 0 ? 'None.' : 'Greatest first.')
      expect(told.events.map(({ time }) => time)).toEqual(behind.slice(0, most).map(({ row }) => row))
    }),
  )
})

test('a list tells the first of its events, names the thing of those that have one, and counts them all', () => {
  const events = Array.from({ length: MOST + 5 }, (_, i) => ({ time: i, text: String(i) }))
  const told = explainList('In order.', [{ time: -1, text: 'first', thing: 'it' }, ...events])
  expect(told.total).toBe(MOST + 6)
  expect(told.events).toHaveLength(MOST)
  expect(told.events.slice(0, 2)).toEqual([
    { time: -1, text: 'first', thing: 'it' },
    { time: 0, text: '0', thing: null },
  ])
  expect(inWords('Nothing.')).toEqual({ text: 'Nothing.', events: [], total: 0 })
})
