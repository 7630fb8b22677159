import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { JitterEngine } from '../../../src/engine/jitter/jitter-engine.ts'
import type { Check } from '../../../src/engine/kernel/engine.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { JITTER_SCENARIOS } from '../../../src/labs/jitter/scenarios.ts'
import { at } from '../../../src/shared/assert.ts'
import {
  configArbitrary,
  deedsArbitrary,
  engineOf,
  plainEngine,
  runWith,
  settingsArbitrary,
  THE_END,
} from '../../support/jitter.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const holds = ({ predicted, measured, tolerance }: Check): boolean =>
  Math.abs(predicted - measured) <= tolerance

const failing = (engine: JitterEngine): string[] =>
  engine
    .checks()
    .filter((check) => !holds(check))
    .map(
      ({ id, predicted, measured, tolerance }) => `${id}: ${predicted} but ${measured}, within ${tolerance}`,
    )

const moments = fc.array(fc.nat(8 * SECOND), { maxLength: 5 }).map((list) => list.toSorted((a, b) => a - b))

describe('the checks', () => {
  it('hold at every moment of any run, whatever a person does to it', () => {
    fc.assert(
      fc.property(configArbitrary, deedsArbitrary, moments, (config, deeds, times) => {
        const engine = new JitterEngine(config)
        for (const time of [...times, THE_END]) {
          runWith(
            engine,
            deeds.filter((deed) => deed.time > engine.now || engine.now === 0),
            time,
          )
          expect(failing(engine).filter((line) => !line.startsWith('loss'))).toEqual([])
        }
      }),
      { numRuns: 75 },
    )
  })

  it('hold when packets are moved to arrive at one instant, in whatever order they were sent', () => {
    const pairs = fc.array(fc.tuple(fc.nat(10), fc.nat(10)), { minLength: 1, maxLength: 5 })
    const params = { base: 300, spread: 40, order: false, for: 2 }
    fc.assert(
      fc.property(fc.nat(1_000), fc.integer({ min: 300_000, max: SECOND }), pairs, (seed, time, list) => {
        const engine = plainEngine(params, seed)
        engine.advance(time)
        const newest = engine.passage.packets - 1
        for (const [from, to] of list) {
          const arrival = engine.passage.plannedArrivals.get(Math.max(0, newest - to))
          engine.apply({ kind: 'move', packet: Math.max(0, newest - from), arrival })
        }
        engine.advance(THE_END)
        expect(failing(engine)).toEqual([])
      }),
    )
  })

  it('hold on any hop slower than the sender, whatever else the network does', () => {
    const config = fc.record({
      seed: fc.nat(),
      settings: fc.tuple(settingsArbitrary, fc.integer({ min: 1, max: 60 })).map(([settings, hop]) => ({
        ...settings,
        hop,
        fps: hop + 1 + (settings.fps % 60),
        loss: 0,
        duplicate: 0,
      })),
      trace: fc.constant(null),
      row: fc.constant(null),
    })
    fc.assert(
      fc.property(config, moments, (one, times) => {
        const engine = new JitterEngine(one)
        for (const time of [...times, THE_END]) {
          engine.advance(time)
          expect(failing(engine)).toEqual([])
        }
      }),
      { numRuns: 60 },
    )
  })

  it.each(JITTER_SCENARIOS.map(({ id }) => id))('hold in the scenario %s for 60 seeds', (scenario) => {
    const red: string[] = []
    for (let seed = 0; seed < 60; seed++) {
      const engine = engineOf(scenario, { for: 20 }, seed)
      for (let time = 0; time <= 21 * SECOND; time += SECOND) {
        engine.advance(time)
        red.push(...failing(engine).map((line) => `seed ${seed} at ${time}: ${line}`))
      }
    }
    expect(red).toEqual([])
  })
})

describe('the rows of the checks', () => {
  const rows = (engine: JitterEngine): Map<string, Check> => {
    engine.advance(20 * SECOND)
    return new Map(engine.checks().map((check) => [check.id, check]))
  }

  it('are there: conservation and the law of Little for every receiver, and the jitter', () => {
    expect([...rows(engineOf('silence')).keys()]).toEqual([
      'conservation.whiteboard',
      'little.whiteboard',
      'conservation.gate-once',
      'little.gate-once',
      'rfc3550',
    ])
  })

  it('tell of the deficit of a link of 20 packets a second under 30 frames: 50 - 33.3 ms a frame', () => {
    const check = rows(engineOf('too-slow')).get('deficit')
    expect(check?.predicted).toBeCloseTo(16.667, 3)
    expect(check?.measured).toBeCloseTo(16.667, 2)
  })

  it('tell of the loss that was asked for', () => {
    expect(rows(engineOf('medium', { loss: 4 })).get('loss')).toMatchObject({ predicted: 4, unit: '%' })
  })

  it('leave out what cannot be predicted: after a change by hand, and for a recorded network', () => {
    const touched = engineOf('medium', { loss: 4, hop: 20 })
    touched.apply({ kind: 'set', key: 'loss', value: 10 })
    expect(rows(touched).has('loss')).toBe(false)
    expect(rows(engineOf('slide3', { loss: 4 })).has('loss')).toBe(false)
  })

  it.each<[string, (engine: JitterEngine) => void]>([
    ['conservation.fixed', ({ lanes }) => (at(lanes, 1).ledger.counts.played += 1)],
    ['conservation.whiteboard', ({ lanes }) => (at(lanes, 0).ledger.counts.late -= 1)],
    ['little.whiteboard', ({ lanes }) => at(lanes, 0).ledger.store(0, 20 * SECOND - 1_000)],
    ['rfc3550', ({ passage }) => passage.arrivals.set(590, passage.arrivals.get(590) + 1_000)],
    ['loss', ({ lanes }) => (at(lanes, 0).ledger.counts.lost += 200)],
  ])('turn red when the books are wrong: %s', (id, spoil) => {
    const engine = engineOf('medium', { policy: ['whiteboard', 'fixed'], loss: 4, order: false })
    expect([...rows(engine).values()].filter((check) => !holds(check))).toEqual([])
    spoil(engine)
    expect(failing(engine).some((line) => line.startsWith(id))).toBe(true)
  })
})
