import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../../src/engine/kernel/random.ts'
import { SECOND, tickTime } from '../../../src/engine/kernel/time.ts'
import { Pacer } from '../../../src/engine/kernel/pacer.ts'
import { deviation, mean } from '../../support/statistics.ts'

const stream = (seed = 1): RandomStream => RandomStream.of(seed, 'test')

function ticksOf(pacer: Pacer, count: number): number[] {
  return Array.from({ length: count }, () => {
    const due = pacer.due ?? Number.NaN
    pacer.next()
    return due
  })
}

const gapsOf = (ticks: readonly number[]): number[] => ticks.slice(1).map((tick, i) => tick - (ticks[i] ?? 0))

describe('a pacer', () => {
  it.each([0.5, 3, 7, 333.5, 1_000])(
    'is a clockwork at unevenness 0, without drift, at %d a second',
    (rate) => {
      const pacer = new Pacer(stream(), { rate, unevenness: 0 }, 'at-once')
      const ticks = ticksOf(pacer, 20_000)
      const apart = ticks.map((tick, i) => Math.abs(tick - tickTime(i, rate)))
      expect(Math.max(...apart)).toBeLessThanOrEqual(1)
    },
  )

  it.each([0.25, 0.5, 1])('varies its gaps by %d of their mean', (unevenness) => {
    const count = 40_000
    const gaps = gapsOf(ticksOf(new Pacer(stream(), { rate: 10, unevenness }, 'at-once'), count))
    const expected = SECOND / 10
    // Five standard errors of a mean, and of a standard deviation (an exponential's kurtosis is 9).
    expect(Math.abs(mean(gaps) - expected)).toBeLessThan((5 * unevenness * expected) / Math.sqrt(count))
    expect(Math.abs(deviation(gaps) - unevenness * expected)).toBeLessThan(
      (5 * unevenness * expected * Math.sqrt(2)) / Math.sqrt(count),
    )
  })

  it('has a Poisson process at unevenness 1: a share of 1/e of the gaps exceeds the mean', () => {
    const count = 40_000
    const gaps = gapsOf(ticksOf(new Pacer(stream(3), { rate: 10, unevenness: 1 }, 'at-once'), count))
    const share = gaps.filter((gap) => gap > SECOND / 10).length / gaps.length
    expect(Math.abs(share - Math.exp(-1))).toBeLessThan(5 * Math.sqrt(0.25 / count))
  })

  it('never has a gap shorter than its constant part', () => {
    const gaps = gapsOf(ticksOf(new Pacer(stream(5), { rate: 10, unevenness: 0.4 }, 'at-once'), 5_000))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0.6 * (SECOND / 10) - 1)
  })

  it('starts at once, or after a gap', () => {
    expect(new Pacer(stream(), { rate: 4, unevenness: 0 }, 'at-once').due).toBe(0)
    expect(new Pacer(stream(), { rate: 4, unevenness: 0 }, 'after-a-gap').due).toBe(250_000)
  })

  it('takes the rest of a gap at the new rate', () => {
    const pacer = new Pacer(stream(), { rate: 1, unevenness: 0 }, 'after-a-gap')
    pacer.change({ rate: 3, unevenness: 0 }, 400_000) // 0.6 of a gap is left: 200 ms at 3 a second
    expect(pacer.due).toBe(600_000)
  })

  it('stands still at rate 0, and when stopped, and goes on with what was left', () => {
    const pacer = new Pacer(stream(), { rate: 2, unevenness: 0 }, 'after-a-gap')
    pacer.stop(100_000)
    expect(pacer.due).toBeNull()
    pacer.goOn(1_000_000)
    expect(pacer.due).toBe(1_400_000)
    pacer.change({ rate: 0, unevenness: 0 }, 1_100_000)
    expect(pacer.due).toBeNull()
    pacer.change({ rate: 2, unevenness: 0 }, 2_000_000)
    expect(pacer.due).toBe(2_300_000)
  })

  it('changes nothing when stopped and set going at one moment', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.nat(1_000),
        fc.nat(1_000),
        (half, unevenness, share) => {
          const pace = { rate: half / 2, unevenness: unevenness / 1_000 }
          const pacer = new Pacer(stream(half), pace, 'after-a-gap')
          const due = pacer.due ?? 0
          const now = Math.floor((due * share) / 1_000)
          pacer.stop(now)
          pacer.goOn(now)
          expect(Math.abs((pacer.due ?? 0) - due)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('draws the same gaps whatever the rate and the unevenness were before', () => {
    const draws = (unevenness: number): number[] => {
      const pacer = new Pacer(stream(9), { rate: 10, unevenness }, 'after-a-gap')
      ticksOf(pacer, 100)
      const start = pacer.due ?? 0
      pacer.change({ rate: 10, unevenness: 1 }, start)
      return gapsOf(ticksOf(pacer, 50))
    }
    const plain = draws(0)
    draws(0.7).forEach((gap, i) => expect(Math.abs(gap - (plain[i] ?? 0))).toBeLessThanOrEqual(1))
  })
})
