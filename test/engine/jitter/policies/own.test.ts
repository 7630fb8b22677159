import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { PlayoutOptions } from '../../../../src/engine/jitter/config.ts'
import {
  addTransit,
  cheapestDelay,
  startTransits,
} from '../../../../src/engine/jitter/policies/cost-histogram.ts'
import { DELAY_LADDER, rungFor } from '../../../../src/engine/jitter/policies/delay-ladder.ts'
import { POLICIES } from '../../../../src/engine/jitter/policies/index.ts'
import type { PolicyId } from '../../../../src/engine/jitter/settings/policies.ts'
import type { DelayPolicy, PolicyContext } from '../../../../src/engine/jitter/policies/policy.ts'
import {
  playShadows,
  startShadows,
  type Step,
} from '../../../../src/engine/jitter/policies/shadow-players.ts'
import {
  expectSpike,
  noteSpike,
  startSpikeClock,
} from '../../../../src/engine/jitter/policies/spike-clock.ts'
import { JitterEngine } from '../../../../src/engine/jitter/jitter-engine.ts'
import { pointOfLane } from '../../../../src/engine/jitter/score.ts'
import { playoutOf } from '../../../../src/engine/jitter/config-of.ts'
import type { Trace } from '../../../../src/engine/jitter/trace.ts'
import { fromMs, MILLISECOND, SECOND, type SimTime } from '../../../../src/engine/kernel/time.ts'
import { assert, at } from '../../../../src/shared/assert.ts'
import { compare, geometricMean, RATIOS } from '../../../bench/policies/compare.ts'
import { FAMILIES, makeTrace } from '../../../bench/policies/networks.ts'
import { laneOf, plainSettings, THE_END } from '../../../support/jitter.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const INTERVAL = fromMs(20)

const contextOf = (options: Partial<PlayoutOptions> = {}): PolicyContext => ({
  options: { ...playoutOf(plainSettings({})), ...options },
  interval: INTERVAL,
})

function policyOf(id: PolicyId): DelayPolicy<object> {
  const policy = POLICIES[id]
  assert(policy.kind === 'delay', `${id} plays by timestamp`)
  return policy
}

/** A packet that nobody misses before its turn. */
const onTime = (took: SimTime, spacing: SimTime): Step => ({ took, spacing, missedAfter: Infinity })

/** A trace sent every 20 ms, delivered in order; how much longer than the fastest each packet took, in milliseconds. */
const traceOf = (took: readonly number[]): Trace => ({
  name: 'by hand',
  sent: Float64Array.from(took, (_, i) => i * INTERVAL),
  arrived: Float64Array.from(took, (ms, i) => i * INTERVAL + fromMs(ms)),
  copies: { row: new Int32Array(), arrived: new Float64Array() },
  interval: INTERVAL,
  clockOffset: 0,
})

/** The first packet is the fastest, and none overtakes another. */
const inOrder = (delays: readonly number[]): number[] => {
  let last = 0
  return [0, ...delays].map((ms) => (last = Math.max(ms, last - 20)))
}

/** What a policy aims at after packets every 20 ms that took so long, in milliseconds. */
function aimAfter(id: PolicyId, took: readonly number[], context = contextOf()): number {
  const policy = policyOf(id)
  const state = policy.start(context)
  took.forEach((ms, i) => {
    const sent = i * INTERVAL
    policy.observe(state, { sequence: i, sent, arrived: sent + fromMs(ms) }, context)
  })
  return policy.target(state, context) / MILLISECOND
}

describe('the cost-minimising histogram', () => {
  it('finds the delay that trying every one finds', () => {
    const transits = fc.array(fc.nat(120), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(transits, fc.integer({ min: 1, max: 4_000 }), (list, priceMs) => {
        const histogram = startTransits()
        for (const ms of list) addTransit(histogram, fromMs(2 * ms), 1)
        const fastest = 2 * Math.min(...list)
        const costs = Array.from({ length: 130 }, (_, k) => {
          const late = list.filter((ms) => 2 * ms - fastest > 2 * k).length / list.length
          return 2 * k + priceMs * late
        })
        const found = cheapestDelay(histogram, fromMs(priceMs)) / fromMs(2)
        expect(at(costs, found)).toBeCloseTo(Math.min(...costs), 6)
      }),
    )
  })

  it('forgets', () => {
    const rough = Array.from({ length: 500 }, (_, i) => (i % 2) * 80)
    const calm = Array.from({ length: 9_000 }, () => 0)
    expect(aimAfter('cost-histogram', rough)).toBe(80)
    expect(aimAfter('cost-histogram', [...rough, ...calm])).toBe(0)
  })
})

describe('the ladder of delays', () => {
  it('tells which of its rungs is the first that is no lower', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 11_000_000 }), (delay) => {
        const first = DELAY_LADDER.findIndex((rung) => rung >= delay)
        expect(rungFor(delay)).toBe(first < 0 ? DELAY_LADDER.length - 1 : first)
      }),
    )
  })
})

describe('Hedge over delays', () => {
  it('settles close to the only delay worth having, and finds another one when the network changes', () => {
    const noisy = Array.from({ length: 1_500 }, (_, i) => (i % 3) * 25)
    expect(aimAfter('hedge', noisy)).toBeGreaterThanOrEqual(50)
    expect(aimAfter('hedge', noisy)).toBeLessThan(62)
    expect(aimAfter('hedge', [...noisy, ...Array.from({ length: 1_500 }, () => 3)])).toBeLessThan(8)
  })
})

describe('shadow players', () => {
  it('pay what the real player with a fixed delay pays, where playout stalls', () => {
    const delays = fc.array(fc.oneof(fc.nat(150), fc.constant(0)), { minLength: 3, maxLength: 80 })
    fc.assert(
      fc.property(delays, fc.constantFrom(0, 4, 20, 38), (list, aim) => {
        const took = inOrder(list)
        const context = contextOf({ whenLate: 'stall' })
        const shadows = startShadows([fromMs(aim)])
        let paid = 0
        took.forEach((ms, i) => {
          playShadows(shadows, onTime(fromMs(ms), i === 0 ? 0 : INTERVAL), context)
          paid += at(shadows.losses, 0)
        })
        const settings = plainSettings({ policy: ['fixed'], delay: aim, late: 'stall', for: 600 })
        const engine = new JitterEngine({ seed: 1, settings, trace: traceOf(took), row: null })
        engine.advance(THE_END)
        const point = pointOfLane(engine, laneOf(engine, 'fixed'))
        expect(paid / took.length).toBeCloseTo(point?.cost ?? Number.NaN, 3)
      }),
    )
  })

  it('raise their delay for as long as packets are late, where those are skipped, and come back', () => {
    const shadows = startShadows([fromMs(10)])
    const delays = [0, 100, 80, 60, 5, 5, 5, 5].map((ms) => {
      playShadows(shadows, onTime(fromMs(ms), INTERVAL), contextOf())
      return at(shadows.delays, 0) / MILLISECOND
    })
    expect(delays).toEqual([10, 10, 12, 14, 16, 14, 12, 10])
  })
})

describe('a shadow that misses a packet', () => {
  /** The delays of a shadow that aims at 40 ms, in milliseconds. */
  const delaysAfter = (took: readonly number[], missedAfter: SimTime): number[] => {
    const shadows = startShadows([fromMs(40)])
    return took.map((ms) => {
      playShadows(shadows, { took: fromMs(ms), spacing: INTERVAL, missedAfter }, contextOf())
      return at(shadows.delays, 0) / MILLISECOND
    })
  }

  it('slows down when the packet was not there as the one before was played, and comes back', () => {
    expect(delaysAfter([5, 30, 5, 5], fromMs(10))).toEqual([40, 42, 40, 40])
  })

  it('does not where packets are usually as late as that, or that late cannot be known yet', () => {
    expect(delaysAfter([5, 30, 5], fromMs(20))).toEqual([40, 40, 40])
    expect(delaysAfter([5, 19, 20], fromMs(10))).toEqual([40, 40, 40])
  })
})

describe('the spike clock', () => {
  /** Feeds it packets for two minutes, with spikes of 150 ms at these seconds; returns what is awaited at each second. */
  function awaited(spikesAt: readonly number[]): number[] {
    const clock = startSpikeClock()
    const expected: number[] = []
    for (let sent = 0; sent < 120 * SECOND; sent += INTERVAL) {
      const since = spikesAt
        .map((second) => sent - second * SECOND)
        .find((age) => age >= 0 && age < fromMs(150))
      const took = since === undefined ? fromMs(3) : fromMs(150) - since
      noteSpike(clock, { sent, took, usual: fromMs(10), spacing: INTERVAL }, contextOf())
      if (sent % SECOND === 0)
        expected.push(expectSpike(clock, sent + SECOND - fromMs(60), fromMs(10), contextOf()))
    }
    return expected
  }

  it('awaits the fourth of three spikes that kept time, and those after it', () => {
    const aims = awaited([12, 27, 42, 57, 72, 87, 102])
    const expecting = aims.flatMap((aim, second) => (aim > 0 ? [second] : []))
    expect(Math.min(...expecting)).toBe(55) // early enough to get 100 ms later at a tenth
    for (const spike of [57, 72, 87, 102]) {
      expect(expecting).toContain(spike - 1)
      expect(expecting.filter((second) => second > spike && second < spike + 12)).toEqual([])
    }
    expect(Math.max(...aims)).toBe(fromMs(10) + fromMs(100)) // no more than pays: half of price times stretch above
  })

  it('awaits nothing of spikes that keep no time', () => {
    expect(awaited([3, 10, 33, 38.5, 52.3, 58.7, 77.9, 96.2]).every((aim) => aim === 0)).toBe(true)
  })
})

describe('our own policy', () => {
  const policy = policyOf('rehearsal')

  it('slows down as fast as it may while the packet whose turn it was is missing and nothing newer is there', () => {
    const context = contextOf()
    const state = policy.start(context)
    for (let i = 0; i < 50; i++)
      policy.observe(state, { sequence: i, sent: i * INTERVAL, arrived: i * INTERVAL + 5_000 }, context)
    policy.overdue?.(state, { sequence: 49, sent: 49 * INTERVAL, now: 0 }, context)
    const usual = policy.offset(state, context)
    expect(usual).toBeLessThan(fromMs(40))
    policy.overdue?.(state, { sequence: 50, sent: 50 * INTERVAL, now: 0 }, context)
    expect(policy.offset(state, context)).toBe(Infinity)
    policy.observe(state, { sequence: 51, sent: 51 * INTERVAL, arrived: 51 * INTERVAL + 5_000 }, context)
    policy.overdue?.(state, { sequence: 51, sent: 51 * INTERVAL, now: 0 }, context)
    expect(policy.offset(state, context)).toBe(usual)
  })

  /** The offset it asks for when the last packet is played at 30 ms and nothing newer is there, in milliseconds. */
  function offsetMissing(spacings: readonly number[]): number {
    const context = contextOf()
    const state = policy.start(context)
    let sent = 0
    for (let i = 0; i < 600; i++) {
      policy.observe(state, { sequence: i, sent, arrived: sent + fromMs(i % 2) }, context)
      if (i < 599) sent += fromMs(at(spacings, i % spacings.length))
    }
    policy.overdue?.(state, { sequence: 599, sent, now: sent + fromMs(30) }, context)
    return policy.offset(state, context) / MILLISECOND
  }

  it('slows down before its turn for a packet that should be there, unless the sender often pauses', () => {
    expect(offsetMissing([20])).toBe(32)
    expect(offsetMissing([20, 60, 60])).toBeLessThan(30)
  })

  it('is played as it rehearsed: the shadow that aims at what it asked for pays what it pays', () => {
    const delays = fc.array(fc.oneof(fc.nat(40), fc.nat(200)), { minLength: 3, maxLength: 150 })
    fc.assert(
      fc.property(delays, fc.constantFrom('skip', 'stall'), (list, whenLate) => {
        const took = inOrder(list)
        const context = contextOf({ whenLate })
        const state = policy.start(context)
        const shadows = startShadows([0])
        let paid = 0
        took.forEach((ms, i) => {
          const { usual } = state as { usual: SimTime } // what it knew before this packet
          policy.observe(
            state,
            { sequence: i, sent: i * INTERVAL, arrived: i * INTERVAL + fromMs(ms) },
            context,
          )
          // The clock starts at the first delay asked for.
          if (i === 0) shadows.delays[0] = shadows.aims[0] = policy.target(state, context)
          playShadows(
            shadows,
            { took: fromMs(ms), spacing: i === 0 ? 0 : INTERVAL, missedAfter: usual },
            context,
          )
          shadows.aims[0] = policy.target(state, context)
          paid += at(shadows.losses, 0)
        })
        const settings = plainSettings({ policy: ['rehearsal'], late: whenLate, for: 600 })
        const engine = new JitterEngine({ seed: 1, settings, trace: traceOf(took), row: null })
        engine.advance(THE_END)
        const point = pointOfLane(engine, laneOf(engine, 'rehearsal'))
        expect(paid / took.length).toBeCloseTo(point?.cost ?? Number.NaN, 3)
      }),
    )
  })

  it('learns that coming down between bad spells does not pay where the next one is dearer', () => {
    const took = Array.from({ length: 9_000 }, (_, i) => (i % 450 < 60 ? 70 + (i % 7) : i % 5))
    const one = compare('spells', traceOf([0, ...took]))
    expect(RATIOS['skip / best fixed'](one, 'hedge')).toBeGreaterThan(1.3) // it comes down, and is late each time
    expect(RATIOS['skip / best fixed'](one, 'rehearsal')).toBeLessThan(1.15)
  })

  it('asks for less delay the cheaper a late packet is, and for less where playout waits', () => {
    const noisy = Array.from({ length: 3_000 }, (_, i) => (i % 7) * 6 + (i % 50 === 0 ? 12 : 0))
    const [dear, usual, cheap] = [100, 20, 0].map((ms) =>
      aimAfter('rehearsal', noisy, contextOf({ price: fromMs(ms) })),
    )
    expect(dear).toBeGreaterThanOrEqual(usual ?? Infinity)
    expect(usual).toBeGreaterThan(cheap ?? Infinity)
    expect(aimAfter('rehearsal', noisy, contextOf({ whenLate: 'stall' }))).toBeLessThanOrEqual(usual ?? 0)
  })

  it('beats the best fixed delay in hindsight on networks made up, on the whole, and is nowhere far behind', () => {
    const all = FAMILIES.map((family) => compare(family.name, makeTrace(family, 2)))
    const skips = all.map((one) => RATIOS['skip / best fixed'](one, 'rehearsal'))
    expect(geometricMean(skips)).toBeLessThan(0.95)
    expect(Math.max(...skips)).toBeLessThan(1.15)
    const stalls = all.map((one) => RATIOS['stall / best fixed'](one, 'rehearsal'))
    expect(geometricMean(stalls)).toBeLessThan(0.95)
    expect(Math.max(...stalls)).toBeLessThan(1.15)
  })
})
