import fc from 'fast-check'
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
      const tiers = tiersOf(series, hold, 1)
      series.forEach((_, now) => {
        const held = (threshold: number): boolean =>
          now >= hold && series.slice(now - hold, now + 1).every((value) => value >= threshold)
        // What has held for long enough stands.
        if (held(10)) expect(tiers[now]).toBeGreaterThanOrEqual(TIER.warning)
        if (held(15)) expect(tiers[now]).toBe(TIER.page)
        if (tiers[now] === TIER.page) expect(series[now]).toBeGreaterThanOrEqual(15)
        if (tiers[now] !== TIER.none) expect(series[now]).toBeGreaterThanOrEqual(10)
        if (tiers[now] === TIER.page && tiers[now - 1] !== TIER.page) expect(held(15)).toBe(true)
        if (tiers[now] === TIER.warning && (tiers[now - 1] ?? 0) === 0) expect(held(10)).toBe(true)
      })
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
      series.forEach((value, i) => {
        if ((late[i - 1] ?? TIER.none) !== TIER.none && value >= 5) expect(late[i]).not.toBe(TIER.none)
      })
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
