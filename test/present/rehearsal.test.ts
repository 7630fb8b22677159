import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keepRehearsals, readRehearsals } from '../../src/present/kept-rehearsals.ts'
import { compare, furthest, toCsv } from '../../src/present/rehearsal.ts'
import {
  elapsed,
  pause,
  start,
  stopwatch,
  tick,
  turnTo,
  type Stopwatch,
} from '../../src/present/stopwatch.ts'

/** A storage of its own. */
function storage(refuses = false): Storage {
  const kept = new Map<string, string>()
  return {
    length: 0,
    key: () => null,
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => {
      if (refuses) throw new Error('QuotaExceededError')
      kept.set(key, value)
    },
  }
}

describe('the stopwatch', () => {
  it('gives every running millisecond to the slide that is on, and none to a pause', () => {
    let watch = start(stopwatch(3), 1_000)
    watch = turnTo(watch, 1, 5_000)
    watch = pause(tick(watch, 6_000), 7_000)
    watch = turnTo(watch, 2, 50_000)
    watch = start(watch, 60_000)
    watch = turnTo(tick(watch, 61_000), 0, 62_500)
    expect(tick(watch, 63_000).spent).toEqual([4_500, 2_000, 2_500])
    expect(elapsed(tick(watch, 63_000))).toBe(9_000)
  })

  it('loses and invents nothing, whatever is pressed in whatever order', () => {
    const press = fc.record({
      after: fc.integer({ min: -50, max: 5_000 }),
      what: fc.constantFrom('start', 'pause', 'tick', 'turn'),
      slide: fc.integer({ min: 0, max: 4 }),
    })
    fc.assert(
      fc.property(fc.array(press, { maxLength: 40 }), (presses) => {
        let [watch, now]: [Stopwatch, number] = [stopwatch(5), 0]
        const expected = [0, 0, 0, 0, 0]
        let [running, on, last] = [false, 0, 0]
        for (const { after, what, slide } of presses) {
          now += after
          // A clock that is set back counts as nothing; from there on it runs anew.
          const settles = what !== 'start' && !(what === 'turn' && slide === on)
          if (running && settles) expected[on] = (expected[on] ?? 0) + Math.max(0, now - last)
          if ((running && settles) || (!running && what === 'start')) last = now
          if (what === 'start') [watch, running] = [start(watch, now), true]
          if (what === 'pause') [watch, running] = [pause(watch, now), false]
          if (what === 'tick') watch = tick(watch, now)
          if (what === 'turn') [watch, on] = [turnTo(watch, slide, now), slide]
        }
        expect(watch.spent).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })
})

describe('a rehearsal beside its plan', () => {
  const titles = ['One', 'Two, "quoted"', '=Three', 'Four']
  const comparison = compare(titles, [60, 30, 45, 15], [75.4, 20, 45.2, 0])

  it('says slide by slide how much longer it took, and leaves out what was not shown', () => {
    expect(comparison.rows.map(({ over, shown }) => [over, shown])).toEqual([
      [15, true],
      [-10, true],
      [0, true],
      [-15, false],
    ])
    expect(comparison).toMatchObject({ planned: 150, taken: 141, plannedOfShown: 135 })
    expect(furthest(comparison)).toMatchObject({ over: { slide: 1 }, under: { slide: 2 } })
    expect(furthest(compare(titles, [1, 1, 1, 1], []))).toEqual({ over: null, under: null })
  })

  it('is exported as CSV that a spreadsheet neither breaks at a comma nor runs as a formula', () => {
    expect(toCsv(comparison).split('\r\n')).toEqual([
      'slide,title,planned_s,taken_s,difference_s',
      '1,One,60,75,15',
      '2,"Two, ""quoted""",30,20,-10',
      "3,'=Three,45,45,0",
      '4,Four,15,0,-15',
      ',total,150,141,-9',
      '',
    ])
  })
})

describe('what the browser keeps', () => {
  const run = { began: '2026-11-23T10:00:00.000Z', total: 1_155, taken: [15, 31.5] }

  it('comes back as it was', () => {
    const own = storage()
    expect(keepRehearsals([run], () => own)).toEqual({ rehearsals: [run], problem: null })
    expect(readRehearsals(() => own)).toEqual({ rehearsals: [run], problem: null })
  })

  it('is told when it is refused, and shown all the same', () => {
    const kept = keepRehearsals([run], () => storage(true))
    expect(kept.rehearsals).toEqual([run])
    expect(kept.problem).toContain('keeps nothing')
    const denied = (): Storage => {
      throw new Error('SecurityError')
    }
    expect(readRehearsals(denied).problem).toContain('keeps nothing')
  })

  it('is left alone when it can’t be read', () => {
    for (const text of ['{', '[{"began":"yesterday"}]', '7']) {
      const own = storage()
      own.setItem('millrace.rehearsals', text)
      expect(readRehearsals(() => own)).toMatchObject({
        rehearsals: [],
        problem: expect.stringContaining('can’t be read'),
      })
      expect(own.getItem('millrace.rehearsals')).toBe(text)
    }
  })
})
