import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BatchMeans } from '../../../../src/engine/kernel/queueing/batch-means.ts'
import { mm1 } from '../../../../src/engine/kernel/queueing/mm1.ts'
import { studentPoint } from '../../../../src/engine/kernel/queueing/student-t.ts'
import { verdict, type Verdict } from '../../../../src/engine/kernel/queueing/verdict.ts'
import { RandomStream } from '../../../../src/engine/kernel/random.ts'
import { mean } from '../../../support/statistics.ts'

describe("Student's t", () => {
  // The table at the end of every textbook (e.g. Abramowitz and Stegun, table 26.10), two-sided.
  it.each([
    [1, 0.9, 6.314],
    [1, 0.99, 63.657],
    [2, 0.95, 4.303],
    [3, 0.99, 5.841],
    [5, 0.95, 2.571],
    [10, 0.99, 3.169],
    [29, 0.95, 2.045],
    [30, 0.999, 3.646],
    [120, 0.99, 2.617],
  ])('with %i degrees of freedom, %d: %d', (freedom, confidence, point) => {
    expect(Math.abs(studentPoint(confidence, freedom) - point)).toBeLessThan(0.000_51)
  })

  it('refuses what is no confidence', () => {
    expect(() => studentPoint(1, 5)).toThrow('0 < confidence < 1')
    expect(() => studentPoint(0.9, 2.5)).toThrow('whole freedom')
  })
})

/** Waiting times of an M/M/1 queue from empty, by Lindley's recursion: w' = max(0, w + service - gap). */
function waits(seed: number, load: number, count: number): BatchMeans {
  const gaps = RandomStream.of(seed, 'gaps')
  const services = RandomStream.of(seed, 'services')
  const batches = new BatchMeans()
  let wait = 0
  for (let i = 0; i < count; i++) {
    batches.add(wait)
    wait = Math.max(0, wait - Math.log(services.uniform()) + Math.log(gaps.uniform()) / load)
  }
  return batches
}

function filled(values: readonly number[]): BatchMeans {
  const batches = new BatchMeans()
  for (const value of values) batches.add(value)
  return batches
}

/** The most (or, from the other side, the fewest) of `count` that chance `p` gives but one time in 10,000. */
const binomialBound = (count: number, p: number, side: 1 | -1): number =>
  count * p + side * (3.72 * Math.sqrt(count * p * (1 - p)) + 1)

describe('the interval of one long run', () => {
  it.each([0.99, 0.8])('covers the truth about %d of the time', (confidence) => {
    const load = 0.4
    const truth = mm1(load, 1).wait
    const told = Array.from({ length: 500 }, (_, seed) => waits(seed, load, 12_000).interval(confidence))
      .filter((interval) => interval !== null)
      .filter(({ isTooShort }) => !isTooShort)
    // One in twenty would be called too short if nothing hung together.
    expect(told.length).toBeGreaterThan(400)
    const misses = told.filter(({ mean: centre, halfWidth }) => Math.abs(centre - truth) > halfWidth).length
    expect(misses).toBeLessThan(binomialBound(told.length, 1 - confidence, 1))
    expect(misses).toBeGreaterThan(binomialBound(told.length, 1 - confidence, -1))
  })

  it('calls most runs too short whose batches hang together', () => {
    const seeds = Array.from({ length: 100 }, (_, seed) => seed)
    const verdicts = seeds.map((seed) => verdict(mm1(0.95, 1).wait, waits(seed, 0.95, 3_000).interval(0.99)))
    expect(verdicts.filter((said) => said === 'too short').length).toBeGreaterThan(95)
  })

  it('tells a wrong theory from a right one once the run is long enough', () => {
    const of = (predicted: number, count: number): Verdict =>
      verdict(predicted, waits(3, 0.4, count).interval(0.99))
    const right = mm1(0.4, 1).wait
    expect(of(right, 100)).toBe('too short')
    expect(of(right, 100_000)).toBe('agrees')
    expect(of(1.2 * right, 100_000)).toBe('differs')
    expect(of(right / 2, 100_000)).toBe('differs')
  })
})

/** As `BatchMeans`, the slow way: all values kept, cut into batches afterwards. */
function naiveInterval(
  values: readonly number[],
  confidence: number,
  warmUp: number,
): [number, number] | null {
  let size = 1
  while (Math.floor(values.length / size) >= 256) size *= 2
  const cut = (from: readonly number[], by: number): number[] =>
    Array.from({ length: Math.floor(from.length / by) }, (_, i) => mean(from.slice(i * by, (i + 1) * by)))
  const fine = cut(values, size)
  if (fine.length < 128) return null
  const kept = fine.slice(Math.ceil(warmUp * fine.length))
  const means = cut(kept.slice(kept.length % 16), 16)
  const centre = mean(means)
  const spread = mean(means.map((value) => (value - centre) ** 2)) / (means.length - 1)
  return [centre, studentPoint(confidence, means.length - 1) * Math.sqrt(spread)]
}

describe('batch means', () => {
  it('in constant memory are those of all values, whenever the run is saved and goes on', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 100, maxLength: 1_500 }),
        fc.nat(1_500),
        fc.constantFrom(0, 0.1, 0.3),
        (values, cut, warmUp) => {
          const first = filled(values.slice(0, cut))
          const batches = new BatchMeans()
          const saved = first.save()
          expect(JSON.parse(JSON.stringify(saved))).toEqual(saved)
          // What was saved is a copy, and what was restored has its own.
          for (let i = 0; i < 256; i++) first.add(1e9)
          batches.restore(saved)
          for (const value of values.slice(cut)) batches.add(value)
          expect(batches.count).toBe(values.length)
          expect(batches.save().sums.length).toBeLessThan(256)
          const interval = batches.interval(0.95, warmUp)
          const naive = naiveInterval(values, 0.95, warmUp)
          expect(interval === null).toBe(naive === null)
          if (interval === null || naive === null) return
          expect(interval.mean).toBeCloseTo(naive[0], 9)
          expect(interval.halfWidth).toBeCloseTo(naive[1], 9)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('leave the warm-up out', () => {
    const cold = [
      ...Array.from({ length: 100 }, () => 1_000),
      ...Array.from({ length: 900 }, (_, i) => i % 7),
    ]
    expect(filled(cold).interval(0.99, 0)?.mean).toBeGreaterThan(50)
    expect(filled(cold).interval(0.99, 0.12)?.mean).toBeCloseTo(3, 1)
  })

  it('know a correlation when they see one', () => {
    const chance = RandomStream.of(1, 'noise')
    const noise = Array.from({ length: 200 }, () => chance.uniform() - 0.5)
    const hanging = noise.map((_, i) => (noise[i] ?? 0) + (noise[i - 1] ?? 0))
    // A moving sum of two: exactly 1/2 in the long run.
    expect(filled(hanging).interval(0.9)?.correlation).toBeGreaterThan(0.3)
    expect(filled(hanging).interval(0.9)?.isTooShort).toBe(true)
    expect(filled(noise).interval(0.9)?.isTooShort).toBe(false)
  })

  it('of one value, over and over, are that value exactly', () => {
    const interval = filled(Array.from({ length: 700 }, () => 0.1)).interval(0.99)
    expect(interval).toMatchObject({ correlation: 0, isTooShort: false })
    expect(verdict(0.1, interval)).toBe('agrees')
    expect(verdict(0.1 * (1 + 1e-12), interval)).toBe('agrees')
    expect(verdict(0.100_01, interval)).toBe('differs')
    expect(verdict(0, filled(Array.from({ length: 700 }, () => 0)).interval(0.99))).toBe('agrees')
  })

  it('refuse what is no number, and a warm-up that is the whole run', () => {
    expect(() => new BatchMeans().add(Number.NaN)).toThrow('finite values, got NaN')
    expect(() => new BatchMeans().interval(0.9, 0.5)).toThrow('got 0.5')
  })
})

describe('the verdict', () => {
  const interval = { mean: 10, halfWidth: 1, batches: 10, correlation: 0, isTooShort: false }

  it.each([
    [10.9, 'agrees'],
    [11.1, 'differs'],
    [Infinity, 'too short'],
  ] as const)('of %d beside 10 ± 1: %s', (predicted, said) => {
    expect(verdict(predicted, interval)).toBe(said)
  })

  it('an interval so wide that anything would agree says nothing, but can still refute', () => {
    const wide = { ...interval, halfWidth: 6 }
    expect(verdict(10, wide)).toBe('too short')
    expect(verdict(17, wide)).toBe('differs')
    expect(verdict(10, wide, 0.7)).toBe('agrees')
  })

  it('nothing follows from batches that hang together, or from none', () => {
    expect(verdict(100, { ...interval, isTooShort: true })).toBe('too short')
    expect(verdict(10, null)).toBe('too short')
    expect(() => verdict(Number.NaN, interval)).toThrow('must be a number')
  })
})
