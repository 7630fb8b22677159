import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../../src/shared/assert.ts'
import { FATE } from '../../../../src/engine/flow/pressure/codes.ts'
import type { PressureEngine } from '../../../../src/engine/flow/pressure/pressure-engine.ts'
import { naiveQueue } from './naive-queue.ts'
import { ALL_CLIENTS, ALL_POLICIES, createEngine, rowsOf, runThrough } from './support.ts'

/** Small runs with everything in them: loads, services, faults, clients, and all policies with tight bounds. */
const settings = fc.record({
  policies: fc.shuffledSubarray([...ALL_POLICIES], { minLength: 1, maxLength: 4 }),
  clients: fc.shuffledSubarray([...ALL_CLIENTS], { minLength: 1, maxLength: 2 }),
  rate: fc.integer({ min: 20, max: 400 }),
  gaps: fc.constantFrom('even', 'poisson', 'batches'),
  shape: fc.constantFrom('steady', 'bursts', 'one-burst', 'diurnal'),
  burstEvery: fc.constantFrom(0.3, 1),
  burstFor: fc.constantFrom(0.1, 0.5),
  service: fc.integer({ min: 20, max: 300 }),
  serviceShape: fc.constantFrom('constant', 'exponential', 'heavy'),
  workers: fc.integer({ min: 1, max: 3 }),
  blockers: fc.constantFrom(0, 5_000),
  blockFor: fc.constantFrom(50, 300),
  fault: fc.constantFrom('none', 'slow', 'stall'),
  faultAt: fc.constantFrom(0, 0.5),
  faultFor: fc.constantFrom(0.2, 1),
  capacity: fc.integer({ min: 1, max: 60 }),
  memory: fc.constantFrom(0.1, 1),
  restart: fc.constantFrom(0.1, 0.7),
  retention: fc.constantFrom(0.1, 1),
  credit: fc.integer({ min: 1, max: 20 }),
  bucket: fc.integer({ min: 1, max: 20 }),
  startup: fc.constantFrom(0, 0.3),
  timeout: fc.constantFrom(20, 200),
  backoff: fc.constantFrom(10, 300),
  connections: fc.integer({ min: 1, max: 30 }),
  keys: fc.constantFrom(1, 7, 100),
  for: fc.constantFrom(1, 2),
} as const)

const seeds = fc.integer({ min: 0, max: 1_000_000 })

function expectChecksHold(engine: PressureEngine): void {
  // The laws are about long runs.
  const failed = engine.checks().filter(({ id, predicted, measured, tolerance }) => {
    return !id.startsWith('theory') && !(Math.abs(predicted - measured) <= tolerance)
  })
  expect(failed).toEqual([])
}

describe('a station under any settings', () => {
  it('keeps its books, its bound and its order', () => {
    fc.assert(
      fc.property(settings, seeds, (some, seed) => {
        const engine = createEngine(some, seed)
        for (const moment of [0.1, 0.77, 3]) {
          engine.advance(Math.min(engine.extent, moment * 1_000_000))
          expectChecksHold(engine)
        }
        for (const lane of engine.lanes) {
          const { counts, offered } = lane.station.ledger
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(offered)
          expect(Math.min(...counts)).toBeGreaterThanOrEqual(0)
          expect(lane.station.history.peak).toBeLessThanOrEqual(lane.station.policy.limit ?? Infinity)
          // First in, first out, and so for each session, too: who came later is taken up later.
          const begun = rowsOf(lane).flatMap((row) => row.begun ?? [])
          expect(begun).toEqual(begun.toSorted((a, b) => a - b))
        }
      }),
      { numRuns: 40 },
    )
  })

  it('is the same in small steps as in large ones, and after going back', () => {
    fc.assert(
      fc.property(settings, seeds, fc.integer({ min: 1, max: 2_000_000 }), (some, seed, moment) => {
        const whole = runThrough(some, seed)
        const steps = createEngine(some, seed)
        for (let time = 0, i = 0; steps.now < steps.extent; i++) {
          time += 1 + ((i * 7_919) % 90_000)
          while (steps.advance(Math.min(time, steps.extent), 1 + (i % 4)) > 0);
        }
        const back = createEngine(some, seed)
        back.advance(Math.min(moment, back.extent))
        const saved = back.save()
        const early = back.measures()
        back.advance(back.extent)
        back.restore(saved)
        expect(back.measures()).toEqual(early)
        back.advance(back.extent)
        for (const engine of [steps, back]) {
          expect(engine.traceHash()).toBe(whole.traceHash())
          expect(engine.measures()).toEqual(whole.measures())
        }
      }),
      { numRuns: 25 },
    )
  })

  it('meets the same messages whoever else is there, and whatever the policy', () => {
    fc.assert(
      fc.property(settings, seeds, (some, seed) => {
        const engine = runThrough(some, seed)
        const alone = runThrough({ ...some, policies: ['drop-newest'], clients: ['open'], capacity: 1 }, seed)
        const count = alone.arrivals.count
        expect(engine.arrivals.count).toBe(count)
        for (let item = 0; item < count; item++) {
          expect(engine.arrivals.times.get(item)).toBe(alone.arrivals.times.get(item))
          expect(engine.messages.key.get(item)).toBe(alone.messages.key.get(item))
          expect(engine.messages.bytes.get(item)).toBe(alone.messages.bytes.get(item))
          expect(engine.messages.serviceTime(item, 1)).toBe(alone.messages.serviceTime(item, 1))
        }
        const [first] = engine.lanes
        const withOthers = rowsOf(at(engine.lanes, 0))
        const byItself = runThrough(
          { ...some, policies: [first?.policy ?? 'block'], clients: [first?.client ?? 'open'] },
          seed,
        )
        expect(rowsOf(at(byItself.lanes, 0))).toEqual(withOthers)
      }),
      { numRuns: 25 },
    )
  })
})

describe('a station beside a queue of plain lists', () => {
  it.each(['unbounded', 'block', 'drop-newest', 'drop-oldest'] as const)(
    'serves and loses the same messages at the same moments: %s',
    (policy) => {
      let ends = 0
      fc.assert(
        fc.property(settings, seeds, (some, seed) => {
          const plain = {
            ...some,
            fault: 'none',
            memory: 1_000,
            policies: [policy],
            clients: ['open'],
          } as const
          const engine = runThrough(plain, seed)
          const { arrivals, messages } = engine
          const numbers = Array.from({ length: arrivals.count }, (_, item) => item)
          const rows = naiveQueue({
            arrivals: numbers.map((item) => arrivals.times.get(item)),
            services: numbers.map((item) => messages.serviceTime(item, 1_000_000 / some.service)),
            policy: policy === 'unbounded' ? 'forever' : policy,
            capacity: some.capacity,
            workers: some.workers,
            end: engine.extent,
          })
          ends += rows.filter(({ fate }) => fate === FATE.served).length
          expect(rowsOf(at(engine.lanes, 0))).toEqual(rows)
        }),
        { numRuns: 25 },
      )
      expect(ends).toBeGreaterThan(1_000)
    },
  )
})
