import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { NetworkConfig, NetworkKind } from '../../../src/engine/jitter/config.ts'
import { DELAY_QUANTILE } from '../../../src/engine/jitter/network/delay-shapes.ts'
import { repeatedShare } from '../../../src/engine/jitter/network/contention.ts'
import { Network, type Journey } from '../../../src/engine/jitter/network/network.ts'
import { gammaQuantile } from '../../../src/engine/kernel/gamma.ts'
import { fromMs, MILLISECOND, SECOND } from '../../../src/engine/kernel/time.ts'
import { at } from '../../../src/shared/assert.ts'
import { arrivalsOf, delaysOf, INTERVAL, journeys, QUIET } from '../../support/network.ts'
import { deviation, lagOne, mean, nearestRank } from '../../support/statistics.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const KINDS: readonly NetworkKind[] = ['spells', 'blocking', 'cross', 'contention', 'handover', 'satellite']

/** An hour of packets, every 20 ms. */
const HOUR = 180_000

const share = (values: readonly number[], test: (value: number) => boolean): number =>
  values.filter(test).length / values.length

/** Too many for the arguments of a function. */
const longest = (delays: readonly number[]): number => nearestRank(delays, 1)

describe('any kind of network', () => {
  const kinds = fc.constantFrom(...KINDS)
  const config: fc.Arbitrary<Partial<NetworkConfig>> = fc.record({
    kind: kinds,
    shape: fc.constant('normal' as const),
    deviation: fc.nat(fromMs(50)),
    lossRate: fc.constantFrom(0, 0.1),
    keepsOrder: fc.boolean(),
  })

  it('leaves to the plain path its delays, and never makes a packet faster', () => {
    fc.assert(
      fc.property(config, fc.integer(), (one, seed) => {
        const plain = journeys({ ...one, kind: 'path', lossRate: 0 }, 300, seed)
        const own = journeys(one, 300, seed)
        const faster = own.filter(
          ({ arrival }, i) => arrival !== null && arrival < (at(plain, i).arrival ?? 0),
        )
        expect(faster).toEqual([])
      }),
    )
  })

  it('changes no other concern: the same packets are lost to the path, and the same are copied', () => {
    fc.assert(
      fc.property(config, fc.integer(), (one, seed) => {
        const shared = { ...one, lossRate: 0.2, lossBurst: 3, duplicateRate: 0.3 }
        const own = journeys(shared, 200, seed)
        const plain = journeys({ ...shared, kind: 'path' }, 200, seed)
        expect(own.map(({ copy }) => copy === null)).toEqual(plain.map(({ copy }) => copy === null))
        const lost = own.map(({ arrival }) => arrival === null)
        const lostToThePath = plain.map(({ arrival }) => arrival === null)
        expect(lostToThePath.filter((isLost, i) => isLost && lost[i] !== true)).toEqual([])
        // Only a full queue drops packets of its own.
        expect(one.kind === 'cross' || lost.every((isLost, i) => isLost === lostToThePath[i])).toBe(true)
      }),
    )
  })

  it('goes on from a saved state as if nothing had been in between', () => {
    fc.assert(
      fc.property(kinds, kinds, fc.nat(900), (kind, other, before) => {
        const network = new Network(1, { ...QUIET, kind })
        const carry = (from: number, count: number): Journey[] =>
          Array.from({ length: count }, (_, i) => network.carry((from + i) * INTERVAL))
        carry(0, before)
        const saved = structuredClone(network.save())
        const future = carry(before, 600)
        network.reconfigure({ ...QUIET, kind: other })
        carry(before + 600, 50)
        network.restore(saved)
        expect(carry(before, 600)).toEqual(future)
      }),
      { numRuns: 25 },
    )
  })

  it('does at its time what it does, however many packets meet it', () => {
    for (const kind of ['spells', 'blocking', 'cross', 'handover', 'satellite'] as const) {
      const coarse = delaysOf(journeys({ kind }, 3_000, 5, 2 * INTERVAL), 2 * INTERVAL)
      const fine = delaysOf(journeys({ kind }, 6_000, 5)).filter((_, i) => i % 2 === 0)
      const differ = share(
        coarse.map((delay, i) => delay - at(fine, i)),
        (change) => Math.abs(change) > 2 * INTERVAL,
      )
      // A packet that gets stuck a little earlier is stuck for the same time; drops may hit another packet.
      expect(differ, kind).toBeLessThan(0.02)
    }
  })
})

describe('gamma jitter', () => {
  it('has its own mean, deviation and quantiles, whatever its form', () => {
    const steps = Array.from({ length: 20_000 }, (_, i) => (i + 0.5) / 20_000)
    for (const form of [0.5, 1, 2, 9]) {
      const values = steps.map((p) => DELAY_QUANTILE.gamma(p, form))
      expect(Math.abs(mean(values))).toBeLessThan(2e-3)
      expect(Math.abs(deviation(values) - 1)).toBeLessThan(5e-3)
      expect(Math.min(...values)).toBeGreaterThanOrEqual(-Math.sqrt(form) - 1e-9)
      for (const p of [0.001, 0.1, 0.5, 0.9, 0.999]) {
        const exact = (gammaQuantile(p, form) - form) / Math.sqrt(form)
        expect(Math.abs(DELAY_QUANTILE.gamma(p, form) - exact)).toBeLessThan(1e-3)
      }
    }
  })

  it('keeps its correlation', () => {
    const delays = delaysOf(
      journeys({ shape: 'gamma', form: 9, deviation: fromMs(20), correlation: 0.6 }, 40_000),
    )
    expect(Math.abs(lagOne(delays) - 0.6)).toBeLessThan(0.03)
  })
})

describe('calm and bad spells', () => {
  const spells = { calm: 5 * SECOND, bad: 2 * SECOND, delay: fromMs(80), deviation: 0 }

  it('are bad for the share of time, and for the lengths, that they should be', () => {
    const delays = delaysOf(journeys({ kind: 'spells', spells }, HOUR))
    expect(new Set(delays)).toEqual(new Set([0, fromMs(80)]))
    // An hour has some 514 spells of each kind; exponential ones add up with a relative error of 1 / sqrt(514) each.
    expect(Math.abs(share(delays, (delay) => delay > 0) - 2 / 7)).toBeLessThan(
      4 * (2 / 7) * (5 / 7) * Math.sqrt(2 / 514),
    )
    const starts = delays.slice(1).filter((delay, i) => delay > 0 && delays[i] === 0).length
    expect(Math.abs(starts - 514)).toBeLessThan(4 * Math.sqrt(514))
  })

  it('have the spread of their own, correlated as the rest', () => {
    const wandering = { ...spells, delay: fromMs(200), deviation: fromMs(20) }
    const delays = delaysOf(journeys({ kind: 'spells', spells: wandering, correlation: 0.8 }, HOUR))
    const bad = delays.filter((delay) => delay > 0)
    expect(Math.abs(mean(bad) / fromMs(200) - 1)).toBeLessThan(0.02)
    expect(Math.abs(deviation(bad) / fromMs(20) - 1)).toBeLessThan(0.05)
    expect(Math.abs(lagOne(bad) - 0.8)).toBeLessThan(0.05)
  })

  it('follow a change of their lengths at once', () => {
    const network = new Network(3, { ...QUIET, kind: 'spells', spells: { ...spells, calm: 600 * SECOND } })
    const carry = (from: number): number =>
      (network.carry(from * INTERVAL).arrival ?? Number.NaN) - from * INTERVAL - QUIET.base
    expect(Array.from({ length: 500 }, (_, i) => carry(i)).every((delay) => delay === 0)).toBe(true)
    network.reconfigure({ ...QUIET, kind: 'spells', spells: { ...spells, calm: fromMs(100) } })
    const after = Array.from({ length: 500 }, (_, i) => carry(500 + i))
    expect(share(after, (delay) => delay > 0)).toBeGreaterThan(0.5)
  })
})

describe('a stuck packet', () => {
  const kind = 'blocking' as const

  it('holds up those behind it: the delay jumps, and falls by one interval a packet', () => {
    const delays = delaysOf(journeys({ kind }, HOUR))
    delays.slice(1).forEach((delay, i) => {
      const change = delay - at(delays, i)
      expect(change >= -INTERVAL).toBe(true)
    })
    expect(longest(delays)).toBeGreaterThan(fromMs(600))
  })

  it('holds them up in a network that keeps no order too: nobody overtakes it', () => {
    const arrivals = arrivalsOf(journeys({ kind, keepsOrder: false }, 20_000))
    expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b))
  })

  it('is as frequent and as long stuck as one asks: P(delay > d) is rate × mean × e^(-d / mean)', () => {
    // Campbell: stuck packets a second times the mean of what is left of their time above d.
    const blocking = { every: 3 * SECOND, lasts: fromMs(150) }
    const delays = delaysOf(journeys({ kind, blocking }, 4 * HOUR, 2))
    for (const d of [50, 150, 300]) {
      const busy = (150 / 3_000) * Math.exp(-d / 150)
      // Two stuck at once count once: the busy time of an M/G/infinity queue, 1 - e^-busy.
      const expected = 1 - Math.exp(-busy)
      expect(Math.abs(share(delays, (delay) => delay > fromMs(d)) / expected - 1), `${d} ms`).toBeLessThan(
        0.15,
      )
    }
  })
})

describe('cross traffic', () => {
  const kind = 'cross' as const
  const cross = { every: 2 * SECOND, lasts: fromMs(100), load: 3, limit: fromMs(250) }

  it('fills the queue no faster than it comes and drains it at a slope of -1, never beyond its size', () => {
    const delays = delaysOf(journeys({ kind, cross }, HOUR))
    const known = delays.filter((delay) => !Number.isNaN(delay))
    expect(longest(known)).toBe(fromMs(250))
    delays.slice(1).forEach((delay, i) => {
      const change = delay - at(delays, i)
      if (Number.isNaN(change)) return
      expect(change).toBeLessThanOrEqual(2 * INTERVAL)
      expect(change).toBeGreaterThanOrEqual(-INTERVAL - 1)
    })
  })

  it('drops, of what finds the queue full, the share that the link cannot carry', () => {
    // A queue of nothing but bursts: full for nearly all of each.
    const list = journeys({ kind, cross: { ...cross, every: 1, lasts: 10 * SECOND } }, HOUR / 4)
    const lost = list.filter(({ arrival }) => arrival === null).length
    expect(Math.abs(lost / list.length - 2 / 3)).toBeLessThan(0.02)
  })

  it('drops nothing while there is room', () => {
    const list = journeys({ kind, cross: { ...cross, limit: 60 * SECOND } }, HOUR / 4)
    expect(list.filter(({ arrival }) => arrival === null)).toEqual([])
  })
})

describe('a busy Wi-Fi', () => {
  it.each([
    [1, 0],
    [0.5, 0],
    [7, 6 / 90],
    [91, 1],
    [200, 1],
  ])('of an average jitter of %d ms repeats the published share of packets: %d', (ms, expected) => {
    expect(repeatedShare(ms)).toBeCloseTo(expected, 12)
  })

  it.each([0, 6 / 90, 0.5])(
    'delays as the published generators do, in mean and tail: a share of %d',
    (repeated) => {
      const delays = delaysOf(journeys({ kind: 'contention', contention: { share: repeated } }, HOUR)).map(
        (delay) => delay / MILLISECOND,
      )
      // E[N1] - E[r; N1 >= 1] + x 7.5 E[N2], of Poisson variates of mean 1 and 12 and a uniform one.
      const slots = 1 - 0.5 * (1 - Math.exp(-1))
      const spread = Math.sqrt(repeated * (56.25 * 12 + 8_100) - (90 * repeated) ** 2 + 1.1)
      expect(Math.abs(mean(delays) - slots - 90 * repeated)).toBeLessThan((4 * spread) / Math.sqrt(HOUR))
      expect(Math.abs(share(delays, (ms) => ms === 0) - (1 - repeated) * Math.exp(-1))).toBeLessThan(0.005)
      // Twelve repeats of 7.5 ms are 90 ms, and 19 of them, 142.5 ms, the 97.9 % point of that Poisson variate.
      const above = share(delays, (ms) => ms > 150)
      expect(Math.abs(above - repeated * 0.0213)).toBeLessThan(0.004 + 0.01 * repeated)
    },
  )
})

describe('changing cells', () => {
  it('is a gap of silence, and after it a way of another length', () => {
    const handover = { every: 5 * SECOND, gap: fromMs(300), step: fromMs(60) }
    const delays = delaysOf(journeys({ kind: 'handover', handover, keepsOrder: true }, HOUR))
    const gaps = delays.slice(1).filter((delay, i) => delay - at(delays, i) > fromMs(200)).length
    expect(Math.abs(gaps - 720)).toBeLessThan(30) // uniform from half to one and a half: 0.29 / sqrt(720) of it
    const ways = delays.filter((delay, i) => delay === delays[i + 1])
    expect(longest(ways)).toBeLessThanOrEqual(fromMs(60))
    expect(nearestRank(ways, 0.5)).toBeGreaterThan(fromMs(20))
    expect(nearestRank(ways, 0.5)).toBeLessThan(fromMs(40))
    const arrivals = arrivalsOf(journeys({ kind: 'handover', handover }, 10_000))
    const silence = longest(arrivals.slice(1).map((arrival, i) => arrival - at(arrivals, i)))
    expect(silence).toBeGreaterThanOrEqual(fromMs(280))
    expect(silence).toBeLessThan(fromMs(400))
  })
})

describe('satellites', () => {
  it('change every 15 s, with delays raised for 75 ms before and 140 ms after', () => {
    const satellite = { spike: fromMs(60), step: 0 }
    const step = fromMs(5)
    const delays = delaysOf(journeys({ kind: 'satellite', satellite }, 12_000, 1, step), step)
    const raised = delays.map((delay, i) => (delay > 0 ? i * step : -1)).filter((time) => time >= 0)
    const expected = [5, 20, 35, 50].flatMap((change) =>
      Array.from({ length: 43 }, (_, i) => change * SECOND - fromMs(75) + i * step),
    )
    expect(raised).toEqual(expected)
  })

  it('have ways that stay the same between two changes, and differ by no more than one asks', () => {
    const satellite = { spike: 0, step: fromMs(20) }
    const delays = delaysOf(journeys({ kind: 'satellite', satellite }, HOUR))
    const ways = new Set(delays)
    expect(ways.size).toBeGreaterThan(235)
    expect(ways.size).toBeLessThanOrEqual(241)
    expect(longest(delays)).toBeLessThanOrEqual(fromMs(20))
    const changes = delays
      .map((delay, i) => (i > 0 && delay !== delays[i - 1] ? i * INTERVAL : -1))
      .filter((time) => time >= 0)
    expect(changes.every((time) => time % (15 * SECOND) === 5 * SECOND)).toBe(true)
  })
})
