import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import { POLICY_IDS } from '../../../src/engine/jitter/settings/policies.ts'
import { SECOND, type SimTime } from '../../../src/engine/kernel/time.ts'
import {
  configArbitrary,
  deedsArbitrary,
  engineOf,
  frameOf,
  runWith,
  THE_END,
  type Deed,
} from '../../support/jitter.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** Everything one can ask a run. */
const answersOf = (engine: JitterEngine) => ({
  now: engine.now,
  extent: engine.extent,
  nextEventTime: engine.nextEventTime,
  hash: engine.traceHash(),
  measures: engine.measures(),
  checks: engine.checks(),
  landmarks: engine.landmarks(),
  whole: frameOf(engine),
  part: frameOf(engine, engine.now - 300_000, engine.now + 100_000),
})

const until = fc.oneof(fc.nat(5 * SECOND), fc.constant(THE_END))

/** The same run, all at once: what every other way of getting there must equal. */
const allAtOnce = (config: ConstructorParameters<typeof JitterEngine>[0], deeds: Deed[], time: SimTime) =>
  answersOf(runWith(new JitterEngine(config), deeds, time))

describe('the same config, seed and commands give the same run', () => {
  it('in one large advance or in many small ones', () => {
    const strides = fc.integer({ min: 1_000, max: 400_000 })
    fc.assert(
      fc.property(
        configArbitrary,
        deedsArbitrary,
        fc.nat(5 * SECOND),
        strides,
        (config, deeds, time, stride) => {
          const engine = runWith(new JitterEngine(config), deeds, time, (one, goal) => {
            for (let next = one.now + stride; next < goal; next += stride) one.advance(next)
            one.advance(goal)
          })
          expect(answersOf(engine)).toEqual(allAtOnce(config, deeds, time))
        },
      ),
      { numRuns: 30 },
    )
  })

  it('in advances that are cut short by a number of events', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, until, sizes, (config, deeds, time, limits) => {
        const counts: boolean[] = []
        const engine = runWith(new JitterEngine(config), deeds, time, (one, goal) => {
          for (let i = 0; ; i++) {
            const limit = limits[i % limits.length] ?? 1
            const handled = one.advance(goal, limit)
            counts.push(handled <= limit)
            if (handled < limit) break
          }
        })
        expect(counts).not.toContain(false)
        expect(answersOf(engine)).toEqual(allAtOnce(config, deeds, time))
      }),
      { numRuns: 30 },
    )
  })

  it('after going back to a saved state, from however different a future', () => {
    fc.assert(
      fc.property(
        configArbitrary,
        deedsArbitrary,
        deedsArbitrary,
        fc.tuple(until, fc.nat(4 * SECOND)),
        (config, deeds, others, [time, pause]) => {
          const moment = Math.min(pause, time)
          const engine = runWith(new JitterEngine(config), deeds, moment)
          const saved = engine.save()
          runWith(engine, others, THE_END)
          answersOf(engine)
          engine.restore(saved)
          const later = deeds.filter((deed) => deed.time > moment)
          const expected = allAtOnce(config, deeds, time)
          expect(answersOf(runWith(engine, later, time))).toEqual(expected)
          const fresh = new JitterEngine(config)
          fresh.restore(saved)
          expect(answersOf(runWith(fresh, later, time))).toEqual(expected)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('whether or not anybody looks on the way', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, until, (config, deeds, time) => {
        const engine = runWith(new JitterEngine(config), deeds, time, (one, goal) => {
          while ((one.nextEventTime ?? Infinity) <= goal) {
            one.advance(goal, 9)
            answersOf(one)
          }
          one.advance(goal)
        })
        expect(answersOf(engine)).toEqual(allAtOnce(config, deeds, time))
      }),
      { numRuns: 25 },
    )
  })

  it('and another seed gives another run', () => {
    const hashes = Array.from({ length: 50 }, (_, seed) => {
      const engine = engineOf('medium', { for: 2 }, seed)
      engine.advance(THE_END)
      return engine.traceHash()
    })
    expect(new Set(hashes).size).toBe(50)
  })
})

describe('a receiver beside others', () => {
  it('changes neither the arrivals nor what the others do', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, until, (config, deeds, time) => {
        const all = [
          ...config.settings.policy,
          ...POLICY_IDS.filter((id) => !config.settings.policy.includes(id)),
        ]
        const alone = runWith(new JitterEngine(config), deeds, time)
        const among = runWith(
          new JitterEngine({ ...config, settings: { ...config.settings, policy: all } }),
          deeds,
          time,
        )
        const { packets, lanes, transits, jitter } = frameOf(alone)
        const wide = frameOf(among)
        expect({ packets, transits, jitter }).toEqual({
          packets: wide.packets,
          transits: wide.transits,
          jitter: wide.jitter,
        })
        expect(wide.lanes.slice(0, lanes.length)).toEqual(lanes)
      }),
      { numRuns: 30 },
    )
  })
})

describe('the time of a run', () => {
  it('is where one asked to go, or that of the last event handled', () => {
    fc.assert(
      fc.property(configArbitrary, fc.nat(3 * SECOND), (config, time) => {
        const engine = new JitterEngine(config)
        while ((engine.nextEventTime ?? Infinity) <= time) {
          const { nextEventTime } = engine
          expect(engine.advance(time, 1)).toBe(1)
          // After the last event due the clock runs on to where one asked to go.
          const isLast = (engine.nextEventTime ?? Infinity) > time
          expect(engine.now).toBe(isLast ? time : nextEventTime)
        }
        expect(engine.advance(time)).toBe(0)
        expect(engine.now).toBe(time)
        engine.advance(time - 1)
        expect(engine.now).toBe(time)
      }),
      { numRuns: 25 },
    )
  })

  it('never ends before the extent, and has no event after it once all is sent', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, (config, deeds) => {
        const engine = runWith(new JitterEngine(config), deeds, THE_END)
        const { extent } = engine
        engine.advance(THE_END + SECOND)
        expect(engine.extent).toBe(extent)
        expect(new JitterEngine(config).extent).toBeGreaterThan(0)
      }),
      { numRuns: 30 },
    )
  })
})
