import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PaneSums } from '../../../src/engine/ingest/windows/pane-sums.ts'

const TITLES = 4
const SIZE = 5

test('sums over the newest panes are what adding up says, whatever is missing and however much there is', () => {
  const counts = fc.array(fc.oneof(fc.nat(3), fc.integer({ min: 253, max: 257 }), fc.nat(0xffff)), {
    minLength: TITLES,
    maxLength: TITLES,
  })
  const panes = fc.array(fc.record({ ahead: fc.integer({ min: 1, max: SIZE + 2 }), counts }), {
    maxLength: 20,
  })
  fc.assert(
    fc.property(fc.integer({ min: -10, max: 10 }), panes, (first, drawn) => {
      let sums = new PaneSums(TITLES, SIZE)
      let number = first
      const all: { number: number; counts: readonly number[] }[] = []
      for (const { ahead, counts: fresh } of drawn) {
        number += ahead
        all.push({ number, counts: fresh })
        sums.add(number, Uint32Array.from(fresh))
        const again = new PaneSums(TITLES, SIZE)
        again.restore(sums.save())
        sums = again
        const within = (title: number, from: number): number =>
          all.reduce((sum, pane) => sum + (pane.number >= from ? (pane.counts[title] ?? 0) : 0), 0)
        for (let title = 0; title < TITLES; title++) {
          expect(sums.sums[title]).toBe(within(title, number - SIZE + 1))
          expect(sums.within(title, number - 1, number + 1)).toBe(within(title, number - 1))
        }
      }
    }),
  )
})
