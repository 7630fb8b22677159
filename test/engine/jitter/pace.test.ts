import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stepOver, type Pace } from '../../../src/engine/jitter/pace.ts'
import { fromMs } from '../../../src/engine/kernel/time.ts'

const TURN = fromMs(20)

const step = (pace: Pace, behindMs: number, stretch = 0.5, spacing = TURN): number =>
  stepOver(fromMs(behindMs), spacing, { pace, stretch, interval: TURN })

describe('the way to a delay', () => {
  it('at full stretch is as long as it may be, and not beyond', () => {
    expect([step('limit', 200), step('limit', -200), step('limit', 3), step('limit', 0)]).toEqual([
      -10_000, 10_000, -3_000, 0,
    ])
  })

  // Rates of jitter-vectors.json: dash.js at 0.1 s 1.12246, at -0.2 s 0.76894; hls.js at 0.1 s 1.05, at 0.05 s 1.
  it('as in live players is the time that their rate saves or costs', () => {
    expect(step('dash', 100)).toBe(Math.round(20_000 / 1.12246) - 20_000)
    expect(step('dash', -200)).toBe(Math.round(20_000 / 0.76894) - 20_000)
    expect(step('hls', 100)).toBe(Math.round(20_000 / 1.05) - 20_000)
    expect(step('hls', 50)).toBe(0)
    expect(step('hls', -200)).toBe(step('limit', -200))
  })

  it('in silences only is none between packets of a talkspurt', () => {
    expect(step('silence', 200)).toBe(0)
    expect(step('silence', 200, 0.1, 10 * TURN)).toBe(-20_000)
  })

  it('never goes further than the stretch allows, and never away from the delay', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Pace>('limit', 'hls', 'dash', 'silence'),
        fc.integer({ min: -3_000, max: 3_000 }),
        fc.constantFrom(0, 0.1, 0.5),
        fc.nat(500_000),
        (pace, behind, stretch, spacing) => {
          const taken = step(pace, behind, stretch, spacing)
          expect(Math.abs(taken)).toBeLessThanOrEqual(spacing * stretch)
          expect(taken * behind).toBeLessThanOrEqual(0)
        },
      ),
    )
  })
})
