import { describe, expect, it, vi } from 'vitest'
import { Network } from '../../../src/engine/jitter/network/network.ts'
import { PROFILES } from '../../../src/engine/jitter/profiles/index.ts'
import { TOLERANCE, type DelayStatistics, type Profile } from '../../../src/engine/jitter/profiles/profile.ts'
import { JITTER_SETTINGS } from '../../../src/engine/jitter/settings.ts'
import { networkOf } from '../../../src/engine/jitter/config-of.ts'
import { fromMs, SECOND, tickTime, toMs } from '../../../src/engine/kernel/time.ts'
import { at } from '../../../src/shared/assert.ts'
import { valuesOf } from '../../../src/shared/params.ts'
import type { FittedFigure } from '../../../src/engine/kernel/simulation.ts'
import { medianOf, statisticsOf, type Passed } from '../../support/delay-statistics.ts'
import { hasRealData, traceText, WITHOUT } from '../../support/real-data.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const RUNS = 41

/** What each profile was fitted to, and its packets. */
const TRACES = [
  ['5g-city', 'cicv5g_cbr30fps_n78_a.csv', 7_847],
  ['5g-spells', 'cicv5g_cbr20_n8_a.csv', 4_327],
  ['5g-rural', 'cicv5g_cbr30fps_rural_v0_1.csv', 1_819],
  ['call', 'webrtc_pcmu_jitter.csv', 2_062],
  ['internet', 'netem_experimental_retimed20_fifo.csv', 13_448],
] as const

const profile = (id: string): Profile =>
  at(
    PROFILES,
    PROFILES.findIndex((one) => one.id === id),
  )

/** What the model's network does to so many packets. */
function simulate({ params }: Profile, packets: number, seed: number): Passed[] {
  const settings = valuesOf(JITTER_SETTINGS, { ...params })
  const network = new Network(seed, networkOf(settings))
  return Array.from({ length: packets }, (_, packet) => {
    const sent = tickTime(packet, settings.fps)
    const { arrival } = network.carry(sent)
    return { sent: toMs(sent), arrived: arrival === null ? null : toMs(arrival) }
  })
}

const typical = (one: Profile, packets: number): DelayStatistics =>
  medianOf(Array.from({ length: RUNS }, (_, i) => statisticsOf(simulate(one, packets, i + 1))))

const KEYS = ['mean', 'p50', 'p95', 'p99', 'lagOne', 'jitter', 'loss'] as const
const ABSOLUTE = new Set(['lagOne', 'loss'])
/** Figures are kept to this much. */
const ROUNDING = {
  mean: 0.006,
  p50: 0.006,
  p95: 0.006,
  p99: 0.006,
  lagOne: 0.0006,
  jitter: 0.006,
  loss: 0.006,
}

const figure = ({ origin }: Profile, i: number): FittedFigure => at(origin.figures, i)

describe('a network fitted to measurements', () => {
  it.each(TRACES)(
    '%s: its figures are what the model gives, and near what was measured',
    (id, _file, packets) => {
      const one = profile(id)
      const model = typical(one, packets)
      const shown = KEYS.slice(0, one.origin.figures.length)
      expect(shown.length).toBeGreaterThanOrEqual(6)
      shown.forEach((key, i) => {
        const { measured, model: told } = figure(one, i)
        expect(Math.abs(told - model[key]), `${key} of the model is ${model[key]}`).toBeLessThan(
          ROUNDING[key],
        )
        const off = ABSOLUTE.has(key) ? Math.abs(told - measured) : Math.abs(told / measured - 1)
        expect(off, `${key}: ${told}, measured ${measured}`).toBeLessThanOrEqual(TOLERANCE[key])
      })
    },
  )

  it('is one of the profiles, each of which says where it is from', () => {
    for (const [id] of TRACES) expect(PROFILES.map((one) => one.id)).toContain(id)
    for (const { origin } of PROFILES) {
      expect(origin.source.length).toBeGreaterThan(40)
      expect(origin.caveat.length).toBeGreaterThan(20)
      expect(origin.figures.length).toBeGreaterThan(2)
    }
  })
})

describe.skipIf(!hasRealData)(`what profiles say was measured${WITHOUT}`, () => {
  it.each(TRACES)('%s: the statistics of %s', (id, file, packets) => {
    const rows = traceText(file)
      .trim()
      .split('\n')
      .slice(1)
      .map((line): Passed => {
        const [, sent, arrived] = line.split(',')
        return {
          sent: Number(sent),
          arrived: arrived === '' || arrived === undefined ? null : Number(arrived),
        }
      })
    expect(rows).toHaveLength(packets)
    const measured = statisticsOf(rows)
    profile(id).origin.figures.forEach(({ measured: told }, i) => {
      const key = at(KEYS, i)
      expect(Math.abs(told - measured[key]), `${key} is ${measured[key]}`).toBeLessThan(ROUNDING[key])
    })
  })
})

describe('the busy Wi-Fi', () => {
  /** The published generators on their own, with another source of chance (mulberry32) and Knuth's Poisson counts. */
  function published(packets: number, interval: number): Passed[] {
    let state = 1
    const chance = (): number => {
      state = (state + 0x6d2b79f5) | 0
      let t = Math.imul(state ^ (state >>> 15), 1 | state)
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
      return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
    }
    const poisson = (lambda: number): number => {
      const end = Math.exp(-lambda)
      let count = 0
      for (let product = chance(); product > end; product *= chance()) count += 1
      return count
    }
    let last = 0
    return Array.from({ length: packets }, (_, i) => {
      const slots = poisson(1)
      const latency = slots - (slots >= 1 ? chance() : 0) + (chance() < (7 - 1) / 90 ? 7.5 * poisson(12) : 0)
      last = Math.max(last, i * interval + latency)
      return { sent: i * interval, arrived: last }
    })
  }

  it('has the delays of the published model, and says so', () => {
    const one = profile('wifi')
    const source = statisticsOf(published(300_000, 1_000 / 30))
    const model = typical(one, 3_600)
    for (const [i, key] of (['mean', 'p50', 'p95', 'p99', 'lagOne', 'jitter'] as const).entries()) {
      const told = figure(one, i)
      // The source's own error over 300,000 packets, one in fifteen of them slow, is about 1 %.
      expect(Math.abs(told.measured / source[key] - 1), `${key} is ${source[key]}`).toBeLessThan(0.02)
      expect(Math.abs(told.model - model[key]), `${key} of the model is ${model[key]}`).toBeLessThan(
        ROUNDING[key],
      )
      expect(Math.abs(told.model / told.measured - 1)).toBeLessThan(0.04)
    }
  })
})

describe('the satellites', () => {
  it('raise delays for as long as is measured, after and before each change', () => {
    const one = profile('satellites')
    const [cycle, after, before] = one.origin.figures.map(({ measured }) => measured)
    expect(one.origin.figures.map(({ model }) => model)).toEqual([cycle, after, before])
    const settings = valuesOf(JITTER_SETTINGS, { ...one.params, spread: 0, slotStep: 0 })
    const network = new Network(1, networkOf(settings))
    const step = fromMs(1)
    const raised: number[] = []
    for (let time = 0; time < 60 * SECOND; time += step)
      if ((network.carry(time).arrival ?? 0) - time > fromMs(settings.base)) raised.push(toMs(time))
    // With order kept, the packets behind a raised one wait for it: those end a spike, at a slope of -1.
    const starts = raised.filter((time, i) => time - (raised[i - 1] ?? -Infinity) > 1)
    expect(starts).toEqual([5, 20, 35, 50].map((change) => 1_000 * change - (before ?? 0)))
    expect(at(starts, 1) - at(starts, 0)).toBe(1_000 * (cycle ?? 0))
    const ends = raised.filter((time, i) => (raised[i + 1] ?? Infinity) - time > 1)
    const drained = settings.slotSpike
    expect(ends.map((end, i) => Math.round(end - at(starts, i)))).toEqual(
      starts.map(() => (before ?? 0) + (after ?? 0) + drained - 2),
    )
  })
})
