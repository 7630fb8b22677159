import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FilmEngine } from '../../../src/engine/film/film-engine.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { Timeline } from '../../../src/engine/kernel/timeline.ts'
import {
  anyCommand,
  anyGiven,
  anySeed,
  anySettings,
  createRun,
  filmOf,
  footprint,
  LENGTH,
  runWith,
  type Given,
} from './support.ts'

const END = LENGTH * SECOND

describe('the same settings, seed and commands', () => {
  it('give the same run, in one go, in slices, and in handfuls of events', { timeout: 60_000 }, () => {
    const slices = fc.array(fc.nat(END), { maxLength: 30 }).map((times) => times.sort((a, b) => a - b))
    fc.assert(
      fc.property(
        anySettings,
        anySeed,
        anyGiven,
        slices,
        fc.integer({ min: 1, max: 7 }),
        (settings, seed, given, times, handful) => {
          const whole = new FilmEngine({ seed, settings })
          runWith(whole, given, END)

          const sliced = new FilmEngine({ seed, settings })
          const stops = [...given, ...times.map((at) => ({ at, command: null }))].sort((a, b) => a.at - b.at)
          for (const { at, command } of stops) {
            sliced.advance(at)
            if (command !== null) sliced.apply(command)
          }
          sliced.advance(END)
          expect(footprint(sliced)).toEqual(footprint(whole))

          const counted = new FilmEngine({ seed, settings })
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

  it.each(['stretches', 'mobile'] as const)('give another run with another seed: %s', (shape) => {
    const hashOf = (seed: number): string => {
      const engine = createRun({ shape }, seed)
      engine.advance(END)
      return engine.traceHash()
    }
    expect(new Set(Array.from({ length: 30 }, (_, seed) => hashOf(seed))).size).toBe(30)
  })

  it('let more players watch without changing the others: each has a link of its own', () => {
    const alone = createRun({ shape: 'mobile', player: ['bola'] }, 3)
    const together = createRun({ shape: 'mobile', player: ['rate', 'fixed', 'bola', 'bba'] }, 3)
    for (const engine of [alone, together]) engine.advance(END)
    expect(together.summaries().find(({ lane }) => lane === 'bola')).toEqual(alone.summaries()[1])
    expect(together.summaries()[0]).toEqual(alone.summaries()[0])
  })
})

/** Advances by at most `handful` events at a time; a call that handles fewer has come to `until`. */
function advanceInHandfuls(engine: FilmEngine, until: number, handful: number): void {
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
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(anySettings, anySeed, anyGiven, fc.nat(END), (settings, seed, given, middle) => {
          const before = given.filter(({ at }) => at <= middle)
          const after = given.filter(({ at }) => at > middle)
          const engine = new FilmEngine({ seed, settings })
          runWith(engine, before, middle)
          const atMiddle = footprint(engine)
          const saved = engine.save()
          runWith(engine, after, END)
          const atEnd = footprint(engine)

          engine.restore(saved)
          expect(footprint(engine)).toEqual(atMiddle)
          runWith(engine, after, END)
          expect(footprint(engine)).toEqual(atEnd)

          const other = new FilmEngine({ seed, settings })
          other.restore(saved)
          expect(footprint(other)).toEqual(atMiddle)
          runWith(other, after, END)
          expect(footprint(other)).toEqual(atEnd)
        }),
        { numRuns: 40 },
      )
    },
  )

  it('stays as it was while the run goes on', () => {
    const engine = createRun({ shape: 'mobile', player: ['fixed', 'bba', 'bola', 'rate'] })
    engine.advance(10 * SECOND)
    engine.apply({ kind: 'dip', percent: 0, seconds: 5 })
    engine.advance(12 * SECOND)
    const saved = engine.save()
    const copy = structuredClone(saved)
    engine.apply({ kind: 'set', key: 'buffer', value: 60 })
    engine.advance(END)
    expect(saved).toEqual(copy)
  })

  it('remembers a dip by hand and the settings given on the way', () => {
    const engine = createRun({ capacity: 4_000 })
    engine.advance(SECOND)
    engine.apply({ kind: 'dip', percent: 10, seconds: 5 })
    engine.apply({ kind: 'set', key: 'call', value: 100 })
    const saved = engine.save()
    engine.advance(END)
    engine.restore(saved)
    expect(engine.trace.current).toBe(400)
    expect(engine.dippedUntil).toBe(6 * SECOND)
    expect(engine.settings.call).toBe(100)
    engine.advance(6 * SECOND)
    expect(engine.trace.current).toBe(4_000)
    expect(filmOf(engine, 'fixed').segmentsArrived).toBeGreaterThan(0)
  })
})

describe('a timeline of the run', () => {
  it(
    'shows any moment as a fresh run with the same commands does, on every branch',
    { timeout: 60_000 },
    () => {
      const visits = fc.array(fc.nat(END), { minLength: 1, maxLength: 5 })
      const forks = fc.array(fc.record({ at: fc.nat(END), command: anyCommand }), { maxLength: 4 })
      fc.assert(
        fc.property(anySettings, anySeed, forks, visits, (settings, seed, changes, times) => {
          const timeline = new Timeline(new FilmEngine({ seed, settings }))
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
              const fresh = new FilmEngine({ seed, settings })
              const given: Given[] = branch.commands
                .filter(({ at }) => at <= time)
                .map(({ at, command }) => ({ at, command }))
              runWith(fresh, given, time)
              expect(footprint(timeline.engine as FilmEngine)).toEqual(footprint(fresh))
            }
          }
        }),
        { numRuns: 10 },
      )
    },
  )
})
