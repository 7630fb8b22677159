import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import type { Explanation } from '../../../src/engine/kernel/engine.ts'
import type { LaneSummary } from '../../../src/engine/pipeline/measures.ts'
import { PipelineEngine } from '../../../src/engine/pipeline/pipeline-engine.ts'
import { CLOCKWORK, anyGiven, anySeed, anySettings, createRun, LENGTH, runWith } from './support.ts'

const firstMs = (text: string): number => Number(/([\d.]+) ms/.exec(text)?.[1])

function forEachLane(look: (run: LaneSummary, explain: (measure: string) => Explanation) => void): void {
  fc.assert(
    fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
      const engine = new PipelineEngine({ seed, settings })
      runWith(engine, given, LENGTH * SECOND)
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
  it('stand as many frames as it counts', { timeout: 60_000 }, () => {
    forEachLane((run, explain) => {
      for (const measure of [
        'received',
        'shown',
        'skipped',
        'droppedNetwork',
        'droppedDecoded',
        'droppedRender',
        'undecodable',
        'held',
        'freezes',
        'torn',
      ] as const)
        expect(`${measure} ${explain(measure).total}`).toBe(`${measure} ${run[measure]}`)
    })
  })

  it('are waits that come to the time waited', { timeout: 60_000 }, () => {
    forEachLane((run, explain) => {
      for (const [measure, waited] of [
        ['networkBlocked', run.networkBlockedMs],
        ['blocked', run.blockedMs],
      ] as const) {
        const { events, total } = explain(measure)
        const sum = events.reduce((whole, { text }) => whole + firstMs(text), 0)
        const rounding = 0.05 * total + 1e-6
        expect(sum).toBeLessThanOrEqual(waited + rounding)
        expect(sum).toBeGreaterThanOrEqual((total === events.length ? waited : 0) - rounding)
      }
    })
  })

  it('begin with the frame that makes it, where it is an extreme or a quantile', { timeout: 60_000 }, () => {
    forEachLane(({ ageMs }, explain) => {
      const [first] = explain('ageP99').events
      const told = first === undefined ? Number.NaN : firstMs(first.text)
      expect(Number.isNaN(told)).toBe(Number.isNaN(ageMs.p99))
      expect(Math.abs(told - ageMs.p99) > 0.051).toBe(false)
    })
  })
})

describe('an undecodable frame', () => {
  it('names the one that is missing', () => {
    const engine = createRun({ ...CLOCKWORK, loseKey: 1, for: 5 })
    engine.advance(5 * SECOND)
    const { events } = engine.explain('production', 'undecodable') ?? { events: [] }
    expect(events.length).toBe(59)
    for (const { text } of events)
      expect(text).toMatch(/^frame \d+ could not be decoded: key frame 60 is missing$/)
  })
})

describe('what does not exist', () => {
  it.each(['toString', 'constructor', 'nothing', ''])('%s has no explanation', (measure) => {
    expect(createRun({}).explain('production', measure)).toBeNull()
    expect(createRun({}).explain(measure, 'shown')).toBeNull()
  })
})
