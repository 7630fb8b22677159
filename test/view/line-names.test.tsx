import { renderToStaticMarkup } from 'react-dom/server'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineNames } from '../../src/view/LineNames.tsx'

test('names of lines never overlap, nor stand above the top', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -20, max: 80 }), { minLength: 1, maxLength: 5 }),
      fc.constantFrom('start' as const, 'end' as const),
      (heights, anchor) => {
        const names = heights.map((y, i) => ({ text: `n${i}`, y, className: `c${i}` }))
        const markup = renderToStaticMarkup(<LineNames x={0} top={6} anchor={anchor} names={names} />)
        const placed = Array.from(markup.matchAll(/ y="([-\d.]+)"/g), ([, y]) => Number(y)).sort(
          (a, b) => a - b,
        )
        expect(placed).toHaveLength(heights.length)
        expect(placed[0]).toBeGreaterThanOrEqual(6)
        placed.forEach((y, i) => expect(y - (placed[i - 1] ?? -Infinity)).toBeGreaterThanOrEqual(12 - 1e-9))
      },
    ),
  )
})
