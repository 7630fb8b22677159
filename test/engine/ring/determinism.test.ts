import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { Timeline } from '../../../src/engine/kernel/timeline.ts'
import { RingEngine } from '../../../src/engine/ring/ring-engine.ts'
import {
  anyCommand,
  anyGiven,
  anySeed,
  anySettings,
  createRun,
  footprint,
  listOf,
  ringOf,
  runWith,
  type Given,
} from './support.ts'

const END = 6 * SECOND

describe('the same settings, seed and commands', () => {
  it('give the same run, in one go, in slices, and in handfuls of events', { timeout: 30_000 }, () => {
    const slices = fc.array(fc.nat(END), { maxLength: 30 }).map((times) => times.sort((a, b) => a - b))
    fc.assert(
      fc.property(
        anySettings,
        anySeed,
        anyGiven,
        slices,
        fc.integer({ min: 1, max: 7 }),
        (settings, seed, given, times, handful) => {
          const whole = new RingEngine({ seed, settings })
          runWith(whole, given, END)

          const sliced = new RingEngine({ seed, settings })
          const stops = [...given, ...times.map((at) => ({ at, command: null }))].sort((a, b) => a.at - b.at)
          for (const { at, command } of stops) {
            sliced.advance(at)
            if (command !== null) sliced.apply(command)
          }
          sliced.advance(END)
          expect(footprint(sliced)).toEqual(footprint(whole))

          const counted = new RingEngine({ seed, settings })
          for (const { at, command } of given) {
            advanceInHandfuls(counted, at, handful)
            counted.apply(command)
          }
          advanceInHandfuls(counted, END, handful)
          expect(footprint(counted)).toEqual(footprint(whole))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('give another run with another seed, where there is chance', () => {
    const hashOf = (seed: number): string => {
      const engine = createRun({ produceUneven: 1 }, seed)
      engine.advance(END)
      return engine.traceHash()
    }
    expect(new Set(Array.from({ length: 50 }, (_, seed) => hashOf(seed))).size).toBe(50)
  })
})

/** Advances by at most `handful` events at a time; a call that handles fewer has come to `until`. */
function advanceInHandfuls(engine: RingEngine, until: number, handful: number): void {
  let handled = handful
  let most = 0
  while (handled === handful) {
    handled = engine.advance(until, handful)
    most = Math.max(most, handled)
  }
  expect(most).toBeLessThanOrEqual(handful)
  expect(engine.now).toBe(until)
}

describe('a saved run', () => {
  it(
    'goes on as if it had never stopped, in itself and in another engine, as often as one likes',
    { timeout: 30_000 },
    () => {
      fc.assert(
        fc.property(anySettings, anySeed, anyGiven, fc.nat(END), (settings, seed, given, middle) => {
          const before = given.filter(({ at }) => at <= middle)
          const after = given.filter(({ at }) => at > middle)
          const engine = new RingEngine({ seed, settings })
          runWith(engine, before, middle)
          const atMiddle = footprint(engine)
          const saved = engine.save()
          runWith(engine, after, END)
          const atEnd = footprint(engine)

          engine.restore(saved)
          expect(footprint(engine)).toEqual(atMiddle)
          runWith(engine, after, END)
          expect(footprint(engine)).toEqual(atEnd)

          const other = new RingEngine({ seed, settings })
          other.restore(saved)
          expect(footprint(other)).toEqual(atMiddle)
          runWith(other, after, END)
          expect(footprint(other)).toEqual(atEnd)
        }),
        { numRuns: 40 },
      )
    },
  )

  it('keeps its books although the run that saved them goes on', () => {
    const engine = createRun({ produce: 100, consume: 50 })
    engine.advance(SECOND)
    const saved = engine.save()
    engine.apply({ kind: 'set', key: 'overflow', value: 'block' })
    engine.apply({ kind: 'pause-consumer', paused: true })
    engine.advance(END)
    engine.restore(saved)
    expect(engine.settings.overflow).toBe('overwrite-oldest')
    expect(engine.consumer.stalled).toBe(false)
    expect(ringOf(engine).waiting).toBeNull()
    expect(listOf(engine).ledger.counts.produced).toBe(101)
  })
})

describe('what was saved', () => {
  it('stays as it was while the run goes on', () => {
    const engine = createRun({ produce: 50, consume: 20, produceUneven: 1, batch: 3, overflow: 'block' })
    engine.advance(SECOND)
    const saved = engine.save()
    const copy = structuredClone(saved)
    engine.apply({ kind: 'push' })
    engine.advance(2 * SECOND)
    engine.apply({ kind: 'set', key: 'overflow', value: 'reject' })
    engine.advance(END)
    expect(saved).toEqual(copy)
  })

  it('includes a turn that the consumer has not used yet', () => {
    // Turns every 100 ms find item 0 of a batch of 4; it is due at 450 ms, between two turns.
    const engine = createRun({ produce: 1, consume: 10, batch: 4, flush: 450 })
    engine.advance(420_000) // after the last turn before
    const other = createRun({ produce: 1, consume: 10, batch: 4, flush: 450 })
    other.restore(engine.save())
    other.advance(460_000)
    expect(ringOf(other).ledger.counts.consumed).toBe(1)
  })
})

describe('a timeline of the run', () => {
  it(
    'shows any moment as a fresh run with the same commands does, on every branch',
    { timeout: 30_000 },
    () => {
      const visits = fc.array(fc.nat(END), { minLength: 1, maxLength: 6 })
      const forks = fc.array(fc.record({ at: fc.nat(END), command: anyCommand }), { maxLength: 5 })
      fc.assert(
        fc.property(anySettings, anySeed, forks, visits, (settings, seed, changes, times) => {
          const timeline = new Timeline(new RingEngine({ seed, settings }))
          timeline.seek(END)
          timeline.finish()
          for (const { at, command } of changes) {
            timeline.apply(command, at)
            timeline.finish()
          }
          for (const branch of timeline.log().branches) {
            timeline.switchTo(branch.id)
            for (const time of times) {
              timeline.seek(time)
              timeline.finish()
              const fresh = new RingEngine({ seed, settings })
              const given: Given[] = branch.commands
                .filter(({ at }) => at <= time)
                .map(({ at, command }) => ({ at, command }))
              runWith(fresh, given, time)
              expect(footprint(timeline.engine as RingEngine)).toEqual(footprint(fresh))
            }
          }
        }),
        { numRuns: 20 },
      )
    },
  )

  it('steps from event to event and back', () => {
    const timeline = new Timeline(createRun({ produce: 2, consume: 1, for: 5 }))
    const stops: number[] = []
    while (timeline.stepForward()) {
      timeline.finish()
      stops.push(timeline.now / SECOND)
    }
    expect(stops).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5])
    timeline.stepBack()
    timeline.finish()
    expect(timeline.now).toBe(4.5 * SECOND)
  })
})
