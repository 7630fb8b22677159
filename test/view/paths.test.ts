import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { polyline, rect, sketchLine, sketchRect, stepLine } from '../../src/view/paths.ts'

const coordinate = fc.double({ min: -5_000, max: 5_000, noNaN: true })

/** Every number in a path. */
const numbersOf = (path: string): number[] => (path.match(/-?\d+(\.\d+)?/g) ?? []).map(Number)

describe('paths', () => {
  test('a step line holds each value until the next x, and the last one to the end', () => {
    const xs = [0, 10, 25]
    const ys = [5, 1, 9]
    expect(
      stepLine(
        3,
        (i) => xs[i] ?? 0,
        (i) => ys[i] ?? 0,
        40,
      ),
    ).toBe('M0,5H10V1H25V9H40')
    expect(
      stepLine(
        0,
        () => 0,
        () => 0,
        40,
      ),
    ).toBe('')
  })

  test('a line through points starts with a move and goes on with lines', () => {
    expect(
      polyline([
        [1, 2],
        [3, 4.005],
        [5, 6],
      ]),
    ).toBe('M1,2L3,4.01L5,6')
    expect(polyline([])).toBe('')
  })

  test('a sketched rectangle stays within its tremor of the ruled one, and is the same at every drawing', () => {
    fc.assert(
      fc.property(
        coordinate,
        coordinate,
        fc.double({ min: 1, max: 400, noNaN: true }),
        fc.nat(10_000),
        (x, y, size, seed) => {
          const path = sketchRect(x, y, size, size, seed)
          expect(sketchRect(x, y, size, size, seed)).toBe(path)
          const numbers = numbersOf(path)
          const tremor = 3
          numbers.forEach((number, i) => {
            const low = i % 2 === 0 ? x : y
            expect(number).toBeGreaterThanOrEqual(low - tremor)
            expect(number).toBeLessThanOrEqual(low + size + tremor)
          })
        },
      ),
    )
  })

  test('another packet has another hand', () => {
    expect(sketchRect(0, 0, 20, 20, 1)).not.toBe(sketchRect(0, 0, 20, 20, 2))
    expect(sketchLine(0, 0, 20, 20, 1)).not.toBe(sketchLine(0, 0, 20, 20, 2))
  })

  test('a ruled rectangle closes', () => {
    expect(rect(1, 2, 3, 4)).toBe('M1,2h3v4h-3z')
  })
})
