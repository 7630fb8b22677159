import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import { FilmEngine } from '../../../src/engine/film/film-engine.ts'
import type { FilmFrame, PlayerFrame } from '../../../src/engine/film/frame.ts'
import { Columns } from '../../../src/engine/kernel/columns.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import {
  anyGiven,
  anySeed,
  anySettings,
  createRun,
  filmOf,
  finishedRun,
  footprint,
  LENGTH,
  runWith,
} from './support.ts'

const frameOf = (engine: FilmEngine, from = 0, to = engine.now): FilmFrame =>
  engine.frame({ from, to }, new Columns())

/** What a film holds at `time` as its frame draws it: the row before, run down since. */
function drawnBuffer({ buffer }: PlayerFrame, time: number): number {
  const row = buffer.time.findLastIndex((moment) => moment <= time)
  const next = row + 1
  const level = at(buffer.level, row)
  if (next >= buffer.time.length) return Number.NaN
  const share = (time - at(buffer.time, row)) / (at(buffer.time, next) - at(buffer.time, row))
  return level + share * (at(buffer.before, next) - level)
}

describe('a frame', () => {
  it('shows each segment that was shown, is held or is fetched, with its moments', () => {
    const engine = createRun({ player: ['fixed'] })
    engine.advance(10 * SECOND)
    const [film] = frameOf(engine).films
    if (film === undefined) throw new Error('there is a film')
    const { number, level, asked, arrived, shown, ended, held } = film.segments
    expect([...number]).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect([...level]).toEqual([4, 4, 4, 4, 4, 4, 4])
    expect([...arrived].slice(0, 3)).toEqual([1_485_000, 2_970_000, 4_455_000])
    expect([...asked].slice(0, 2)).toEqual([0, 1_485_000])
    expect([...shown]).toEqual([
      2_970_000,
      4_970_000,
      6_970_000,
      8_970_000,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ])
    expect([...ended].slice(0, 4)).toEqual([4_970_000, 6_970_000, 8_970_000, Number.NaN])
    expect(at(held, 2)).toBe(4 * SECOND)
    expect(film.isPlaying).toBe(true)
  })

  it('begins with the oldest segment that was on the screen in its span', () => {
    const engine = finishedRun({ player: ['fixed'], for: 60 })
    const { segments } = at(frameOf(engine, 30 * SECOND, 60 * SECOND).films, 0)
    expect(at(segments.shown, 0)).toBeLessThanOrEqual(30 * SECOND)
    expect(at(segments.ended, 0)).toBeGreaterThan(30 * SECOND)
  })

  it('draws what is held as it is, at any moment', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        anySettings,
        anySeed,
        anyGiven,
        fc.array(fc.nat(LENGTH * SECOND), { minLength: 1, maxLength: 8 }),
        (settings, seed, given, moments) => {
          const whole = new FilmEngine({ seed, settings })
          runWith(whole, given, whole.extent)
          const frame = frameOf(whole)
          for (const moment of moments) {
            const engine = new FilmEngine({ seed, settings })
            runWith(
              engine,
              given.filter((one) => one.at <= moment),
              moment,
            )
            frame.films.forEach((film) => {
              const drawn = drawnBuffer(film, moment)
              const held = filmOf(engine, film.lane).buffered(moment)
              expect(
                Number.isNaN(drawn) || Math.abs(drawn - held) < 1,
                `${film.lane}: ${drawn}, ${held}`,
              ).toBe(true)
            })
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  it('says how far behind it was at the beginning of its span', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, fc.nat(LENGTH * SECOND), (settings, seed, from) => {
        const engine = new FilmEngine({ seed, settings })
        engine.advance(from)
        const then = engine.films.map((film) => from - film.played(from))
        engine.advance(engine.extent)
        const { films } = frameOf(engine, from)
        expect(films.map(({ behind }) => behind.before)).toEqual(then)
      }),
      { numRuns: 60 },
    )
  })

  it('shows the capacity that held at the beginning of its span, and every change in it', () => {
    const engine = finishedRun({
      shape: 'dip',
      at: 10,
      lasts: 8,
      low: 10,
      capacity: 4_000,
      for: 40,
      player: ['fixed'],
    })
    const { capacity } = frameOf(engine, 12 * SECOND, 40 * SECOND)
    expect([...capacity.time]).toEqual([10 * SECOND, 18 * SECOND])
    expect([...capacity.kbps]).toEqual([400, 4_000])
  })

  it('is drawn for any span, and changes nothing', { timeout: 60_000 }, () => {
    const moment = fc.integer({ min: -20 * SECOND, max: (LENGTH + 20) * SECOND })
    fc.assert(
      fc.property(
        anySettings,
        anySeed,
        fc.nat(LENGTH * SECOND),
        moment,
        moment,
        (settings, seed, now, one, other) => {
          const engine = new FilmEngine({ seed, settings })
          engine.advance(now)
          const before = footprint(engine)
          const span = { from: Math.min(one, other), to: Math.max(one, other) }
          const frame = frameOf(engine, span.from, span.to)
          expect(footprint(engine)).toEqual(before)
          expect([...frame.call.values, ...frame.films.flatMap(({ values }) => values)]).toEqual(
            engine.measures(),
          )
          for (const { segments, freezes } of frame.films) {
            expect([...segments.number]).toEqual([...segments.number].toSorted((a, b) => a - b))
            for (const { start } of freezes) expect(start).toBeLessThanOrEqual(span.to)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('draws the same a second time, into the spare buffers of the first', () => {
    const engine = finishedRun({ shape: 'mobile', for: 60 }, 4)
    const columns = new Columns()
    const first = engine.frame({ from: 0, to: 60 * SECOND }, columns)
    const copy = structuredClone(first)
    const again = engine.frame({ from: 0, to: 60 * SECOND }, new Columns(columns.buffers[0] ?? null))
    expect(again).toEqual(copy)
  })
})

describe('the landmarks', () => {
  it('mark the dip as a turn, and freezes that one sees as trouble', () => {
    const engine = finishedRun({
      shape: 'dip',
      at: 20,
      lasts: 6,
      low: 0,
      capacity: 3_500,
      for: 60,
      player: ['fixed'],
    })
    expect(engine.landmarks().map(({ kind, label }) => [kind, label])).toEqual([
      ['turn', 'the link falls to 0 kbit/s'],
      ['trouble', 'Call freezes'],
      ['trouble', 'Film, one bitrate stalls'],
      ['turn', 'the link recovers to 3500 kbit/s'],
    ])
  })

  it('leave out gaps in a call too short to be seen', () => {
    const engine = finishedRun({ shape: 'dip', at: 30, lasts: 8, delay: 3_000, for: 60, player: ['fixed'] })
    expect(engine.call.freezes.count).toBeGreaterThan(20)
    expect(engine.landmarks().filter(({ label }) => label === 'Call freezes')).toEqual([])
  })

  it('are bounded and in order of time', () => {
    const engine = finishedRun({ shape: 'stretches', good: 0.5, bad: 0.5, for: 600 })
    const times = engine.landmarks().map(({ time }) => time)
    expect(times.length).toBeGreaterThan(20)
    expect(times.length).toBeLessThan(500)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })
})
