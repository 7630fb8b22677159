import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { moonBound } from '../../../../src/engine/jitter/bounds/moon.ts'
import { playoutOf } from '../../../../src/engine/jitter/config-of.ts'
import { JitterEngine } from '../../../../src/engine/jitter/jitter-engine.ts'
import { at } from '../../../../src/shared/assert.ts'
import { DELAY_POLICIES, plainSettings, THE_END, traceArbitrary } from '../../../support/jitter.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** Of all that play a trace in silences only, moved to `time`; most such traces have silences. */
function playing(trace: JitterEngine['config']['trace'], stretch: number, time: number): JitterEngine {
  const settings = plainSettings({ policy: DELAY_POLICIES, pace: 'silence', stretch, for: 3_600 })
  const engine = new JitterEngine({ seed: 1, settings, trace, row: null })
  engine.advance(time)
  return engine
}

describe("Moon's bound", () => {
  it('is beaten by no policy that keeps one delay a talkspurt, at what it loses, whenever one looks', () => {
    let [held, several] = [0, 0]
    fc.assert(
      fc.property(
        traceArbitrary,
        fc.constantFrom(10, 50),
        fc.oneof(fc.constant(THE_END), fc.nat(2_000_000)),
        (trace, stretch, time) => {
          const engine = playing(trace, stretch, time)
          for (const { ledger } of engine.lanes) {
            const bound = moonBound(engine, ledger, playoutOf(engine.present))
            if (bound === null) continue
            held += 1
            if (bound.talkspurts > 1) several += 1
            expect(bound.holds).toBe(true)
            expect(bound.delay).toBeGreaterThanOrEqual(bound.least - 1e-6)
          }
        },
      ),
      { numRuns: 60 },
    )
    expect(held).toBeGreaterThan(100)
    expect(several).toBeGreaterThan(100)
  })

  it('is reached by a fixed delay that no packet is above, and is its slowest packet', () => {
    const settings = plainSettings({ policy: ['fixed'], pace: 'silence', delay: 30, fps: 50, for: 2 })
    const row = Array.from({ length: 20 }, (_, i) => 20_000 * i + (i === 4 ? 30_000 : 0))
    const engine = new JitterEngine({ seed: 1, settings, trace: null, row })
    engine.advance(THE_END)
    const bound = moonBound(engine, at(engine.lanes, 0).ledger, playoutOf(engine.present))
    expect(bound).toMatchObject({ talkspurts: 1, played: 20, delay: 30_000, least: 30_000 })
  })

  it('is none for players without turns, and no bound for those that may change their delay at any packet', () => {
    const settings = plainSettings({ policy: ['whiteboard', 'moon'], for: 2 })
    const engine = new JitterEngine({ seed: 1, settings, trace: null, row: null })
    engine.advance(THE_END)
    const [whiteboard, moon] = engine.lanes.map(({ ledger }) =>
      moonBound(engine, ledger, playoutOf(engine.present)),
    )
    expect(whiteboard).toBeNull()
    expect(moon?.holds).toBe(false)
  })
})
