import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import type { LaneSummary } from '../../../src/engine/ring/measures.ts'
import { RingEngine } from '../../../src/engine/ring/ring-engine.ts'
import type { Explanation } from '../../../src/engine/kernel/engine.ts'
import { anyGiven, anySeed, anySettings, runWith } from './support.ts'

const firstMs = (text: string): number => Number(/([\d.]+) ms/.exec(text)?.[1])

function forEachLane(look: (run: LaneSummary, explain: (measure: string) => Explanation) => void): void {
  fc.assert(
    fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
      const engine = new RingEngine({ seed, settings })
      runWith(engine, given, 6 * SECOND)
      for (const run of engine.summaries())
        look(run, (measure) => {
          const explanation = engine.explain(run.lane, measure)
          if (explanation === null) throw new Error(`${measure} is not explained`)
          return explanation
        })
    }),
    { numRuns: 40 },
  )
}

describe('behind each number', () => {
  it('stand as many items as it counts', { timeout: 30_000 }, () => {
    forEachLane((run, explain) => {
      for (const measure of ['produced', 'consumed', 'overwritten', 'rejected', 'held', 'waiting'] as const)
        expect(`${measure} ${explain(measure).total}`).toBe(`${measure} ${run[measure]}`)
    })
  })

  it('begin with the item that makes it, where it is an extreme or a quantile', { timeout: 30_000 }, () => {
    forEachLane(({ timeMs }, explain) => {
      for (const [measure, value] of [['p99', timeMs.p99] as const, ['max', timeMs.max] as const]) {
        const [first] = explain(measure).events
        const told = first === undefined ? Number.NaN : firstMs(first.text)
        expect(Number.isNaN(told)).toBe(Number.isNaN(value))
        expect(Math.abs(told - value) > 0.051).toBe(false)
      }
    })
  })

  it('are waits that come to the time waited', { timeout: 30_000 }, () => {
    forEachLane(({ blockedMs }, explain) => {
      const { events, total } = explain('blocked')
      const sum = events.reduce((whole, { text }) => whole + firstMs(text), 0)
      const rounding = 0.05 * total + 1e-6
      expect(sum).toBeLessThanOrEqual(blockedMs + rounding)
      expect(sum).toBeGreaterThanOrEqual((total === events.length ? blockedMs : 0) - rounding)
    })
  })
})
