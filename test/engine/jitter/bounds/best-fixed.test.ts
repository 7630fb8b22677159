import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { bestFixed } from '../../../../src/engine/jitter/bounds/best-fixed.ts'
import type { Rules } from '../../../../src/engine/jitter/bounds/point.ts'
import { turnsOf } from '../../../../src/engine/jitter/bounds/of-run.ts'
import { clairvoyant } from '../../../../src/engine/jitter/bounds/clairvoyant.ts'
import { JitterEngine } from '../../../../src/engine/jitter/jitter-engine.ts'
import { measurePoint } from '../../../../src/engine/jitter/score.ts'
import { fromMs } from '../../../../src/engine/kernel/time.ts'
import { laneOf, plainSettings, THE_END } from '../../../support/jitter.ts'
import { fewDelays, tableOf } from '../../../support/turns.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const SKIP: Rules = { whenLate: 'skip', stretch: 0.1, price: fromMs(20) }

describe('the best fixed delay in hindsight', () => {
  it('is the best of every delay in tenths of a millisecond, where late packets are skipped', () => {
    fc.assert(
      fc.property(fewDelays, fc.constantFrom(0, 0.05, 1, 20), (delays, price) => {
        const came = delays.filter((delay) => delay !== null)
        const fastest = Math.min(...came)
        // A player starts with the first packet to arrive; 20 ms apart and at most 7 ms slow, none overtakes another.
        const costs = Array.from({ length: 90 }, (_, tenths) => {
          const late = came.filter((delay) => delay - fastest > tenths / 10).length / came.length
          return tenths / 10 + 100 * price * late
        })
        const best = bestFixed(tableOf(delays), { ...SKIP, price: fromMs(price) })
        expect(best.cost / 1_000).toBeCloseTo(Math.min(...costs), 6)
      }),
    )
  })

  it.each(['skip', 'stall'] as const)('costs what the fixed policy set to it pays (%s)', (late) => {
    const traces = fc.array(fc.oneof(fc.nat(150), fc.constant(0)), { minLength: 3, maxLength: 60 })
    fc.assert(
      fc.property(traces, (delays) => {
        const all = [0, ...delays]
        const trace = {
          name: 'by hand',
          sent: Float64Array.from(all, (_, i) => i * 20_000),
          arrived: Float64Array.from(all, (delay, i) => i * 20_000 + 5_000 + delay * 1_000),
          copies: { row: new Int32Array(), arrived: new Float64Array() },
          interval: 20_000,
          clockOffset: 0,
        }
        const play = (delay: number): JitterEngine => {
          const settings = plainSettings({ policy: ['fixed'], late, delay, for: 600 })
          const engine = new JitterEngine({ seed: 1, settings, trace, row: null })
          engine.advance(THE_END)
          return engine
        }
        const rules: Rules = { ...SKIP, whenLate: late }
        const table = turnsOf(play(0))
        const best = bestFixed(table, rules)
        const engine = play(best.fixed / 1_000)
        const point = measurePoint(laneOf(engine, 'fixed').ledger, {
          fastest: engine.passage.transits.fastest,
          arrived: engine.passage.arrivalOrder.length,
          now: engine.now,
          price: rules.price,
        })
        expect(point?.cost).toBeCloseTo(best.cost, 3)
        const bound = clairvoyant(table, rules)
        expect(best.cost).toBeGreaterThanOrEqual(bound.cost - bound.slack)
      }),
    )
  })
})
