import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CascadeEngine } from '../../../../src/engine/flow/cascade/cascade-engine.ts'
import { stageOf } from '../../../../src/engine/flow/cascade/config.ts'
import { Faults } from '../../../../src/engine/flow/service/faults.ts'
import { mm1 } from '../../../../src/engine/kernel/queueing/mm1.ts'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import { at } from '../../../../src/shared/assert.ts'
import { anySeed, createRun } from './support.ts'

/**
 * The single file once more, without any event: when item n comes into queue s, follows from items before it. It starts
 * when the item W places before has left the stage; it leaves when it is done, the one before has left, and the item b
 * places before has been taken out of the next queue: blocking after service (the recursion of flow lines, as in
 * Buzacott and Shanthikumar, Stochastic Models of Manufacturing Systems, 1993).
 */
function exitsByRecursion(engine: CascadeEngine): number[] {
  const { input, settings } = engine
  const specs = Array.from({ length: settings.stages }, (_, i) => stageOf(settings, i))
  const { fault, faultStage, faultAt, faultFor, slowBy } = settings
  const window = {
    from: faultAt * SECOND,
    to: (faultAt + faultFor) * SECOND,
    speed: fault === 'slow' ? 1 / slowBy : 0,
  }
  const faults = specs.map((_, i) => new Faults(fault !== 'none' && i === faultStage - 1 ? [window] : []))
  /** By stage, then item; the last "stage" is the way out. */
  const came: number[][] = [...specs.map((): number[] => []), []]
  const began: number[][] = specs.map(() => [])
  const before = (list: readonly number[] | undefined, n: number): number => (n < 0 ? 0 : (list?.[n] ?? 0))
  for (let n = 0; n < input.count; n++)
    for (let s = 0; s <= specs.length; s++) {
      const room = s < specs.length ? before(began[s], n - at(specs, s).slots) : 0
      const done = s === 0 ? input.at.get(n) : finished(s - 1, n)
      at(came, s)[n] = Math.max(done, before(came[s], n - 1), room)
      if (s === specs.length) continue
      // The worker is free once the item W places before has left, which is known: it came into the next queue.
      const free = before(came[s + 1], n - at(specs, s).workers)
      at(began, s)[n] = Math.max(at(at(came, s), n), before(began[s], n - 1), free)
    }
  return at(came, specs.length)

  function finished(s: number, n: number): number {
    const start = at(at(began, s), n)
    return at(faults, s).finish(start, Math.round(input.workOf(n, s, at(specs, s).time)))
  }
}

describe('the single file', () => {
  it('lets every item out when a recursion says so', { timeout: 30_000 }, () => {
    const some = (most: number) => fc.integer({ min: 1, max: most })
    const settings = fc.record({
      rate: fc.constantFrom(80, 200),
      service: fc.constantFrom('constant' as const, 'exponential' as const, 'heavy' as const),
      stages: some(5),
      blockers: fc.constantFrom(0, 3),
      blockMs: fc.constant(60),
      blockAt: some(5),
      fault: fc.constantFrom('none' as const, 'slow' as const, 'stall' as const),
      faultStage: some(1),
      slots1: some(6),
      slots2: some(6),
      slots3: some(6),
      slots4: some(6),
      slots5: some(6),
      workers1: some(3),
      workers2: some(3),
      workers3: some(3),
      workers4: some(3),
      workers5: some(3),
      time1: fc.constantFrom(2, 5),
      time3: fc.constantFrom(2, 5.5),
      time5: fc.constantFrom(1, 6),
    })
    let compared = 0
    fc.assert(
      fc.property(settings, anySeed, (chosen, seed) => {
        const engine = createRun({ ...chosen, for: 4, faultAt: 1, faultFor: 0.7, slowBy: 3 }, seed)
        engine.advance(4 * SECOND)
        const { ledger } = at(engine.lanes, 0)
        const expected = exitsByRecursion(engine)
        for (let item = 0; item < engine.input.count; item++) {
          const left = ledger.leftAt.get(item)
          const wanted = at(expected, item)
          // In a fault the engine rounds each service to a microsecond, and the recursion doesn't.
          const rounding = chosen.fault === 'none' ? 0 : 2 * (item + 10)
          const isInside = Number.isNaN(left)
          const off = isInside ? Math.max(0, 4 * SECOND - wanted) : Math.abs(left - wanted)
          expect(off, `item ${item}`).toBeLessThanOrEqual(rounding)
          if (isInside) continue
          compared += 1
        }
      }),
      { numRuns: 25 },
    )
    expect(compared).toBeGreaterThan(2_000)
  })
})

describe('theory', () => {
  it('five exponential stages in a row take what Jackson says, each of them what M/M/1 says', () => {
    const engine = createRun(
      { rate: 125, for: 120, slots1: 900, slots2: 900, slots3: 900, slots4: 900, slots5: 900, credit: 2_000 },
      5,
    )
    engine.advance(120 * SECOND)
    const sojourn = mm1(125, 250).sojourn
    const { ledger } = at(engine.lanes, 0)
    // 15,000 items whose neighbours are alike: a relative error of some 2 %; 5 % are allowed, and 10 % in a single stage.
    expect(ledger.latencies.mean() / SECOND / (5 * sojourn)).toBeCloseTo(1, 1)
    for (const stage of at(engine.lanes, 0).stages) {
      const { queued, busy } = stage.integrals(120 * SECOND)
      expect((queued + busy) / (120 * SECOND)).toBeGreaterThan(0.9)
      expect((queued + busy) / (120 * SECOND)).toBeLessThan(1.1)
    }
    const jackson = engine.checks().filter(({ id }) => id.startsWith('jackson'))
    expect(jackson).toHaveLength(2)
  })

  it('the news of a slow stage travels as fast as the queues fill', () => {
    // Clockwork: 200/s come, 25/s go, so 175/s fill a queue and the hands before it.
    const engine = createRun({
      rate: 200,
      arrivals: 'constant',
      service: 'constant',
      fault: 'slow',
      faultStage: 4,
      faultAt: 10,
      slowBy: 10,
      slots1: 300,
      slots2: 300,
      slots3: 300,
      slots4: 300,
    })
    engine.advance(25 * SECOND)
    const waves = at(engine.lanes, 0).trail.waves.filter(({ start }) => start >= 10 * SECOND)
    expect(waves.map(({ stage }) => stage)).toEqual([2, 1, 0, -1])
    const starts = waves.map(({ start }) => start / SECOND - 10)
    starts.forEach((start, i) => expect(Math.abs(start - ((i + 1) * 301) / 175)).toBeLessThan(0.1))
  })

  it('a stage that gets well leaves its backlog to whatever is to spare', () => {
    // 10 s at 75/s more than went, worked off at 250 - 100 = 150/s.
    const engine = createRun({
      rate: 100,
      arrivals: 'constant',
      service: 'constant',
      fault: 'slow',
      faultStage: 4,
      faultAt: 10,
      slowBy: 10,
    })
    engine.advance(40 * SECOND)
    expect(Math.abs(at(engine.summaries(), 0).recoveryS - (10 * 75) / 150)).toBeLessThan(0.1)
  })
})
