import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import { FilmEngine } from '../../../src/engine/film/film-engine.ts'
import type { FilmLane } from '../../../src/engine/film/film-lane.ts'
import { LADDER } from '../../../src/engine/film/settings.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { finish } from './fluid-oracle.ts'
import {
  anyGiven,
  anySeed,
  anySettings,
  capacityOf,
  createRun,
  filmOf,
  finishedRun,
  last,
  numbersOf,
  runWith,
} from './support.ts'

const arrivals = (lane: FilmLane): number[] => numbersOf(lane.arrivedAt, lane.segmentsArrived)

describe('a film of one bitrate on a steady link', () => {
  // 2 s at 2,850 kbit/s over 4,000: 1.425 s, and twice 30 ms for the request. It starts with two segments in hand.
  const run = finishedRun({
    capacity: 4_000,
    base: 30,
    fixed: 2_850,
    segment: 2,
    start: 4,
    for: 20,
    player: ['fixed'],
  })
  const film = filmOf(run, 'fixed')

  it('has its segments one after another, a round trip and the sending each', () => {
    arrivals(film).forEach((time, i) => expect(time).toBe((i + 1) * 1_485_000))
  })

  it('starts once it holds what it is to hold, and shows one segment after another', () => {
    expect(film.startedAt).toBe(2_970_000)
    numbersOf(film.shownAt, film.segmentsBegun).forEach((time, i) =>
      expect(time).toBe(2_970_000 + i * 2 * SECOND),
    )
    expect(film.stalls.count).toBe(0)
    expect(film.played(run.clock)).toBe(20 * SECOND - 2_970_000)
  })

  it('holds what it has fetched and not shown', () => {
    expect(film.segmentsArrived).toBe(13)
    expect(film.buffered(run.clock)).toBe(26 * SECOND - 17_030_000)
  })
})

describe('a film on a link that is too slow', () => {
  const run = finishedRun({ capacity: 1_500, fixed: 2_850, start: 2, for: 60, player: ['fixed'] })
  const film = filmOf(run, 'fixed')

  it('stalls at each segment until the next one is here, and leaves nothing out', () => {
    // 3.8 s a segment and the round trip, 2 s of them shown.
    expect(film.segmentsArrived).toBe(15)
    expect(film.stalls.count).toBe(15) // the last one is on
    expect(film.stalls.get(0)).toEqual({ start: 5_860_000, end: 7_720_000 })
    expect(film.played(run.clock)).toBe(15 * 2 * SECOND)
  })

  it('waits for more in hand where it is told to', () => {
    const patient = filmOf(
      finishedRun({ capacity: 1_500, fixed: 2_850, start: 8, for: 60, player: ['fixed'] }),
      'fixed',
    )
    expect(patient.stalls.count).toBeLessThan(film.stalls.count / 2)
  })
})

describe('a player with enough in hand', () => {
  it('asks for no more until it holds no more than it wants to', () => {
    const run = finishedRun({ capacity: 20_000, fixed: 300, buffer: 10, player: ['fixed'], for: 60 })
    const film = filmOf(run, 'fixed')
    const held = numbersOf(film.held)
    expect(Math.max(...held)).toBe(10 * SECOND)
    expect(film.buffered(run.clock)).toBeLessThanOrEqual(12 * SECOND)
    // From then on it asks every two seconds.
    const asked = numbersOf(film.askedAt)
    expect(last(asked) - at(asked, asked.length - 2)).toBe(2 * SECOND)
  })

  it('goes on when its buffer is made larger, and rests when it is made smaller', () => {
    const run = createRun({ capacity: 20_000, fixed: 300, buffer: 10, player: ['fixed'], for: 60 })
    const film = filmOf(run, 'fixed')
    run.advance(20 * SECOND)
    run.apply({ kind: 'set', key: 'buffer', value: 30 })
    run.advance(25 * SECOND)
    expect(film.buffered(25 * SECOND)).toBeGreaterThan(28 * SECOND)
    run.apply({ kind: 'set', key: 'buffer', value: 5 })
    const asked = film.segmentsAsked
    run.advance(45 * SECOND)
    expect(film.segmentsAsked).toBeLessThanOrEqual(asked + 1)
    run.advance(60 * SECOND)
    expect(film.stalls.count).toBe(0)
  })

  it('plays even when it is told to start with more than it may hold', () => {
    const run = finishedRun({ start: 60, buffer: 4, segment: 1, player: ['fixed', 'bba'] })
    for (const film of run.films) {
      expect(film.startedAt).not.toBeNull()
      expect(film.played(run.clock)).toBeGreaterThan(100 * SECOND)
    }
  })

  it('begins at once when the start is set lower while it waits', () => {
    const run = createRun({ start: 60, buffer: 60, player: ['fixed'] })
    run.advance(10 * SECOND)
    expect(filmOf(run, 'fixed').startedAt).toBeNull()
    run.apply({ kind: 'set', key: 'start', value: 4 })
    expect(filmOf(run, 'fixed').startedAt).toBe(10 * SECOND)
  })
})

describe('a change on the way', () => {
  it('of the one bitrate holds from the next segment on', () => {
    const run = createRun({ fixed: 2_850, player: ['fixed'] })
    run.advance(10 * SECOND)
    run.apply({ kind: 'set', key: 'fixed', value: 750 })
    run.advance(20 * SECOND)
    const film = filmOf(run, 'fixed')
    const asked = numbersOf(film.askedAt)
    numbersOf(film.level).forEach((level, i) =>
      expect(at(LADDER, level)).toBe(at(asked, i) <= 10 * SECOND ? 2_850 : 750),
    )
    expect(film.sums.switches).toBeLessThanOrEqual(1)
  })

  it('of the capacity holds for the segment that is on its way', () => {
    const run = createRun({ capacity: 4_000, fixed: 2_850, player: ['fixed'] })
    run.advance(SECOND)
    // 970 ms at 4,000 are through; of 5,700 kbit 1,820 are left, at 1,000 that is 1.82 s.
    run.apply({ kind: 'set', key: 'capacity', value: 1_000 })
    run.advance(10 * SECOND)
    expect(filmOf(run, 'fixed').arrivedAt.get(0)).toBe(SECOND + 1_820_000 + 30_000)
  })
})

describe('a tunnel', () => {
  it('holds up the segment on its way for just as long', () => {
    const tunnel = { shape: 'dip', low: 0, at: 1, lasts: 6 } as const
    const run = finishedRun({ capacity: 4_000, fixed: 2_850, player: ['fixed'], ...tunnel })
    expect(filmOf(run, 'fixed').arrivedAt.get(0)).toBe(1_485_000 + 6 * SECOND)
  })
})

describe('a film', () => {
  it(
    'has each segment when exact arithmetic over the capacity says so, whatever is set and changed',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
          const engine = new FilmEngine({ seed, settings })
          runWith(engine, given, engine.extent)
          const rows = capacityOf(engine)
          const base = settings.base * 1_000
          for (const film of engine.films)
            numbersOf(film.askedAt).forEach((asked, i) => {
              const through = finish(rows, asked + base, film.bytesOf(i))
              const arrival = through === null ? Infinity : through + base
              const expected = arrival <= engine.extent ? arrival : Number.NaN
              expect(film.arrivedAt.get(i), `${film.id}, segment ${i}`).toBe(expected)
            })
        }),
        { numRuns: 100 },
      )
    },
  )

  it(
    'never shows what it has not fetched, leaves nothing out, and holds no less than nothing',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
          const engine = new FilmEngine({ seed, settings })
          for (let time = 0; time <= engine.extent; time += 700_001) {
            runWith(
              engine,
              given.filter(({ at: when }) => when > time - 700_001 && when <= time),
              time,
            )
            for (const film of engine.films) {
              const played = film.played(engine.clock)
              const buffered = film.buffered(engine.clock)
              expect(buffered).toBeGreaterThanOrEqual(0)
              expect(played + buffered).toBe(film.segmentsArrived * film.length)
              expect(film.segmentsBegun).toBeLessThanOrEqual(film.segmentsArrived)
            }
          }
          for (const film of engine.films) {
            const shown = numbersOf(film.shownAt, film.segmentsBegun)
            shown.forEach((time, i) => {
              expect(film.arrivedAt.get(i)).toBeLessThanOrEqual(time)
              expect(film.askedAt.get(i)).toBeLessThan(film.arrivedAt.get(i))
              expect(i === 0 || time >= at(shown, i - 1) + film.length).toBe(true)
            })
          }
        }),
        { numRuns: 40 },
      )
    },
  )

  it('fetches one segment at a time, and asks for none while it holds more than it wants', () => {
    fc.assert(
      fc.property(anySettings, anySeed, (settings, seed) => {
        const engine = new FilmEngine({ seed, settings })
        engine.advance(engine.extent)
        for (const film of engine.films)
          for (let i = 0; i < film.segmentsAsked; i++) {
            expect(film.held.get(i)).toBeLessThanOrEqual(settings.buffer * SECOND)
            expect(i === 0 || film.arrivedAt.get(i - 1) <= film.askedAt.get(i)).toBe(true)
          }
      }),
      { numRuns: 60 },
    )
  })
})
