import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import type { RunSummary } from '../../../src/engine/jitter/measures.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import type { Explanation } from '../../../src/engine/kernel/engine.ts'
import { configArbitrary, deedsArbitrary, runWith } from '../../support/jitter.ts'

vi.setConfig({ testTimeout: 60_000 })

/** The first number of milliseconds in a text. */
const firstMs = (text: string): number => Number(/(-?[\d.]+) ms/.exec(text)?.[1])

function forEachLane(
  look: (run: RunSummary, explain: (measure: string) => Explanation, engine: JitterEngine) => void,
): void {
  fc.assert(
    fc.property(configArbitrary, deedsArbitrary, fc.nat(6 * SECOND), (config, deeds, moment) => {
      const engine = new JitterEngine(config)
      runWith(engine, deeds, moment)
      for (const run of engine.summaries()) {
        const explain = (measure: string): Explanation => {
          const explanation = engine.explain(run.policy, measure)
          if (explanation === null) throw new Error(`${measure} is not explained`)
          return explanation
        }
        look(run, explain, engine)
      }
    }),
    { numRuns: 60 },
  )
}

describe('behind each number', () => {
  it('stand as many events as it counts', () => {
    forEachLane((run, explain) => {
      const totals = ['played', 'late', 'lost', 'duplicate', 'held', 'stalls', 'depth'].map(
        (measure) => explain(measure).total,
      )
      const { played, late, lost, duplicate, held, stalls, depth } = run
      expect(totals).toEqual([played, late, lost, duplicate, held, stalls, depth])
    })
  })

  it('are listed all of them while they are few', () => {
    forEachLane((_run, explain) => {
      for (const measure of ['late', 'lost', 'duplicate', 'stalls', 'stallMs', 'target']) {
        const { events, total } = explain(measure)
        expect(events.length).toBe(Math.min(total, 60))
      }
    })
  })

  it('are stalls that come to the time stalled', () => {
    forEachLane((run, explain) => {
      const { events, total } = explain('stallMs')
      const lengths = events.map(({ text }) => firstMs(text))
      expect(lengths).toEqual(lengths.toSorted((a, b) => b - a))
      const sum = lengths.reduce((whole, length) => whole + length, 0)
      const rounding = 0.05 * total + 1e-6
      expect(sum).toBeLessThanOrEqual(run.stallMs + rounding)
      const untold = total <= events.length ? 0 : run.stallMs
      expect(sum).toBeGreaterThanOrEqual(run.stallMs - untold - rounding)
    })
  })

  it('begin, for a quantile, with the packet that stands there', () => {
    forEachLane(({ delayMs, played }, explain) => {
      for (const measure of ['p50', 'p95', 'p99', 'max'] as const) {
        const first = explain(measure)
          .events.map(({ text }) => firstMs(text))
          .slice(0, 1)
        expect(first).toHaveLength(played === 0 ? 0 : 1)
        expect(first.filter((told) => !(Math.abs(told - delayMs[measure]) <= 0.051))).toEqual([])
      }
      expect(explain('max').total).toBe(played)
    })
  })

  it('are milliseconds in the network and in the buffer that make up the mean', () => {
    forEachLane(({ delayMs, played }, explain) => {
      const parts = [...explain('mean').text.matchAll(/(-?[\d.]+) ms/g)].map(([, ms]) => Number(ms))
      expect(parts.length).toBe(played === 0 ? 0 : 2)
      const sum = parts.reduce((whole, part) => whole + part, 0)
      expect(Math.abs((played === 0 ? 0 : delayMs.mean) - sum)).toBeLessThan(0.11)
    })
  })

  it('is nothing for a policy that does not run, or a measure that does not exist', () => {
    forEachLane((run, _explain, engine) => {
      expect(engine.explain('nobody', 'late')).toBeNull()
      expect(engine.explain(run.policy, 'colour')).toBeNull()
    })
  })
})
