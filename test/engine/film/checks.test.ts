import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FilmEngine } from '../../../src/engine/film/film-engine.ts'
import { LADDER, type FilmSettings } from '../../../src/engine/film/settings.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { leastBehind, linkWork } from '../../../src/engine/film/predictions.ts'
import { carried } from './fluid-oracle.ts'
import {
  anyGiven,
  anySeed,
  anySettings,
  capacityOf,
  createRun,
  failing,
  filmOf,
  finishedRun,
  LENGTH,
  runWith,
} from './support.ts'

const idsOf = (engine: FilmEngine): string[] => engine.checks().map(({ id }) => id)
const ALL = ['fixed', 'bba', 'bola', 'rate'] as const

describe('the checks', () => {
  it('hold at any moment, whatever the settings and the commands', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        anySettings,
        anySeed,
        anyGiven,
        fc.nat((LENGTH + 1) * SECOND),
        (settings, seed, given, until) => {
          const engine = new FilmEngine({ seed, settings })
          const before = given.filter(({ at }) => at <= until)
          runWith(engine, before, until)
          expect(failing(engine.checks())).toEqual([])
        },
      ),
      { numRuns: 20 },
    )
  })

  it('always look at bytes, pictures, turns, content, time, link, bound and choices', () => {
    const kinds = ['bytes', 'content', 'clock', 'link', 'bound']
    const engine = createRun({ shape: 'mobile', player: [...ALL] })
    engine.advance(5 * SECOND)
    expect(idsOf(engine)).toEqual([
      'bytes.call',
      'pictures.call',
      'turns.call',
      ...ALL.flatMap((id) => [
        ...kinds.map((kind) => `${kind}.${id}`),
        ...(id === 'rate' ? [] : [`choices.${id}`]),
      ]),
    ])
  })

  it(
    'hold for any steady link, in the long run, and predict where each player gets to',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 2, max: 160 }).map((n) => n * 50),
          fc.integer({ min: 20, max: 40 }),
          fc.constantFrom(1, 2, 4),
          fc.constantFrom(0, 2, 4, 6),
          fc.constantFrom(5, 30, 100),
          fc.constantFrom(...LADDER),
          (capacity, buffer, segment, start, base, fixed) => {
            const settings: Partial<FilmSettings> = { capacity, buffer, segment, start, base, fixed }
            const engine = finishedRun({ ...settings, player: [...ALL], for: 400 })
            expect(failing(engine.checks())).toEqual([])
            expect(idsOf(engine)).toEqual(expect.arrayContaining(['deficit.fixed', 'mean.bba', 'step.rate']))
          },
        ),
        { numRuns: 20 },
      )
    },
  )

  it.each([
    [4_000, 'bola', 2_850],
    [3_000, 'bola', 1_850],
    [900, 'bola', 750],
    [300, 'bola', 300],
    [8_000, 'bola', 4_300],
    [4_000, 'rate', 1_850],
    [8_000, 'rate', 4_300],
    [700, 'rate', 300],
  ] as const)('at %d kbit/s say that %s settles at %d', (capacity, player, kbps) => {
    const engine = finishedRun({ capacity, player: [player], for: 200 })
    const check = engine.checks().find(({ id }) => id === `step.${player}`)
    expect(check?.predicted).toBe(kbps)
    expect(check?.measured).toBe(kbps)
  })

  it('say nothing of the long run once a command has changed it', () => {
    const engine = createRun({ player: [...ALL] })
    engine.advance(100 * SECOND)
    expect(idsOf(engine)).toEqual(
      expect.arrayContaining(['deficit.fixed', 'mean.bba', 'step.bola', 'choices.bba']),
    )
    engine.apply({ kind: 'dip', percent: 50, seconds: 1 })
    for (const id of ['deficit.fixed', 'mean.bba', 'step.bola', 'choices.bba'])
      expect(idsOf(engine)).not.toContain(id)
  })

  it('turn red when the books are wrong', () => {
    const engine = createRun({ shape: 'dip', low: 0, at: 10, lasts: 5, player: ['fixed'] })
    engine.advance(20 * SECOND)
    expect(failing(engine.checks())).toEqual([])
    engine.call.bytes.delivered += 1
    engine.call.pictures.shown -= 1
    engine.call.pictures.late += 1
    expect(failing(engine.checks()).map(({ id }) => id)).toEqual(['bytes.call', 'turns.call'])
    engine.call.bytes.delivered -= 1
    engine.call.pictures.shown += 1
    engine.call.pictures.late -= 1
    const film = filmOf(engine, 'fixed')
    film.shownAt.set(0, film.shownAt.get(0) + SECOND)
    expect(failing(engine.checks())).toEqual([])
    film.shownAt.set(film.segmentsBegun - 1, film.shownAt.get(film.segmentsBegun - 1) + SECOND / 2)
    expect(failing(engine.checks()).map(({ id }) => id)).toEqual(['content.fixed', 'clock.fixed'])
    film.level.set(0, 0)
    expect(failing(engine.checks()).map(({ id }) => id)).toContain('choices.fixed')
    expect(failing(engine.checks()).map(({ id }) => id)).toContain('link.fixed')
  })
})

describe('the predictions', () => {
  it('integrate the capacity as exact arithmetic does', () => {
    fc.assert(
      fc.property(
        anySettings,
        anySeed,
        fc.array(fc.nat(LENGTH * SECOND), { maxLength: 12 }),
        (settings, seed, times) => {
          const engine = new FilmEngine({ seed, settings: { ...settings, player: ['fixed'] } })
          engine.advance(engine.extent)
          const ends = times.sort((a, b) => a - b)
          const spans = ends.flatMap((from, i) =>
            i % 2 === 0 && i + 1 < ends.length ? [[from, ends[i + 1] ?? 0] as const] : [],
          )
          const exact = spans.reduce((sum, [from, to]) => sum + carried(capacityOf(engine), from, to), 0n)
          expect(BigInt(linkWork(engine.trace, spans))).toBe(exact)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('bound how far behind anybody must be: by hand', () => {
    const engine = finishedRun({
      shape: 'dip',
      capacity: 2_850,
      low: 0,
      at: 10,
      lasts: 6,
      for: 60,
      player: ['fixed'],
    })
    // At 2,850 kbit/s nothing is lost but the six seconds; at half of it there is enough by 20 s and never 6 s behind.
    expect(leastBehind(engine.trace, 2_850, 60 * SECOND)).toBe(6 * SECOND)
    expect(leastBehind(engine.trace, 1_425, 60 * SECOND)).toBe(0)
    expect(leastBehind(engine.trace, 5_700, 10 * SECOND)).toBe(5 * SECOND)
  })
})
