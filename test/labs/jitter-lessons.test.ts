import { describe, expect, it, vi } from 'vitest'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { JITTER_SCENARIOS } from '../../src/labs/jitter/scenarios.ts'
import { engineOf, summaryOf } from '../support/jitter.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** The fixed player of a scenario, with another delay. */
const fixed = (scenario: string, delay: number, seconds: number) => {
  const engine = engineOf(scenario, { delay, policy: ['fixed'] })
  engine.advance(seconds * SECOND)
  return summaryOf(engine, 'fixed')
}

describe('what the lessons say', () => {
  it('of the call: 140 ms make a better one than 60 and than 400, where nothing is late', () => {
    const [short, middle, long] = [60, 140, 400].map((delay) => fixed('call', delay, 30).quality.opinion)
    expect(middle).toBeGreaterThan(short ?? 5)
    expect(middle).toBeGreaterThan(long ?? 5)
    const { stallMs } = fixed('call', 60, 60)
    expect(Math.abs(stallMs / 60_000 - 0.5)).toBeLessThan(0.1)
    expect(Math.abs(fixed('call', 140, 30).delayMs.mean - 180)).toBeLessThan(5)
    expect(fixed('call', 400, 30).late).toBe(0)
  })

  it('of the country road: times stuck are exponential about 185 ms, one in four above a quarter of a second', () => {
    expect(Math.exp(-250 / 185)).toBeCloseTo(0.26, 2)
  })

  it('of the three presets: they come first, as the keys 1, 2, 3 say', () => {
    expect(JITTER_SCENARIOS.slice(0, 3).map(({ id }) => id)).toEqual(['low', 'medium', 'high'])
    expect(JITTER_SCENARIOS.filter(({ main }) => main)).toHaveLength(3)
  })
})
