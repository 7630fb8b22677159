import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import type { FilmCommand } from '../../../src/engine/film/config.ts'
import type { FilmEngine } from '../../../src/engine/film/film-engine.ts'
import type { LaneSummary } from '../../../src/engine/film/measures.ts'
import { FILM_SETTINGS } from '../../../src/engine/film/settings.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { createFilmEngine, simulation } from '../../../src/labs/film/scenario.ts'
import { FILM_SCENARIOS } from '../../../src/labs/film/scenarios.ts'
import { anyCommand, anyGiven, anySeed, createRun, filmOf, runWith } from './support.ts'

type ScenarioId = (typeof FILM_SCENARIOS)[number]['id']

function finishedScenario(id: ScenarioId): FilmEngine {
  const { seed, params } = FILM_SCENARIOS.find((one) => one.id === id) ?? at(FILM_SCENARIOS, 0)
  const engine = createFilmEngine({ scenario: id, seed, params, attachment: null })
  engine.advance(engine.extent)
  return engine
}

const runsOf = (engine: FilmEngine): Readonly<Record<string, LaneSummary>> =>
  Object.fromEntries(engine.summaries().map((run) => [run.lane, run]))

const need = (runs: Readonly<Record<string, LaneSummary>>, lane: string): LaneSummary => {
  const run = runs[lane]
  if (run === undefined) throw new Error(`there is no lane ${lane}`)
  return run
}

describe('commands as tokens', () => {
  it('come back as they were, from a token and from JSON', () => {
    fc.assert(
      fc.property(anyCommand, (command) => {
        const token = simulation.printCommand(command)
        expect(token).toMatch(/^[\w.-]+$/)
        expect(simulation.parseCommand(token)).toEqual({ ok: true, value: command })
        expect(simulation.readCommand(JSON.parse(JSON.stringify(command)))).toEqual({
          ok: true,
          value: command,
        })
      }),
      { numRuns: 300 },
    )
  })

  it.each<[FilmCommand, string]>([
    [{ kind: 'dip', percent: 10, seconds: 8 }, 'dip.10.8'],
    [{ kind: 'dip', percent: 0, seconds: 600 }, 'dip.0.600'],
    [{ kind: 'set', key: 'capacity', value: 1_500 }, 'set.capacity.1500'],
  ])('%o is %s', (command, token) => {
    expect(simulation.printCommand(command)).toBe(token)
  })

  it('are refused, never thrown at, when they make no sense; what is accepted prints and parses again', () => {
    const words = fc.constantFrom('dip', 'set', 'capacity', 'shape', '0', '10', '101', '999', '-1', 'NaN', '')
    const token = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 5 }).map((parts) => parts.join('.')),
    )
    fc.assert(
      fc.property(token, (text) => {
        const parsed = simulation.parseCommand(text)
        const printed = parsed.ok ? simulation.printCommand(parsed.value) : 'refused'
        expect(printed).toMatch(/^[\w.-]+$/)
        expect(parsed.ok ? simulation.parseCommand(printed) : parsed).toEqual(parsed)
      }),
      { numRuns: 500 },
    )
  })

  it('are read from any JSON without throwing; what is accepted survives a token', () => {
    const shaped = fc.record(
      {
        kind: fc.constantFrom('dip', 'set', 'x'),
        percent: fc.oneof(fc.integer(), fc.double(), fc.anything()),
        seconds: fc.oneof(fc.integer({ min: -5, max: 900 }), fc.anything()),
        key: fc.oneof(fc.constantFrom(...FILM_SETTINGS.map(({ key }) => key)), fc.string()),
        value: fc.oneof(fc.double(), fc.integer(), fc.string(), fc.anything()),
      },
      { requiredKeys: ['kind'] },
    )
    fc.assert(
      fc.property(fc.oneof(fc.anything(), shaped), (input) => {
        const read = simulation.readCommand(input)
        const again = read.ok ? simulation.parseCommand(simulation.printCommand(read.value)) : read
        expect(again).toEqual(read)
      }),
      { numRuns: 500 },
    )
  })

  it.each(['dip.101.5', 'dip.10.0', 'dip.10.601', 'dip.1.5.3', 'dip', 'set.shape.dip', 'set.capacity.30000'])(
    'refuses %s with a reason, or on the way',
    (token) => {
      const parsed = simulation.parseCommand(token)
      const run = createRun({})
      const done = parsed.ok ? run.apply(parsed.value as FilmCommand) : parsed // the lab's own commands are these
      expect(done.ok ? '' : done.problem.what).toMatch(/\w+ \w+/)
    },
  )

  it('come too late once the run is over', () => {
    const run = createRun({ for: 5 })
    run.advance(5 * SECOND)
    const done = run.apply({ kind: 'dip', percent: 0, seconds: 5 })
    expect(done.ok ? '' : done.problem.what).toBe('the run is over at 5 s; go back to change it')
  })
})

describe('the table of a run', () => {
  it('has a row a picture and a row a segment', () => {
    const run = createRun({ player: ['fixed'], call: 500, base: 30, delay: 100 })
    run.advance(180_000)
    expect([...simulation.exportRows(run)]).toEqual([
      'lane,number,kbit_s,bytes,asked_ms,arrived_ms,shown_ms,fate',
      'call,0,500,2083,0,34.166,130,shown',
      'call,1,500,2083,33.333,67.499,163.333,shown',
      'call,2,500,2083,66.667,100.833,,under way',
      'call,3,500,2083,100,134.166,,under way',
      'call,4,500,2083,133.333,167.499,,under way',
      'call,5,500,2083,166.667,,,under way',
      'fixed,0,2850,712500,0,,,under way',
    ])
  })

  it('has as many fields in each row as in its header, and the counts of the run', () => {
    fc.assert(
      fc.property(anySeed, anyGiven, (seed, given) => {
        const engine = createRun({ shape: 'stretches', for: 30 }, seed)
        runWith(engine, given, 30 * SECOND)
        const rows = [...simulation.exportRows(engine)].map((row) => row.split(','))
        expect(new Set(rows.map((row) => row.length))).toEqual(new Set([8]))
        const countOf = (lane: string, fate: string): number =>
          rows.filter((row) => row[0] === lane && row[7] === fate).length
        const { shown, late } = engine.call.pictures
        expect([countOf('call', 'shown'), countOf('call', 'late')]).toEqual([shown, late])
        for (const film of engine.films) expect(countOf(film.id, 'shown')).toBe(film.segmentsBegun)
      }),
      { numRuns: 30 },
    )
  })
})

describe('the scenarios', () => {
  it('are four main ones and two more', () => {
    expect(FILM_SCENARIOS.map(({ id }) => id)).toEqual(['calm', 'dip', 'tunnel', 'commute', 'slower', 'bus'])
    expect(FILM_SCENARIOS.filter(({ main }) => main).length).toBe(4)
  })

  it('calm: nobody stands still; the call is there at once, a film holds fifteen seconds soon', () => {
    const runs = Object.values(runsOf(finishedScenario('calm')))
    expect(runs.map(({ freezes }) => freezes)).toEqual([0, 0, 0, 0])
    const [call, ...films] = runs.map(({ startup }) => startup)
    for (const startup of films) expect(startup).toBeGreaterThan(call ?? Infinity)
    expect(Math.max(...runs.map(({ buffer }) => buffer))).toBeGreaterThan(15)
  })

  it('dip: the call freezes nearly eight seconds, no film stalls', () => {
    const runs = runsOf(finishedScenario('dip'))
    expect(need(runs, 'call').frozen).toBeCloseTo(7.8, 1)
    for (const lane of ['fixed', 'bba', 'bola']) expect(need(runs, lane).freezes).toBe(0)
  })

  it('tunnel: six seconds of the call are never shown, and the one bitrate alone runs dry', () => {
    const runs = runsOf(finishedScenario('tunnel'))
    expect(need(runs, 'call').missed).toBeCloseTo(6.1, 1)
    expect(need(runs, 'fixed').freezes).toBe(1)
    expect(need(runs, 'fixed').missed).toBe(0)
    for (const lane of ['bba', 'bola']) expect(need(runs, lane).freezes).toBe(0)
  })

  it('commute: the link carries more than the one bitrate on average, and yet it stalls, and only it', () => {
    const engine = finishedScenario('commute')
    expect(engine.trace.workBy(engine.clock) / engine.clock).toBeCloseTo(2_920, -1)
    const runs = runsOf(engine)
    expect(need(runs, 'fixed').freezes).toBe(2)
    for (const lane of ['bba', 'bola']) expect(need(runs, lane).freezes).toBe(0)
    expect(need(runs, 'call').frozen).toBeGreaterThan(50)
  })

  it('slower: a deficit of half, for a minute; the call over the same link does not notice', () => {
    const engine = finishedScenario('slower')
    expect(filmOf(engine, 'fixed').stalls.count).toBe(5)
    expect(need(runsOf(engine), 'fixed').behind).toBeGreaterThan(20)
    expect(need(runsOf(engine), 'call').freezes).toBe(0)
    expect(need(runsOf(engine), 'bba').freezes).toBe(0)
  })

  it('bus: BBA shows more bits and stalls, BOLA shows fewer and does not, and scores better', () => {
    const runs = runsOf(finishedScenario('bus'))
    expect(need(runs, 'bba').freezes).toBe(3)
    expect(need(runs, 'bola').freezes).toBe(0)
    expect(need(runs, 'bba').bitrate).toBeGreaterThan(1.4 * need(runs, 'bola').bitrate)
    expect(need(runs, 'bola').score).toBeGreaterThan(need(runs, 'bba').score)
  })
})

describe('the score', () => {
  it("is Pensieve's: bitrates less changes less 4.3 a second of standing still, a segment", () => {
    // By hand: 300 x 2, then up; the columns of the run are enough for the same sum another way.
    const engine = finishedScenario('bus')
    for (const film of engine.films) {
      let sum = 0
      for (let i = 0; i < film.segmentsBegun; i++) {
        sum += film.bitrateOf(i) / 1_000
        if (i > 0) sum -= Math.abs(film.bitrateOf(i) - film.bitrateOf(i - 1)) / 1_000
      }
      sum -= (4.3 * film.stalls.total(engine.clock)) / SECOND
      expect(need(runsOf(engine), film.id).score).toBeCloseTo(sum / film.segmentsBegun, 9)
    }
  })
})
