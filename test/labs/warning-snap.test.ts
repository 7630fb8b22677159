import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WARNING_SETTINGS } from '../../src/engine/flow/warning/settings.ts'
import { moved, snap } from '../../src/labs/warning/snap.ts'
import { readParam, type NumberParam } from '../../src/shared/params.ts'

const specs = WARNING_SETTINGS.filter((spec): spec is NumberParam & typeof spec => spec.kind === 'number')
const anySpec = fc.constantFrom<NumberParam>(...specs)
const anyValue = fc.double({ min: -1e4, max: 1e4, noNaN: true })

describe('a threshold under the pointer', () => {
  it('is a value that the setting takes as it is, nowhere further than the pointer is from the next', () => {
    fc.assert(
      fc.property(
        anySpec,
        anyValue,
        fc.double({ min: 1e-3, max: 50, noNaN: true }),
        (spec, value, perPixel) => {
          const snapped = snap(value, perPixel, spec)
          expect(readParam(spec, String(snapped))).toEqual({ value: snapped, complaint: null })
          if (value < spec.min || value > spec.max) return
          // Round steps lie at most five times as far apart as they must.
          expect(Math.abs(snapped - value)).toBeLessThanOrEqual(Math.max(spec.step, 6 * perPixel))
        },
      ),
    )
  })

  it('is a round one: five per cent a step where a pixel is more than one, a second on a short scale', () => {
    const spec = { ...at('drawnWarn') }
    expect(snap(47.3, 1.14, spec)).toBe(45)
    expect(snap(47.3, 0.5, spec)).toBe(47)
    expect(snap(7.13, 0.107, at('objective'))).toBe(7)
    expect(snap(-20, 1, spec)).toBe(0)
    expect(snap(500, 1, spec)).toBe(200)
  })
})

it('keys move it by a step, ten steps or to a bound, and no further', () => {
  const spec = at('drawnWarn')
  expect(
    ['ArrowUp', 'ArrowLeft', 'PageUp', 'PageDown', 'Home', 'End', 'a'].map((key) => moved(key, 80, spec)),
  ).toEqual([81, 79, 90, 70, 0, 200, null])
  expect(moved('PageUp', 195, spec)).toBe(200)
  expect(moved('ArrowUp', 0.2, at('objective'))).toBe(0.3)
})

function at(key: string): NumberParam {
  const spec = specs.find((one) => one.key === key)
  if (spec === undefined) throw new Error(`no setting ${key}`)
  return spec
}
