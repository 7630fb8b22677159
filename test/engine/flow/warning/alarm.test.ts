import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { PagedColumn } from '../../../../src/engine/kernel/paged-column.ts'
import { Alarm } from '../../../../src/engine/flow/warning/alarm.ts'
import { TIER, type Tier } from '../../../../src/engine/flow/warning/codes.ts'
import { predict } from '../../../../src/engine/flow/warning/trend.ts'

const values = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 60 })

const tiersOf = (series: readonly number[], hold: number, clear: number): Tier[] => {
  const alarm = new Alarm()
  return series.map((value, second) =>
    alarm.judge({ value, warn: 10, page: 15, bad: 'above', unit: '' }, { hold, clear }, second),
  )
}

it('fires what has held for long enough, and clears at once where nothing else is asked', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 8 }), (series, hold) => {
      const naive: Tier[] = []
      series.forEach((value, now) => {
        const held = (threshold: number): boolean =>
          now >= hold && series.slice(now - hold, now + 1).every((one) => one >= threshold)
        // What stands already need not hold anew: a page that falls back is a warning at once.
        const warns = value >= 10 && ((naive.at(-1) ?? TIER.none) !== TIER.none || held(10))
        naive.push(held(15) ? TIER.page : warns ? TIER.warning : TIER.none)
      })
      expect(tiersOf(series, hold, 1)).toEqual(naive)
    }),
  )
})

it('never fires more often for clearing later, and holds while a value is in between', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 4 }), (series, hold) => {
      const fired = (tiers: readonly Tier[]): number =>
        tiers.filter((tier, i) => tier !== TIER.none && (tiers[i - 1] ?? TIER.none) === TIER.none).length
      const late = tiersOf(series, hold, 0.5)
      expect(fired(late)).toBeLessThanOrEqual(fired(tiersOf(series, hold, 1)))
      const stood = (i: number): boolean => (late[i - 1] ?? TIER.none) !== TIER.none
      expect(series.filter((value, i) => stood(i) && value >= 5 && late[i] === TIER.none)).toEqual([])
    }),
  )
})

it('says of a straight line when it meets the top, and of any readings the line of least squares', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 5, maxLength: 40 }),
      fc.double({ min: 0.5, max: 40, noNaN: true }),
      (levels, steep) => {
        const column = (list: readonly number[]): PagedColumn => {
          const made = new PagedColumn((n) => new Float64Array(n))
          for (const value of list) made.push(value)
          return made
        }
        const straight = levels.map((_, i) => 7 + steep * i)
        const last = straight.at(-1) ?? 0
        expect(predict(column(straight), 100, last + 60 * steep).fullIn).toBeCloseTo(60, 6)
        const { fitted, slope } = predict(column(levels), 100, 1e6)
        const error = (end: number, rise: number): number =>
          levels.reduce((sum, level, i) => sum + (level - end - rise * (i - levels.length + 1)) ** 2, 0)
        const least = error(fitted, slope)
        for (const [up, steeper] of [
          [1, 0],
          [-1, 0],
          [0, 0.1],
          [0, -0.1],
        ] as const)
          expect(error(fitted + up, slope + steeper)).toBeGreaterThan(least)
      },
    ),
  )
})
