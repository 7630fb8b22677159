import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { Timeline } from '../../../src/engine/kernel/timeline.ts'
import { PipelineEngine } from '../../../src/engine/pipeline/pipeline-engine.ts'
import {
  anyCommand,
  anyGiven,
  anySeed,
  anySettings,
  createRun,
  footprint,
  laneOf,
  LENGTH,
  runWith,
  summaryOf,
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
          const whole = new PipelineEngine({ seed, settings })
          runWith(whole, given, END)

          const sliced = new PipelineEngine({ seed, settings })
          const stops = [...given, ...times.map((at) => ({ at, command: null }))].sort((a, b) => a.at - b.at)
          for (const { at, command } of stops) {
            sliced.advance(at)
            if (command !== null) sliced.apply(command)
          }
          sliced.advance(END)
          expect(footprint(sliced)).toEqual(footprint(whole))

          const counted = new PipelineEngine({ seed, settings })
          for (const { at, command } of given) {
            advanceInHandfuls(counted, at, handful)
            counted.apply(command)
          }
          advanceInHandfuls(counted, END, handful)
          expect(footprint(counted)).toEqual(footprint(whole))
        },
      ),
      { numRuns: 20 },
    )
  })

  it('give another run with another seed, where there is chance', () => {
    const hashOf = (seed: number): string => {
      const engine = createRun({ spread: 10 }, seed)
      engine.advance(END)
      return engine.traceHash()
    }
    expect(new Set(Array.from({ length: 50 }, (_, seed) => hashOf(seed))).size).toBe(50)
  })
})

/** Advances by at most `handful` events at a time; a call that handles fewer has come to `until`. */
function advanceInHandfuls(engine: PipelineEngine, until: number, handful: number): void {
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
          const engine = new PipelineEngine({ seed, settings })
          runWith(engine, before, middle)
          const atMiddle = footprint(engine)
          const saved = engine.save()
          const copy = structuredClone(saved)
          runWith(engine, after, END)
          const atEnd = footprint(engine)
          expect(saved, 'what was saved stays as it was').toEqual(copy)

          engine.restore(saved)
          expect(footprint(engine)).toEqual(atMiddle)
          runWith(engine, after, END)
          expect(footprint(engine)).toEqual(atEnd)

          const other = new PipelineEngine({ seed, settings })
          other.restore(copy)
          expect(footprint(other)).toEqual(atMiddle)
          runWith(other, after, END)
          expect(footprint(other)).toEqual(atEnd)
        }),
        { numRuns: 20 },
      )
    },
  )

  it('remembers a decoder with a frame in hand, a loop that sleeps and a picture half drawn', () => {
    const engine = createRun({ render: 8, decodedSlots: 1, playout: 500 })
    engine.advance(0.4 * SECOND)
    const saved = engine.save()
    const at = (run: PipelineEngine): unknown => [
      laneOf(run, 'production').decoder?.inHand,
      laneOf(run, 'whiteboard').sleepsUntil,
      laneOf(run, 'whiteboard').renderer.due,
      laneOf(run, 'whiteboard').drift,
    ]
    const before = at(engine)
    expect(laneOf(engine, 'production').decoder?.inHand).not.toBeNull()
    engine.apply({ kind: 'pause-decoder', paused: true })
    engine.advance(END)
    engine.restore(saved)
    expect(at(engine)).toEqual(before)
    expect(laneOf(engine, 'production').decoder?.stopped).toBe(false)
  })
})

describe('a run on a timeline', () => {
  it('can be wound back and forked: the old future stays', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, fc.nat(END - 1), anyCommand, (settings, seed, when, command) => {
        const engine = new PipelineEngine({ seed, settings })
        const timeline = new Timeline(engine)
        const go = (time: number): void => {
          timeline.seek(time)
          timeline.finish()
        }
        go(END)
        const first = footprint(engine)
        const outcome = timeline.apply(command, when, null)
        go(END)
        if (!outcome.ok) return
        timeline.switchTo('main')
        go(END)
        expect(footprint(engine)).toEqual(first)
        go(when)
        go(END)
        expect(footprint(engine)).toEqual(first)
      }),
      { numRuns: 20 },
    )
  })
})

describe('what comes of one frame is told by its number', () => {
  it('so a change in one wiring leaves the other as it was', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, (settings, seed) => {
        const own: Partial<typeof settings> = { mode: 'player' }
        const changed = { skip: !settings.skip, playout: 300, renderFull: 'block' as const, vsync: false }
        const engines = [
          new PipelineEngine({ seed, settings: { ...settings, ...own } }),
          new PipelineEngine({ seed, settings: { ...settings, ...own, ...changed } }),
        ].map((engine) => {
          engine.advance(END)
          return summaryOf(engine, 'whiteboard')
        })
        expect(engines[0]).toEqual(engines[1])
      }),
      { numRuns: 20 },
    )
  })
})
