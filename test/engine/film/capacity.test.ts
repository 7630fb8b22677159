import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import { CapacitySource, MOBILE } from '../../../src/engine/film/capacity-source.ts'
import { CapacityTrace } from '../../../src/engine/film/capacity-trace.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { mean } from '../../support/statistics.ts'
import { carried, finish, type Rows } from './fluid-oracle.ts'
import { capacityOf, createRun, finishedRun } from './support.ts'

const anyRows: fc.Arbitrary<Rows> = fc
  .array(
    fc.tuple(
      fc.integer({ min: 1, max: 5_000_000 }),
      fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 20_000 })),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((gaps) => {
    let time = 0
    return gaps.map(([gap, kbps], i) => {
      if (i > 0) time += gap
      return [time, kbps] as const
    })
  })

function traceOf(rows: Rows): CapacityTrace {
  const trace = new CapacityTrace()
  for (const [time, kbps] of rows) trace.set(time, kbps)
  return trace
}

describe('a capacity trace', () => {
  it('knows what the link can have carried by any moment, exactly', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(60_000_000), (rows, time) => {
        expect(BigInt(traceOf(rows).workBy(time))).toBe(carried(rows, 0, time))
      }),
    )
  })

  it('knows when the link will be done, to the microsecond', () => {
    fc.assert(
      fc.property(anyRows, fc.integer({ min: 1, max: 3_000_000 }), (rows, bytes) => {
        const trace = traceOf(rows)
        const [from] = at(rows, rows.length - 1)
        expect(trace.whenDone(trace.workBy(from) + bytes * 8_000)).toBe(finish(rows, from, bytes))
      }),
    )
  })

  it('finds the row that holds at a moment', () => {
    const trace = traceOf([
      [0, 5],
      [10, 7],
      [30, 2],
    ])
    expect([0, 9, 10, 11, 29, 30, 99].map((time) => trace.rowAt(time))).toEqual([0, 0, 1, 1, 1, 2, 2])
  })

  it('keeps one row an instant, and none for a change that is none', () => {
    const trace = new CapacityTrace()
    trace.set(0, 100)
    trace.set(0, 200)
    trace.set(5, 200)
    expect([trace.time.length, trace.current]).toEqual([1, 200])
  })
})

describe('the link', () => {
  it('is steady where it is to be', () => {
    expect(capacityOf(finishedRun({ capacity: 3_000 }))).toEqual([[0, 3_000]])
  })

  it('dips once, at its time and for its time', () => {
    const run = finishedRun({ shape: 'dip', capacity: 3_000, low: 10, at: 12.5, lasts: 4 })
    expect(capacityOf(run)).toEqual([
      [0, 3_000],
      [12.5 * SECOND, 300],
      [16.5 * SECOND, 3_000],
    ])
  })

  it('dips from the start with a dip at 0', () => {
    const run = finishedRun({ shape: 'dip', capacity: 3_000, low: 0, at: 0, lasts: 4 })
    expect(capacityOf(run)).toEqual([
      [0, 0],
      [4 * SECOND, 3_000],
    ])
  })

  it('alternates between good and bad stretches of the mean lengths that are set', () => {
    const rows = capacityOf(
      finishedRun({ shape: 'stretches', good: 12, bad: 4, low: 20, capacity: 1_000, for: 3_600 }),
    )
    const lengths = rows.slice(1).map(([time], i) => (time - at(rows, i)[0]) / SECOND)
    const good = lengths.filter((_, i) => i % 2 === 0)
    const bad = lengths.filter((_, i) => i % 2 !== 0)
    expect(rows.map(([, kbps]) => kbps)).toEqual(rows.map((_, i) => (i % 2 === 0 ? 1_000 : 200)))
    // An exponential length's standard deviation is its mean: within four standard errors.
    expect(Math.abs(mean(good) - 12)).toBeLessThan((4 * 12) / Math.sqrt(good.length))
    expect(Math.abs(mean(bad) - 4)).toBeLessThan((4 * 4) / Math.sqrt(bad.length))
  })

  it('on the move has the statistics it was fitted to', () => {
    const { settings } = createRun({ shape: 'mobile', capacity: 1_000 })
    const seconds: number[] = []
    const gaps: number[] = []
    for (let seed = 1; seed <= 30; seed++) {
      const source = new CapacitySource({ seed, settings })
      const own: number[] = []
      for (let second = 0; second < 3_600; second++) {
        own.push(source.kbps(settings))
        source.next((second + 1) * SECOND)
      }
      expect(source.due).toBe(3_601 * SECOND)
      seconds.push(...own)
      let gap = 0
      for (const kbps of own) {
        if (kbps === 0) gap += 1
        else if (gap > 0) gaps.push(gap)
        if (kbps > 0) gap = 0
      }
    }
    const logs = seconds.map((kbps) => Math.log(kbps / 1_000))
    const alive = logs.filter((x) => Number.isFinite(x))
    const spread = Math.sqrt(mean(alive.map((x) => x * x)))
    const correlation = (lag: number): number => {
      const pairs = logs.slice(lag).map((x, i) => x * at(logs, i))
      return mean(pairs.filter((x) => Number.isFinite(x))) / spread ** 2
    }
    // Riiser et al.: 13 % of the seconds below 30 kbit/s, 12 s at a time; the logarithm's deviation and correlations.
    expect(1 - alive.length / seconds.length).toBeCloseTo(0.13, 1)
    expect(mean(gaps)).toBeGreaterThan(10.5)
    expect(mean(gaps)).toBeLessThan(13.5)
    expect(mean(alive)).toBeCloseTo(0, 1)
    expect(spread).toBeCloseTo(MOBILE.deviation, 1)
    expect(Math.abs(correlation(1) - 0.85)).toBeLessThan(0.08)
    expect(Math.abs(correlation(5) - 0.66)).toBeLessThan(0.1)
  })

  it('follows a change of the capacity at once, in a dip too', () => {
    const run = createRun({ shape: 'dip', capacity: 4_000, low: 10, at: 5, lasts: 5 })
    run.advance(6 * SECOND)
    run.apply({ kind: 'set', key: 'capacity', value: 1_000 })
    run.advance(7 * SECOND)
    run.apply({ kind: 'set', key: 'low', value: 50 })
    run.advance(11 * SECOND)
    expect(capacityOf(run)).toEqual([
      [0, 4_000],
      [5 * SECOND, 400],
      [6 * SECOND, 100],
      [7 * SECOND, 500],
      [10 * SECOND, 1_000],
    ])
  })

  it('dips by hand for as long as is said, a later dip replacing an earlier one', () => {
    const run = createRun({ capacity: 4_000 })
    run.advance(2 * SECOND)
    expect(run.apply({ kind: 'dip', percent: 0, seconds: 5 })).toEqual({
      ok: true,
      value: 'no signal for 5 s',
    })
    run.advance(3 * SECOND)
    expect(run.apply({ kind: 'dip', percent: 25, seconds: 1 })).toEqual({
      ok: true,
      value: '25 % of the link for 1 s',
    })
    run.advance(20 * SECOND)
    expect(capacityOf(run)).toEqual([
      [0, 4_000],
      [2 * SECOND, 0],
      [3 * SECOND, 1_000],
      [4 * SECOND, 4_000],
    ])
  })
})
