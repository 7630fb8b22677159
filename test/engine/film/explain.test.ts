import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FilmEngine } from '../../../src/engine/film/film-engine.ts'
import type { Explanation } from '../../../src/engine/kernel/engine.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { FILM_MEASURES } from '../../../src/labs/film/measures.ts'
import { anyGiven, anySeed, anySettings, finishedRun, runWith } from './support.ts'

const SENTENCE = /^\S.*\w.*[.?!)]$/
const firstSeconds = (text: string): number => Number(/([\d.]+) s/.exec(text)?.[1])

const explained = (engine: FilmEngine, lane: string, measure: string): Explanation => {
  const explanation = engine.explain(lane, measure)
  if (explanation === null) throw new Error(`${measure} of ${lane} is not explained`)
  return explanation
}

describe('behind each number', () => {
  it('is a sentence and events that have happened, in every lane', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
        const engine = new FilmEngine({ seed, settings })
        runWith(engine, given, 20 * SECOND)
        for (const { lane } of engine.summaries())
          for (const { id } of FILM_MEASURES) {
            const { text, events, total } = explained(engine, lane, id)
            expect(text).toMatch(SENTENCE)
            expect(text).not.toMatch(/NaN|undefined|null|Infinity/)
            expect(events.length).toBeLessThanOrEqual(Math.min(100, total))
            for (const event of events) {
              expect(event.time >= 0 && event.time <= engine.now).toBe(true)
              expect(event.text).not.toMatch(/NaN|undefined|null|Infinity/)
              expect(event.thing === null || new RegExp(String.raw`^${lane}\.\d+$`).test(event.thing)).toBe(
                true,
              )
            }
          }
      }),
      { numRuns: 40 },
    )
  })

  it('are as many events as it counts', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
        const engine = new FilmEngine({ seed, settings })
        runWith(engine, given, engine.extent)
        for (const { lane, freezes, switches, missed, bytes } of engine.summaries()) {
          expect(explained(engine, lane, 'freezes').total).toBe(freezes)
          expect(explained(engine, lane, 'frozen').total).toBe(freezes)
          expect(explained(engine, lane, 'switches').total).toBe(switches)
          expect(explained(engine, lane, 'missed').total).toBe(Math.round(missed * 30))
          expect(explained(engine, lane, 'dropped').total > 0).toBe(bytes.dropped > 0)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('of a freeze the longest comes first, and all of them make the sum', () => {
    const engine = finishedRun({ shape: 'stretches', bad: 6, for: 180, player: ['fixed'] }, 6)
    for (const { lane, frozen } of engine.summaries()) {
      const { events } = explained(engine, lane, 'frozen')
      const lengths = events.map(({ text }) => firstSeconds(text))
      expect(lengths).toEqual(lengths.toSorted((a, b) => b - a))
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBeCloseTo(frozen, 1)
    }
  })

  it('stands which segment it was, so that one can go there', () => {
    const engine = finishedRun({ shape: 'stretches', bad: 6, for: 60 }, 6)
    const { events } = explained(engine, 'bba', 'switches')
    expect(events.length).toBeGreaterThan(3)
    for (const { thing, text } of events) {
      expect(thing).toMatch(/^bba\.\d+$/)
      expect(text).toMatch(/^(up|down) from \d+ to \d+ kbit\/s: it held [\d.]+ s when it asked$/)
    }
  })

  it('is nothing for a lane or a measure that is not there', () => {
    const engine = finishedRun({ for: 5, player: ['fixed'] })
    expect(engine.explain('bola', 'frozen')).toBeNull()
    expect(engine.explain('fixed', 'nothing')).toBeNull()
    expect(engine.explain('call', 'nothing')).toBeNull()
  })
})
