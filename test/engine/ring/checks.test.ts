import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import type { Check } from '../../../src/engine/kernel/engine.ts'
import { RandomStream } from '../../../src/engine/kernel/random.ts'
import { lossShare } from '../../../src/engine/kernel/queueing/mm1k.ts'
import { RingEngine } from '../../../src/engine/ring/ring-engine.ts'
import type { RingSettings } from '../../../src/engine/ring/settings.ts'
import { deviation, mean } from '../../support/statistics.ts'
import { anyGiven, anySeed, anySettings, createRun, finishedRun, ringOf, runWith } from './support.ts'

const failing = (checks: readonly Check[]): Check[] =>
  checks.filter(({ predicted, measured, tolerance }) => !(Math.abs(predicted - measured) <= tolerance))

const SEEDS = Array.from({ length: 100 }, (_, seed) => seed)

describe('the checks', () => {
  it('hold at any moment, whatever the settings and the commands', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, fc.nat(7 * SECOND), (settings, seed, given, until) => {
        const engine = new RingEngine({ seed, settings })
        runWith(engine, given, until)
        expect(failing(engine.checks())).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('always look at conservation, Little, order and the ring positions', () => {
    const ids = createRun({})
      .checks()
      .map(({ id }) => id)
    expect(ids).toEqual([
      'conservation.list',
      'order.list',
      'conservation.ring',
      'order.ring',
      'head.ring',
      'tail.ring',
    ])
    const later = createRun({})
    later.advance(SECOND)
    expect(later.checks().map(({ id }) => id)).toContain('little.list')
  })

  it.each<Partial<RingSettings>>([
    { produce: 10, consume: 5 },
    { produce: 10, consume: 5, overflow: 'reject' },
    { produce: 1_000, consume: 0.5, slots: 64, for: 5 },
    { produce: 50, consume: 3, batch: 8, slots: 16 },
    { produce: 50, consume: 3, batch: 64, slots: 12 },
    { produce: 10, consume: 0 },
  ])('predict the share lost by a clockwork: %o', (settings) => {
    const engine = finishedRun(settings)
    expect(engine.checks().map(({ id }) => id)).toContain('loss.ring')
    expect(failing(engine.checks())).toEqual([])
  })

  it('predict the share lost by a clockwork for any rates', { timeout: 30_000 }, () => {
    const rate = fc.integer({ min: 1, max: 60 }).map((n) => n / 2)
    fc.assert(
      fc.property(
        rate,
        rate,
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        (consume, excess, slots, rejects) => {
          const overflow = rejects ? 'reject' : 'overwrite-oldest'
          const engine = finishedRun({ produce: consume + excess, consume, slots, overflow, for: 120 })
          expect(engine.checks().map(({ id }) => id)).toContain('loss.ring')
          expect(failing(engine.checks())).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })

  it('predict the pace of a producer that must wait', { timeout: 30_000 }, () => {
    const rate = fc.integer({ min: 2, max: 60 }).map((n) => n / 2)
    fc.assert(
      fc.property(
        rate,
        rate,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 4 }),
        (consume, excess, slots, batch) => {
          const produce = consume * Math.min(batch, slots) + excess
          const engine = finishedRun({ produce, consume, slots, batch, overflow: 'block', for: 90 })
          expect(engine.checks().map(({ id }) => id)).toContain('throttle.ring')
          expect(failing(engine.checks())).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })

  it.each<Partial<RingSettings>>([
    { produce: 10, consume: 12, slots: 4 },
    { produce: 10, consume: 10, slots: 8, overflow: 'reject' },
    { produce: 10, consume: 5, slots: 8 },
    { produce: 5, consume: 20, slots: 1 },
  ])('predict the share lost by a Poisson run, over 100 seeds: %o', (settings) => {
    for (const seed of SEEDS) {
      const checks = finishedRun({ ...settings, produceUneven: 1, consumeUneven: 1, for: 60 }, seed).checks()
      expect(checks.map((check) => check.id)).toContain('mm1k.ring')
      expect(failing(checks)).toEqual([])
    }
  })

  it('say nothing of the long run once a command has changed it', () => {
    const engine = createRun({ produce: 10, consume: 5 })
    engine.advance(20 * SECOND)
    expect(engine.checks().some(({ id }) => id === 'loss.ring')).toBe(true)
    engine.apply({ kind: 'push' })
    expect(engine.checks().some(({ id }) => id === 'loss.ring')).toBe(false)
  })

  it('turn red when the books are wrong', () => {
    const engine = createRun({ produce: 10, consume: 5 })
    engine.advance(10 * SECOND)
    ringOf(engine).ledger.counts.consumed += 1
    expect(failing(engine.checks()).map(({ id }) => id)).toEqual(['conservation.ring', 'head.ring'])
    ringOf(engine).ledger.counts.consumed -= 1
    ringOf(engine).store.pop()
    expect(failing(engine.checks()).map(({ id }) => id)).toEqual(['little.ring', 'head.ring'])
  })
})

describe('the loss of an M/M/1/K queue', () => {
  it.each([
    // p(K) = load^K / (1 + ... + load^K), by hand; at load 1 all K + 1 states are equally likely.
    [1, 4, 1 / 5],
    [0.5, 1, 1 / 3],
    [0.5, 3, 1 / 15],
    [2, 2, 4 / 7],
  ])('at load %d with %d slots is %d', (load, slots, share) => {
    expect(lossShare(load, slots, 100).share).toBeCloseTo(share, 12)
  })

  it('is a number at any load and size', () => {
    expect(lossShare(50, 400, 1_000).share).toBeCloseTo(1 - 1 / 50, 12)
    for (const load of [1e-6, 0.5, 1, 1 + 1e-12, 7, 1e6])
      for (const slots of [1, 30, 3_000]) {
        const { share, error } = lossShare(load, slots, 1_000)
        expect(share >= 0 && share < 1 && error >= 0 && error < 1).toBe(true)
      }
  })

  it('tends to the rate deficit when there is far too much to do', () => {
    expect(lossShare(10, 30, 100).share).toBeCloseTo(1 - 1 / 10, 12)
  })

  it.each([
    [0.8, 5],
    [1, 3],
    [2, 8],
  ])(
    'varies from run to run by no more than its error, and not by much less: load %d, %d slots',
    (load, slots) => {
      const arrivals = 1_000
      const shares = Array.from({ length: 600 }, (_, seed) => simulatedLoss(seed, load, slots, arrivals))
      const { share, error } = lossShare(load, slots, arrivals)
      expect(Math.abs(mean(shares) - share)).toBeLessThan((5 * error) / Math.sqrt(600) + slots / arrivals)
      expect(deviation(shares)).toBeLessThan(1.1 * error)
      expect(deviation(shares)).toBeGreaterThan(error / 4)
    },
  )
})

/** The share of arrivals lost by the queue's jump chain: the next event is an arrival with chance load / (1 + load). */
function simulatedLoss(seed: number, load: number, slots: number, arrivals: number): number {
  const chance = RandomStream.of(seed, 'jumps')
  let held = 0
  let lost = 0
  for (let arrived = 0; arrived < arrivals;) {
    if (chance.uniform() < load / (1 + load)) {
      arrived += 1
      if (held < slots) held += 1
      else lost += 1
    } else held = Math.max(0, held - 1)
  }
  return lost / arrivals
}
