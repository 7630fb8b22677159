import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { DelayShape } from '../../../src/engine/jitter/config.ts'
import { DELAY_QUANTILE } from '../../../src/engine/jitter/network/delay-shapes.ts'
import { nextLost } from '../../../src/engine/jitter/network/loss-chain.ts'
import { Network, type Journey } from '../../../src/engine/jitter/network/network.ts'
import { RandomStream } from '../../../src/engine/kernel/random.ts'
import { fromMs, SECOND, type SimTime } from '../../../src/engine/kernel/time.ts'
import { at } from '../../../src/shared/assert.ts'
import { arrivalsOf, delaysOf, INTERVAL, journeys, QUIET } from '../../support/network.ts'
import { deviation, integrate, lagOne, mean, sum } from '../../support/statistics.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** Any network the settings allow, without what happens once. */
const networks = fc.record({
  shape: fc.constantFrom<DelayShape>('constant', 'uniform', 'normal', 'gamma', 'pareto', 'experimental'),
  base: fc.nat(fromMs(300)),
  deviation: fc.nat(fromMs(200)),
  correlation: fc.constantFrom(0, 0.5, 0.9, 0.99),
  lossRate: fc.constantFrom(0, 0.01, 0.3),
  lossBurst: fc.constantFrom(1, 4),
  duplicateRate: fc.constantFrom(0, 0.2),
  bottleneck: fc.constantFrom(0, 20, 60),
})

describe('the shapes of delay', () => {
  const steps = Array.from({ length: 4_096 }, (_, i) => (i + 0.5) / 4_096)

  it.each<[DelayShape, number, number, number]>([
    ['constant', 0, 0, 0],
    ['uniform', 0, 1, 1e-3],
    ['normal', 0, 1, 2e-3],
    // Shape 3 about its mean of 1.5, times 4/3, has the deviation 1.155; netem's clip at 4 leaves 0.821 of it.
    ['pareto', -0.0329, 0.8209, 1e-3],
  ])('%s has the mean %d and the deviation %d, in units of the spread', (shape, centre, width, within) => {
    const values = steps.map(DELAY_QUANTILE[shape])
    expect(Math.abs(mean(values) - centre)).toBeLessThanOrEqual(within)
    expect(Math.abs(deviation(values) - width)).toBeLessThanOrEqual(within)
  })

  it('pareto is the integral of its clipped density: shape 3, scaled by 4/3, centred on 1.5, cut at 4', () => {
    const clip = 32_767 / 8_192
    const end = 1.5 + (3 / 4) * clip
    const density = (x: number): number => 3 * x ** -4
    const value = (x: number): number => (4 / 3) * (x - 1.5)
    const moment = (power: number): number =>
      integrate((x) => value(x) ** power * density(x), 1, end, 10_000) + clip ** power * end ** -3
    const values = steps.map(DELAY_QUANTILE.pareto)
    expect(mean(values)).toBeCloseTo(moment(1), 3)
    expect(mean(values.map((v) => v * v))).toBeCloseTo(moment(2), 2)
  })

  it("pareto equals all 4,096 entries of netem's table, by the formula of its generator", () => {
    // iproute2 netem/pareto.c: rint(4/3 * 8192 * ((65536/i)^(1/3) - 1.5)) for i = 65536, 65520, ..., 16.
    const table = Array.from({ length: 4_096 }, (_, n) => {
      const value = Math.round((4 / 3) * 8_192 * ((65_536 / (65_536 - 16 * n)) ** (1 / 3) - 1.5))
      return Math.min(32_767, value)
    })
    expect([table[0], table[2_048]]).toEqual([-5_461, -2_622])
    table.forEach((entry, n) => {
      expect(Math.abs(DELAY_QUANTILE.pareto(n / 4_096) * 8_192 - entry)).toBeLessThanOrEqual(0.5 + 1e-9)
    })
  })

  it('never fall, and are finite for every probability that 32 bits can say', () => {
    const shapes = fc.constantFrom<DelayShape>(
      'constant',
      'uniform',
      'normal',
      'gamma',
      'pareto',
      'experimental',
    )
    const forms = fc.constantFrom(0.2, 1, 2, 50)
    const words = fc.oneof(fc.nat(0xffff_ffff), fc.constantFrom(0, 0xffff_ffff))
    fc.assert(
      fc.property(shapes, forms, words, words, (shape, form, a, b) => {
        const low = DELAY_QUANTILE[shape]((Math.min(a, b) + 0.5) / 2 ** 32, form)
        const high = DELAY_QUANTILE[shape]((Math.max(a, b) + 0.5) / 2 ** 32, form)
        expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true)
        expect(high).toBeGreaterThanOrEqual(low - 1e-12)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('delays drawn by the network', () => {
  const count = 40_000
  const spread = fromMs(50)

  it.each<DelayShape>(['uniform', 'normal', 'gamma', 'pareto', 'experimental'])(
    '%s ones have the mean and the deviation of their shape',
    (shape) => {
      const delays = delaysOf(journeys({ shape, deviation: spread }, count)).map((delay) => delay / spread)
      const steps = Array.from({ length: 20_000 }, (_, i) =>
        DELAY_QUANTILE[shape]((i + 0.5) / 20_000, QUIET.form),
      )
      // Four standard errors; that of a deviation is that of the fourth moment, at most 0.02 here.
      expect(Math.abs(mean(delays) - mean(steps))).toBeLessThan((4 * deviation(steps)) / Math.sqrt(count))
      expect(Math.abs(deviation(delays) - deviation(steps))).toBeLessThan(0.03)
    },
  )

  it('constant ones are the path itself', () => {
    expect(new Set(delaysOf(journeys({ deviation: spread }, 1_000)))).toEqual(new Set([0]))
  })

  it.each([0, 0.5, 0.9])('resemble the one before by the correlation asked for: %d', (correlation) => {
    const normal = delaysOf(journeys({ shape: 'normal', deviation: spread, correlation }, count))
    expect(Math.abs(lagOne(normal) - correlation)).toBeLessThan(4 / Math.sqrt(count))
    // Correlation must leave the distribution alone; netem's own, of uniform numbers, does not.
    expect(Math.abs(deviation(normal) / spread - 1)).toBeLessThan(0.06)
    expect(Math.abs(mean(normal) / spread)).toBeLessThan(0.1)
  })

  it('are never negative, however small the path and large the spread', () => {
    const list = journeys({ base: fromMs(1), shape: 'normal', deviation: fromMs(100) }, 5_000)
    const shortest = Math.min(...list.map(({ arrival }, i) => (arrival ?? Infinity) - i * INTERVAL))
    expect(shortest).toBe(0)
  })
})

describe('loss', () => {
  /** Lengths of the runs of losses, and the share lost. */
  function lossesOf(lossRate: number, lossBurst: number, count: number): { share: number; runs: number[] } {
    const stream = RandomStream.of(3, 'loss')
    const runs: number[] = []
    let wasLost = false
    let lost = 0
    for (let i = 0; i < count; i++) {
      const isLost = nextLost(wasLost, { lossRate, lossBurst }, stream)
      if (isLost && !wasLost) runs.push(0)
      if (isLost) runs[runs.length - 1] = at(runs, runs.length - 1) + 1
      lost += isLost ? 1 : 0
      wasLost = isLost
    }
    return { share: lost / count, runs }
  }

  it.each([
    [0.01, 1],
    [0.1, 1],
    [0.01, 3],
    [0.05, 10],
    [0.5, 5],
  ])('of a share of %d in runs of %i has that mean share and that mean length', (rate, burst) => {
    const count = 400_000
    const { share, runs } = lossesOf(rate, burst, count)
    // Independent losses fall next to each other by chance: a run is 1 / (1 - rate) long on average.
    const expected = burst <= 1 ? 1 / (1 - rate) : burst
    const error = Math.sqrt((rate * (1 - rate) * (2 * expected - 1)) / count)
    expect(Math.abs(share - rate)).toBeLessThan(4 * error)
    expect(Math.abs(mean(runs) - expected)).toBeLessThan((4 * expected) / Math.sqrt(runs.length))
  })

  it('of 0 is none, and of 1 is all', () => {
    expect(lossesOf(0, 5, 1_000).share).toBe(0)
    expect(lossesOf(1, 5, 1_000).share).toBe(1)
  })

  it('never changes the delays of the packets that arrive, nor which are copied', () => {
    fc.assert(
      fc.property(networks, fc.boolean(), fc.integer(), (network, keepsOrder, seed) => {
        const without = journeys({ ...network, keepsOrder, lossRate: 0 }, 200, seed)
        const lossy = journeys({ ...network, keepsOrder, lossRate: 0.3, lossBurst: 3 }, 200, seed)
        const expected = lossy.map(({ arrival }, i) => (arrival === null ? null : at(without, i).arrival))
        expect(lossy.map(({ arrival }) => arrival)).toEqual(expected)
        expect(lossy.map(({ copy }) => copy)).toEqual(without.map(({ copy }) => copy))
      }),
    )
  })
})

describe('copies', () => {
  it('are made of the share asked for, and come after the packet they are of would without a detour', () => {
    fc.assert(
      fc.property(networks, fc.boolean(), (network, keepsOrder) => {
        const config = { ...network, keepsOrder, duplicateRate: 0.2 }
        const list = journeys(config, 2_000)
        const originals = journeys({ ...config, lossRate: 0 }, 2_000)
        const copied = list.filter(({ copy }) => copy !== null)
        expect(Math.abs(copied.length / list.length - 0.2)).toBeLessThan(4 * Math.sqrt(0.16 / 2_000))
        expect(list.every(({ copy }, i) => copy === null || copy >= (at(originals, i).arrival ?? 0))).toBe(
          true,
        )
      }),
      { numRuns: 30 },
    )
  })
})

describe('order', () => {
  it('is kept by a network that keeps it, whatever else it does, also by the copies it makes', () => {
    fc.assert(
      fc.property(networks, fc.integer(), (network, seed) => {
        const list = journeys({ ...network, keepsOrder: true, detourRate: 0.5 }, 300, seed)
        const deliveries = list
          .flatMap(({ arrival, copy }, packet) => [
            { packet, time: arrival },
            { packet, time: copy },
          ])
          .filter(({ time }) => time !== null)
        const times = deliveries.map(({ time }) => time ?? 0)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
      }),
    )
  })

  it('is lost where packets may overtake, and a detour takes 80 ms more', () => {
    const straight = journeys({}, 2_000)
    const detoured = journeys({ detourRate: 0.1 }, 2_000)
    const extra = detoured.map(({ arrival }, i) => (arrival ?? 0) - (at(straight, i).arrival ?? 0))
    expect(new Set(extra)).toEqual(new Set([0, fromMs(80)]))
    const share = sum(extra) / fromMs(80) / 2_000
    expect(Math.abs(share - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / 2_000))
    const arrivals = arrivalsOf(detoured)
    expect(arrivals).not.toEqual(arrivals.toSorted((a, b) => a - b))
  })
})

describe('the slowest hop', () => {
  it('spaces packets by no less than the time it needs for one', () => {
    fc.assert(
      fc.property(networks, fc.integer({ min: 1, max: 200 }), (network, bottleneck) => {
        const config = { ...network, lossRate: 0, duplicateRate: 0, keepsOrder: true, bottleneck }
        const arrivals = arrivalsOf(journeys(config, 200))
        const gaps = arrivals.slice(1).map((arrival, i) => arrival - at(arrivals, i))
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(Math.round(SECOND / bottleneck))
      }),
    )
  })

  it('slower than the sender adds the difference of the two intervals with every packet', () => {
    // 20 packets a second on a link fed with 50: 50 ms - 20 ms.
    const delays = delaysOf(journeys({ bottleneck: 20 }, 100))
    expect(delays).toEqual(delays.map((_, i) => i * fromMs(30)))
  })

  it('faster than the sender does nothing to an even stream', () => {
    expect(new Set(delaysOf(journeys({ bottleneck: 51 }, 100)))).toEqual(new Set([0]))
  })
})

describe('what happens once', () => {
  const size = fromMs(300)

  it('a spike delays one packet, the first one sent at or after its time', () => {
    const delays = delaysOf(journeys({ spike: { at: 5 * INTERVAL - 1, size } }, 20))
    expect(delays).toEqual(delays.map((_, i) => (i === 5 ? size : 0)))
  })

  it('a spike in a queue holds up those behind it, which then come out at once', () => {
    const delays = delaysOf(journeys({ keepsOrder: true, spike: { at: 5 * INTERVAL, size } }, 30))
    expect(delays).toEqual(delays.map((_, i) => (i < 5 ? 0 : Math.max(0, size - (i - 5) * INTERVAL))))
  })

  it('a step delays every packet from its time on', () => {
    const delays = delaysOf(journeys({ step: { at: 7 * INTERVAL, size } }, 20))
    expect(delays).toEqual(delays.map((_, i) => (i < 7 ? 0 : size)))
  })

  it('a silence lets nothing through, and then everything that waited, whatever else the network does', () => {
    const from = fromMs(1_500)
    const rest = fc.record({ keepsOrder: fc.boolean(), detourRate: fc.constantFrom(0, 0.3) })
    fc.assert(
      fc.property(networks, rest, fc.integer(), (network, other, seed) => {
        const stall = { at: from, size }
        const without = journeys({ ...network, ...other }, 200, seed)
        const silent = journeys({ ...network, ...other, stall }, 200, seed)
        const shifted = (time: SimTime | null): SimTime | null =>
          time !== null && time > from && time < from + size ? from + size : time
        expect(silent).toEqual(
          without.map(({ arrival, copy }) => ({ arrival: shifted(arrival), copy: shifted(copy) })),
        )
      }),
    )
  })
})

describe('a network', () => {
  it('takes chance as an argument: the same seed, the same journeys, another seed, others', () => {
    const config = { shape: 'normal', deviation: fromMs(20), lossRate: 0.1 } as const
    expect(journeys(config, 100, 7)).toEqual(journeys(config, 100, 7))
    expect(journeys(config, 100, 7)).not.toEqual(journeys(config, 100, 8))
  })

  it('goes on from a saved state as if nothing had been in between, with the settings of then', () => {
    fc.assert(
      fc.property(networks, networks, fc.boolean(), fc.nat(60), (first, second, keepsOrder, before) => {
        const once = { spike: { at: fromMs(400), size: fromMs(70) } }
        const network = new Network(1, { ...QUIET, ...first, ...once, keepsOrder })
        const carry = (from: number, count: number): Journey[] =>
          Array.from({ length: count }, (_, i) => network.carry((from + i) * INTERVAL))
        carry(0, before)
        const saved = network.save()
        const future = carry(before, 80)
        network.reconfigure({ ...QUIET, ...second })
        carry(before + 80, 20)
        network.restore(saved)
        expect(carry(before, 80)).toEqual(future)
      }),
    )
  })

  it('draws the same chances after its settings were changed and changed back', () => {
    const network = new Network(1, { ...QUIET, shape: 'normal', deviation: fromMs(10) })
    const other = new Network(1, { ...QUIET, shape: 'normal', deviation: fromMs(10) })
    for (let i = 0; i < 10; i++) network.carry(i * INTERVAL)
    other.reconfigure({ ...QUIET, shape: 'pareto', lossRate: 0.5, duplicateRate: 0.5, detourRate: 0.5 })
    for (let i = 0; i < 10; i++) other.carry(i * INTERVAL)
    other.reconfigure({ ...QUIET, shape: 'normal', deviation: fromMs(10) })
    expect(other.carry(10 * INTERVAL)).toEqual(network.carry(10 * INTERVAL))
  })
})
