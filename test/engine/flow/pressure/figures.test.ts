import { describe, expect, it } from 'vitest'
import { at } from '../../../../src/shared/assert.ts'
import { defaultsOf } from '../../../../src/shared/params.ts'
import { FATE, STRATEGY, type Strategy } from '../../../../src/engine/flow/pressure/codes.ts'
import { summarise } from '../../../../src/engine/flow/pressure/measures.ts'
import {
  PRESSURE_SETTINGS,
  type PolicyId,
  type PressureSettings,
} from '../../../../src/engine/flow/pressure/settings.ts'
import { ENTER } from '../../../../src/engine/flow/policies/policy.ts'
import { POLICIES } from '../../../../src/engine/flow/policies/index.ts'
import type { Station } from '../../../../src/engine/flow/station/station.ts'
import { runThrough } from './support.ts'

// The figures of the storyboard's errata X34 to X37 (slide 17, EP:L417-434), each from a simulation or a sum there.

/**
 * The errata's own simulation: every millisecond `rate` / 1,000 messages come, and then 8 are served (8,000 a second); the
 * policy is ours. It counts changes of strategy, the level after serving, and what is lost.
 */
function inTicks(policy: PolicyId, rate: number, seconds: number) {
  const settings = defaultsOf(PRESSURE_SETTINGS) as unknown as PressureSettings // one value a key
  const rule = POLICIES[policy].create(settings, 7)
  let message = 0
  let offered = 0
  const count = { switches: 0, lost: 0 }
  const highest = { full: 0, served: 0 }
  const station = {
    level: 0,
    strategy: STRATEGY.normal as Strategy,
    itemOf: (item: number) => item,
    noteKept: () => undefined,
    evict() {
      station.level -= 1
      count.lost += 1
    },
    switchTo(to: Strategy) {
      station.strategy = to
      count.switches += 1
    },
  }
  for (let ms = 0; ms < seconds * 1_000; ms++) {
    for (; message < ((ms + 1) * rate) / 1_000; message++) {
      offered += 1
      const verdict = rule.offer(station as unknown as Station, message, ms * 1_000) // all that the rule asks for
      if (verdict === ENTER) station.level += 1
      else count.lost += 1
    }
    highest.full = Math.max(highest.full, station.level)
    station.level = Math.max(0, station.level - 8)
    highest.served = Math.max(highest.served, station.level)
  }
  return { perSecond: count.switches / seconds, lossShare: count.lost / offered, highest }
}

describe('X35: a strategy that is chosen anew for each message', () => {
  it.each([
    [9_000, 1_734, 1_894],
    [10_000, 1_734, 1_894],
    [11_000, 1_734, 1_894],
    [12_000, 1_734, 1_894],
    [15_000, 842, 842],
    [20_000, 1_492, 1_492],
  ])('at %i messages a second changes between %i and %i times a second', (rate, least, most) => {
    const { perSecond } = inTicks('adaptive-whiteboard', rate, 60)
    // Whose coin falls how differs: within 5 %.
    expect(perSecond).toBeGreaterThan(0.95 * least)
    expect(perSecond).toBeLessThan(1.05 * most)
  })

  it.each([9_000, 10_000, 12_000, 15_000])(
    'with hysteresis changes at most 1.3 times a second: %i',
    (rate) => {
      expect(inTicks('adaptive-hysteresis', rate, 20).perSecond).toBeLessThanOrEqual(1.3 * 1.05)
    },
  )

  it('loses the same: 18.7 and 18.9 % of 10,000 a second', () => {
    expect(inTicks('adaptive-whiteboard', 10_000, 60).lossShare).toBeCloseTo(0.187, 2)
    expect(inTicks('adaptive-hysteresis', 10_000, 60).lossShare).toBeCloseTo(0.189, 2)
  })

  /** How often a lane changed its strategy between two moments, in seconds. */
  const switchesIn = (settings: Partial<PressureSettings>, from: number, to: number): number => {
    const engine = runThrough({ policies: ['adaptive-whiteboard'], for: to, ...settings })
    const { switchTime } = at(engine.lanes, 0).station.history
    const times = Array.from({ length: switchTime.length }, (_, row) => switchTime.get(row))
    return times.filter((time) => time >= from * 1e6).length
  }

  // X35 counts over 60 s; until the queue has filled to the threshold nothing switches. What is left is the same each second.
  it.each([
    ['a batch a millisecond, 10,000 a second', 10_000, 1_867, 8_000 / 2_000],
    ['a batch a millisecond, 20,000 a second', 20_000, 1_492, 8_000 / 12_000 + 1_500 / 2_000],
  ])('in the lab with %s as often as in its simulation', (_, rate, perSecond, filling) => {
    const settings = { gaps: 'batches', serviceShape: 'constant', rate } as const
    const expected = (60 * perSecond) / (60 - filling)
    expect(Math.abs(switchesIn(settings, 5, 10) / 5 / expected - 1)).toBeLessThan(0.02)
  })

  it('message by message at 20,000 a second more often, as often as the birth-death chain says', () => {
    // At its edge the level is an M/M/1 queue seen from above: a message finds it over 95 % with 1 - μ / (λ / 2) (PASTA),
    // and the next one finds it below if a service ends first: μ / (λ + μ). Each way once.
    const [arrivals, service] = [20_000, 8_000]
    const above = 1 - service / (arrivals / 2)
    const expected = 2 * arrivals * above * (service / (arrivals + service))
    expect(expected).toBeCloseTo(2_285.7, 1)
    const settings = { gaps: 'poisson', serviceShape: 'exponential', rate: arrivals } as const
    expect(Math.abs(switchesIn(settings, 2, 12) / 10 / expected - 1)).toBeLessThan(0.05)
  })

  it('does so message by message, too: thousands of times beside about once', () => {
    const engine = runThrough({
      policies: ['adaptive-whiteboard', 'adaptive-hysteresis'],
      serviceShape: 'constant',
      for: 15,
    })
    const [whiteboard, hysteresis] = engine.lanes.map((lane) => summarise(engine, lane))
    expect(whiteboard?.switchesPerSecond).toBeGreaterThan(1_000)
    expect(hysteresis?.switchesPerSecond).toBeLessThan(1.4)
    expect(Math.abs((hysteresis?.lossShare ?? 0) - (whiteboard?.lossShare ?? 1))).toBeLessThan(0.01)
  })
})

describe('X36: how much to keep', () => {
  it('matched to what can be served changes once, and loses little more than it must', () => {
    const engine = runThrough({ policies: ['sample-matched'], for: 30 })
    const run = summarise(engine, at(engine.lanes, 0))
    expect(run.switches).toBe(1)
    expect(run.lossShare - run.lossFloor).toBeLessThan(0.03)
    expect(run.peak).toBeLessThan(2_000)
  })

  it('one half is right for one load: at 10,000 it loses half, at 20,000 too little', () => {
    const [usual, twice] = [10_000, 20_000].map((rate) => {
      const engine = runThrough({ policies: ['sample-half'], rate, for: 10 })
      return at(engine.lanes, 0).station.ledger
    })
    expect(usual?.countOf(FATE.droppedNewest)).toBe(0)
    expect((usual?.countOf(FATE.sampledOut) ?? 0) / (usual?.offered ?? 1)).toBeCloseTo(0.5, 2)
    expect(twice?.countOf(FATE.droppedNewest)).toBeGreaterThan(1_000)
  })

  it('counted plainly the survivors tell of too few, by weight of as many as there were', () => {
    const engine = runThrough({ policies: ['sample-half', 'sample-matched'], for: 15 })
    for (const lane of engine.lanes) {
      const { truth, unweighted, weighted } = summarise(engine, lane).estimate
      expect(unweighted).toBeLessThan(0.82 * truth)
      expect(Math.abs(weighted / truth - 1)).toBeLessThan(0.03)
    }
  })

  it('by session it leaves sessions whole, by coin it tears them', () => {
    const engine = runThrough({ policies: ['sample-half', 'sample-matched'], for: 15 })
    const [torn, whole] = engine.lanes.map((lane) => summarise(engine, lane).estimate.wholeSessions)
    expect(torn).toBeLessThan(0.05)
    expect(whole).toBeGreaterThan(0.5)
  })
})

it('X37: the last twentieth of the memory is out of reach: the level sticks at 9,493 of 10,000', () => {
  expect(inTicks('adaptive-whiteboard', 20_000, 60).highest.served).toBe(9_493)
  const engine = runThrough({ policies: ['adaptive-whiteboard'], rate: 20_000, for: 8 })
  expect(at(engine.lanes, 0).station.history.peak).toBe(9_501)
})

describe('X34: whatever the policy', () => {
  const policies = PRESSURE_SETTINGS[0].options.map(({ value }) => value)

  it('loses, or keeps, at least 1 - service / arrivals: a fifth of 10,000 where 8,000 are served', () => {
    const least = 1 - 8_000 / 10_000
    expect(least).toBeCloseTo(0.2, 12)
    const engine = runThrough({
      policies: policies.filter((policy) => policy !== 'scale-out'),
      gaps: 'even',
      serviceShape: 'constant',
      capacity: 1_000,
      memory: 3,
      retention: 3,
      for: 4,
    })
    for (const { id, station } of engine.lanes) {
      const { ledger } = station
      const notServed = 1 - ledger.countOf(FATE.served) / ledger.offered
      expect(notServed, id).toBeGreaterThanOrEqual(least - 1e-4)
    }
  })

  it('a queue of 8,000 at 8,000 a second makes survivors 1.0 s old', () => {
    const engine = runThrough({
      policies: ['drop-oldest'],
      capacity: 8_000,
      gaps: 'even',
      serviceShape: 'constant',
      for: 8,
    })
    // Drop oldest waits for as many as are taken or dropped meanwhile; drop newest for as many as are served.
    const newest = runThrough({
      policies: ['drop-newest'],
      capacity: 8_000,
      gaps: 'even',
      serviceShape: 'constant',
      for: 8,
    })
    expect(at(newest.lanes, 0).station.history.secondP50.get(6)).toBeCloseTo(1_000_000, -4)
    expect(at(engine.lanes, 0).station.history.secondP50.get(6)).toBeCloseTo(800_000, -4)
  })
})
