import { describe, expect, it } from 'vitest'
import { theoryOf } from '../../../../src/engine/flow/pressure/theory.ts'
import type { PressureSettings } from '../../../../src/engine/flow/pressure/settings.ts'
import { createEngine, runThrough } from './support.ts'

// Some two hundred thousand messages each, on chosen seeds: at 99.9 % one run in a thousand would miss by chance.
const LONG: readonly (readonly [string, Partial<PressureSettings>])[] = [
  ['M/M/1', { policies: ['unbounded', 'credit'], rate: 6_000, service: 10_000, for: 25 }],
  ['M/M/1/11', { policies: ['drop-newest'], rate: 9_000, service: 10_000, capacity: 10, for: 30 }],
  ['M/D/1', { policies: ['unbounded'], rate: 7_000, service: 10_000, serviceShape: 'constant', for: 35 }],
  [
    'M/G/1',
    { policies: ['unbounded'], rate: 4_000, service: 10_000, serviceShape: 'heavy', scv: 2, for: 60 },
  ],
  ['M/M/3', { policies: ['unbounded'], rate: 2_100, service: 1_000, workers: 3, for: 100 }],
]

describe('theory and a long run', () => {
  it.each(LONG)('agree about the %s queue', (name, settings) => {
    const rows = theoryOf(runThrough(settings))
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) {
      expect(row.label.startsWith(`${name}: `)).toBe(true)
      expect(row.verdict, row.label).not.toBe('disagrees')
    }
    expect(rows.filter(({ id }) => id.startsWith('wait')).every(({ verdict }) => verdict === 'agrees')).toBe(
      true,
    )
  })

  it('disagree when the run is not what the law is about', () => {
    const engine = createEngine({ policies: ['unbounded'], rate: 6_000, service: 10_000, for: 20 })
    for (const { station } of engine.lanes) station.workers.mean *= 1.1
    engine.advance(engine.extent)
    expect(theoryOf(engine).map(({ verdict }) => verdict)).toContain('disagrees')
    expect(
      engine
        .checks()
        .some(({ predicted, measured, tolerance }) => Math.abs(predicted - measured) > tolerance),
    ).toBe(true)
  })

  it('says so while a run is too short to tell', () => {
    const engine = createEngine({ policies: ['unbounded'], rate: 9_000, service: 10_000 })
    engine.advance(500_000)
    expect(theoryOf(engine).map(({ verdict }) => verdict)).toEqual(['too short to tell', 'too short to tell'])
  })

  it.each([
    ['clockwork', { gaps: 'even' }],
    ['bursts', { shape: 'bursts' }],
    ['a fault', { fault: 'stall' }],
    ['blockers', { blockers: 10 }],
    ['clients that answer', { clients: ['retry-now', 'closed'] }],
    ['a load of 1', { rate: 10_000 }],
    ['a rule that looks at waits', { policies: ['codel'] }],
  ] as const)('has no law for %s', (_what, settings) => {
    const engine = runThrough({ policies: ['unbounded'], rate: 900, service: 1_000, for: 1, ...settings })
    expect(theoryOf(engine)).toEqual([])
  })
})
