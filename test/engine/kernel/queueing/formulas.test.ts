import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { littleLength, type DelayLaw, type QueueMeans } from '../../../../src/engine/kernel/queueing/means.ts'
import { md1 } from '../../../../src/engine/kernel/queueing/md1.ts'
import { mg1 } from '../../../../src/engine/kernel/queueing/mg1.ts'
import { mm1 } from '../../../../src/engine/kernel/queueing/mm1.ts'
import { mm1k } from '../../../../src/engine/kernel/queueing/mm1k.ts'
import { mmc } from '../../../../src/engine/kernel/queueing/mmc.ts'
import { integrate, sum } from '../../../support/statistics.ts'
import { solveQueue } from './birth-death.ts'

const MEANS = ['utilisation', 'inSystem', 'inQueue', 'sojourn', 'wait'] as const

function expectSameMeans(a: QueueMeans, b: QueueMeans): void {
  for (const mean of MEANS) expect(apart(a[mean], b[mean])).toBeLessThan(1e-9)
}

/** How far two numbers are from each other, as a share of the larger. */
const apart = (a: number, b: number): number =>
  a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b))

const anyLoad = fc.double({ min: 0.01, max: 0.99, noNaN: true })
const anyRate = fc.double({ min: 1e-3, max: 1e6, noNaN: true })

describe('published values', () => {
  // Bronson, Operations Research (Schaum's Outline, 1982), problems 23.3, 23.14 and 24.6.
  it("Bronson's single servers", () => {
    const hourly = mm1(24, 30)
    expect(hourly.inSystem).toBeCloseTo(4, 9)
    expect(hourly.sojourn).toBeCloseTo(1 / 6, 9)
    const minutes = mm1(0.5, 1 / 1.5)
    expect(minutes.inQueue).toBeCloseTo(2.25, 9)
    expect(minutes.wait).toBeCloseTo(4.5, 9)
  })

  it("Bronson's three servers", () => {
    const yearly = mmc(300, 182.5, 3)
    expect(yearly.inQueue).toBeCloseTo(0.352, 3)
    expect(yearly.inSystem).toBeCloseTo(1.996, 3)
    expect(yearly.wait).toBeCloseTo(0.001_175, 5)
    expect(yearly.sojourn).toBeCloseTo(0.006_654, 5)
  })

  // The Erlang B table every telephone textbook has, its 1 % column: servers and the traffic they carry. C follows
  // from B by C = cB / (c - a(1 - B)).
  it.each([
    [1, 0.0101],
    [2, 0.153],
    [5, 1.36],
    [10, 4.46],
    [20, 12.03],
    [50, 37.9],
    [100, 84.06],
  ])('Erlang: with %i servers, the load at which one in a hundred is lost is %d', (servers, offered) => {
    const c = mmc(offered, 1, servers).mustWait
    const lost = (c * (servers - offered)) / (servers - offered * c)
    // The table has three digits, or four.
    expect(lost).toBeGreaterThan(0.0099)
    expect(lost).toBeLessThan(0.0101)
  })

  it('M/M/1/K at load 1: all K + 1 states alike', () => {
    for (const slots of [1, 2, 7, 100]) {
      const queue = mm1k(3, 3, slots)
      expect(apart(queue.loss, 1 / (slots + 1))).toBeLessThan(1e-9)
      expect(apart(queue.inSystem, slots / 2)).toBeLessThan(1e-9)
    }
  })
})

describe('the formulas against a chain solved by elimination', () => {
  it.each([
    [0.3, 1, 5],
    [0.97, 1, 12],
    [1, 1, 12],
    [1.000_001, 1, 20],
    [4, 1, 30],
  ])('M/M/1/K: %d arrivals, %d services, %i slots', (arrivals, services, slots) => {
    const chance = solveQueue(arrivals, services, 1, slots)
    const queue = mm1k(arrivals, services, slots)
    expect(apart(queue.loss, chance[slots] ?? Number.NaN)).toBeLessThan(1e-9)
    expect(apart(queue.inSystem, sum(chance.map((p, n) => n * p)))).toBeLessThan(1e-9)
    expect(apart(queue.inQueue, sum(chance.map((p, n) => Math.max(0, n - 1) * p)))).toBeLessThan(1e-9)
    expect(apart(queue.throughput, arrivals * (1 - (chance[slots] ?? Number.NaN)))).toBeLessThan(1e-9)
  })

  it.each([
    [0.6, 1],
    [1.5, 2],
    [3.5, 5],
    [12, 16],
  ])('M/M/c: %d erlangs, %i servers', (offered, servers) => {
    // 140 more than there are servers: at these loads the rest weighs less than 1e-15.
    const chance = solveQueue(offered, 1, servers, servers + 140)
    const queue = mmc(offered, 1, servers)
    expect(apart(queue.mustWait, sum(chance.slice(servers)))).toBeLessThan(1e-9)
    expect(apart(queue.inSystem, sum(chance.map((p, n) => n * p)))).toBeLessThan(1e-9)
    expect(apart(queue.inQueue, sum(chance.map((p, n) => Math.max(0, n - servers) * p)))).toBeLessThan(1e-9)
  })
})

describe('identities', () => {
  it('hold at any rates', () => {
    fc.assert(
      fc.property(anyRate, anyLoad, (services, load) => {
        const arrivals = load * services
        const queue = mm1(arrivals, services)
        expectSameMeans(mmc(arrivals, services, 1), queue)
        expectSameMeans(mg1(arrivals, 1 / services, 1), queue)
        expect(apart(md1(arrivals, 1 / services).wait, queue.wait / 2)).toBeLessThan(1e-9)
        expect(apart(queue.inSystem, queue.inQueue + load)).toBeLessThan(1e-9)
        expect(apart(queue.inSystem, littleLength(arrivals, queue.sojourn))).toBeLessThan(1e-9)
        expect(
          apart(mmc(arrivals, services, 1).sojournLaw.quantile(0.9), queue.sojournLaw.quantile(0.9)),
        ).toBeLessThan(1e-9)
      }),
    )
  })

  it("Little's law holds in an M/M/1/K of those who get in, and what comes goes or is lost", () => {
    fc.assert(
      fc.property(
        anyRate,
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        fc.integer({ min: 1, max: 300 }),
        (services, load, slots) => {
          const arrivals = load * services
          const queue = mm1k(arrivals, services, slots)
          expect(apart(queue.inSystem, littleLength(queue.throughput, queue.sojourn))).toBeLessThan(1e-9)
          expect(apart(arrivals * (1 - queue.loss), queue.throughput)).toBeLessThan(1e-6)
          expect(queue.inSystem).toBeLessThanOrEqual(slots)
        },
      ),
    )
  })

  it('an M/M/1/K with much room is an M/M/1, and with one slot an Erlang loss', () => {
    const { inSystem, wait, loss } = mm1k(0.7, 1, 200)
    expect(apart(inSystem, mm1(0.7, 1).inSystem)).toBeLessThan(1e-9)
    expect(apart(wait, mm1(0.7, 1).wait)).toBeLessThan(1e-9)
    expect(loss).toBeLessThan(1e-30)
    expect(apart(mm1k(3, 1, 1).loss, 3 / 4)).toBeLessThan(1e-9)
    expect(mm1k(3, 1, 1).wait).toBe(0)
  })

  it('M/M/1/K far from load 1 neither overflows nor loses its digits', () => {
    expect(apart(mm1k(1e6, 1, 1_000).loss, 1 - 1e-6)).toBeLessThan(1e-9)
    expect(apart(mm1k(1e6, 1, 1_000).throughput, 1)).toBeLessThan(1e-9)
    expect(mm1k(1e-6, 1, 1_000).loss).toBe(0)
    expect(apart(mm1k(1e-6, 1, 1_000).inSystem, 1e-6 / (1 - 1e-6))).toBeLessThan(1e-9)
    expect(apart(mm1k(1 + 1e-9, 1, 10).loss, 1 / 11)).toBeLessThan(1e-7)
  })

  it('ten thousand servers are no trouble', () => {
    const { mustWait, wait } = mmc(9_900, 1, 10_000)
    // The many-server limit of Halfin and Whitt (1981), at b = (1 - load) sqrt(c) = 1: 1 / (1 + b Phi(b) / phi(b)).
    expect(apart(mustWait, 1 / (1 + 0.841_344_746 / 0.241_970_725))).toBeLessThan(0.02)
    expect(apart(wait, mustWait / 100)).toBeLessThan(1e-9)
  })
})

describe('laws of delay', () => {
  const laws: readonly (readonly [string, DelayLaw, number])[] = [
    ['M/M/1, wait', mm1(0.8, 1).waitLaw, mm1(0.8, 1).wait],
    ['M/M/1, sojourn', mm1(0.8, 1).sojournLaw, mm1(0.8, 1).sojourn],
    ['M/M/3, wait', mmc(2.4, 1, 3).waitLaw, mmc(2.4, 1, 3).wait],
    ['M/M/3, sojourn', mmc(2.4, 1, 3).sojournLaw, mmc(2.4, 1, 3).sojourn],
    // Wait and service at one rate: the formula's own 0 / 0.
    ['M/M/3 at 2 erlangs, sojourn', mmc(2, 1, 3).sojournLaw, mmc(2, 1, 3).sojourn],
    ['M/M/3 nearly there, sojourn', mmc(2 + 1e-9, 1, 3).sojournLaw, mmc(2 + 1e-9, 1, 3).sojourn],
    ['M/D/1, wait', md1(0.8, 1).waitLaw, md1(0.8, 1).wait],
  ]

  it.each(laws)('%s: the tail adds up to the mean', (_, law, mean) => {
    expect(apart(integrate(law.exceeds, 0, 100, 4_000), mean)).toBeLessThan(1e-5)
  })

  it.each(laws)('%s: the quantile is where the tail is met', (_, law) => {
    for (const p of [0, 0.1, 0.5, 0.9, 0.99, 0.999_999]) {
      const t = law.quantile(p)
      expect(law.exceeds(t)).toBeLessThanOrEqual(1 - p + 1e-12)
      expect(t === 0 || law.exceeds(t * (1 - 1e-6)) > 1 - p).toBe(true)
    }
    expect(() => law.quantile(1.5)).toThrow('0 <= p < 1')
  })

  // Erlang 1909, as in Gross and Harris: P(W <= t) = (1 - p) sum over k <= t of e^(a(t - k)) (-a(t - k))^k / k!
  // Its terms cancel; for some services it still has its digits.
  it.each([0.1, 0.5, 0.9, 0.99])("M/D/1 is Erlang's formula at load %d", (load) => {
    for (const t of [0, 0.3, 0.999_999, 1, 1.5, 2.25, 4, 6.9]) {
      let within = 0
      let factorial = 1
      for (let k = 0; k <= t; k++) {
        if (k > 0) factorial *= k
        within += (Math.exp(load * (t - k)) * (-load * (t - k)) ** k) / factorial
      }
      expect(Math.abs(md1(load, 1).waitLaw.exceeds(t) - (1 - (1 - load) * within))).toBeLessThan(1e-11)
    }
  })

  it('M/D/1 falls for ever, at a high load too', () => {
    const { waitLaw, wait } = md1(0.495, 2)
    let last = waitLaw.exceeds(0)
    expect(last).toBeCloseTo(0.99, 12)
    for (let t = 0.5; t < 600; t += 0.5) {
      const tail = waitLaw.exceeds(t)
      expect(tail).toBeLessThan(last)
      last = tail
    }
    // In heavy traffic the wait is nearly exponential (Kingman).
    expect(apart(waitLaw.quantile(0.99), wait * Math.log(100))).toBeLessThan(0.02)
  })
})

describe('from load 1 on', () => {
  it.each([1, 1.5])('at load %d every wait is infinite, in words a screen can show', (load) => {
    for (const queue of [mm1(load, 1), mmc(3 * load, 1, 3), mg1(load, 1, 2), md1(load, 1)]) {
      expect(queue).toMatchObject({
        utilisation: 1,
        wait: Infinity,
        sojourn: Infinity,
        inQueue: Infinity,
        inSystem: Infinity,
      })
    }
    for (const law of [mm1(load, 1).waitLaw, mmc(3 * load, 1, 3).sojournLaw, md1(load, 1).waitLaw]) {
      expect(law.exceeds(1e9)).toBe(1)
      expect(law.quantile(0.5)).toBe(Infinity)
    }
    expect(mmc(3 * load, 1, 3).mustWait).toBe(1)
  })

  it('a service without a variance makes every wait infinite, at any load but none', () => {
    expect(mg1(0.1, 1, Infinity)).toMatchObject({ wait: Infinity, inSystem: Infinity, utilisation: 0.1 })
    expect(mg1(0, 1, Infinity)).toMatchObject({ wait: 0, inSystem: 0 })
  })

  it('nobody comes: nobody waits', () => {
    for (const queue of [mm1(0, 2), mmc(0, 2, 3), mg1(0, 0.5, 1), md1(0, 0.5), mm1k(0, 2, 4)])
      expect(queue).toMatchObject({ utilisation: 0, inSystem: 0, inQueue: 0, wait: 0, sojourn: 0.5 })
    expect(md1(0, 1).waitLaw.exceeds(0)).toBe(0)
    expect(mm1(0, 1).waitLaw.quantile(0.99)).toBe(0)
  })

  it('refuses what is no queue, with the numbers', () => {
    expect(() => mm1(-1, 2)).toThrow('got -1 and 2')
    expect(() => mm1(1, 0)).toThrow('got 1 and 0')
    expect(() => mm1k(1, 1, 0)).toThrow('K >= 1, got 0')
    expect(() => mmc(1, 1, 1.5)).toThrow('c >= 1, got 1.5')
    expect(() => mg1(1, 1, Number.NaN)).toThrow('got 1 and NaN')
  })
})
