import * as fc from 'fast-check'
import { at } from '../../../src/shared/assert.ts'
import { defaultsOf, type ParamSpec, type ParamValue } from '../../../src/shared/params.ts'
import { FILM_SETTINGS, type FilmSettings, type PlayerId } from '../../../src/engine/film/settings.ts'
import type { FilmCommand } from '../../../src/engine/film/config.ts'
import { FilmEngine } from '../../../src/engine/film/film-engine.ts'
import type { FilmLane } from '../../../src/engine/film/film-lane.ts'
import type { Check } from '../../../src/engine/kernel/engine.ts'
import { SECOND, type SimTime } from '../../../src/engine/kernel/time.ts'

/** The defaults, but for `changes`. */
const settingsWith = (changes: Partial<FilmSettings>): FilmSettings =>
  ({ ...defaultsOf(FILM_SETTINGS), ...changes }) as unknown as FilmSettings

/** A run of the defaults but for `changes`. */
export const createRun = (changes: Partial<FilmSettings>, seed = 1): FilmEngine =>
  new FilmEngine({ seed, settings: settingsWith(changes) })

/** The same, gone on to its end. */
export function finishedRun(changes: Partial<FilmSettings>, seed = 1): FilmEngine {
  const engine = createRun(changes, seed)
  engine.advance(engine.extent)
  return engine
}

export function filmOf({ films }: FilmEngine, id: PlayerId): FilmLane {
  const film = films.find((candidate) => candidate.id === id)
  if (film === undefined) throw new Error(`there is no film ${id}`)
  return film
}

/** A command and when it is given. */
export interface Given {
  readonly at: SimTime
  readonly command: FilmCommand
}

/** Advances to `until`, giving the commands on the way; refused ones are left out. */
export function runWith(engine: FilmEngine, given: readonly Given[], until: SimTime): void {
  for (const { at: time, command } of given) {
    engine.advance(time)
    engine.apply(command)
  }
  engine.advance(until)
}

/** Everything a run shows of itself, for comparing two runs. */
export const footprint = (engine: FilmEngine): unknown => ({
  now: engine.now,
  next: engine.nextEventTime,
  hash: engine.traceHash(),
  measures: engine.measures(),
  checks: engine.checks(),
  landmarks: engine.landmarks(),
  dippedUntil: engine.dippedUntil,
  summaries: engine.summaries(),
})

export const failing = (checks: readonly Check[]): Check[] =>
  checks.filter(({ predicted, measured, tolerance }) => !(Math.abs(predicted - measured) <= tolerance))

function valueOf(spec: ParamSpec): fc.Arbitrary<ParamValue> {
  if (spec.kind === 'choice') return fc.constantFrom(...spec.options.map(({ value }) => value))
  if (spec.kind === 'list')
    return fc.shuffledSubarray(
      spec.options.map(({ value }) => value),
      { minLength: 1 },
    )
  if (spec.kind !== 'number') return fc.boolean()
  // Mostly low values, now and then high ones: four in five draws come from the lowest fifth of the range.
  const steps = Math.round((spec.max - spec.min) / spec.step)
  const step = fc.oneof(
    { weight: 1, arbitrary: fc.nat(steps) },
    { weight: 4, arbitrary: fc.nat(Math.ceil(steps / 5)) },
  )
  return step.map((n) => Number((spec.min + n * spec.step).toFixed(2)))
}

/** How long the runs of `anySettings` are, in seconds. */
export const LENGTH = 40

/** Any settings of the table, but for the length; changes of the link fall within it. */
export const anySettings: fc.Arbitrary<FilmSettings> = fc
  .tuple(
    fc.record(Object.fromEntries(FILM_SETTINGS.map((spec) => [spec.key, valueOf(spec)]))),
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 1, max: 40 }),
  )
  .map(([values, start, length]) =>
    settingsWith({ ...(values as Partial<FilmSettings>), at: start / 2, lasts: length / 2, for: LENGTH }),
  )

const anySet: fc.Arbitrary<FilmCommand> = fc
  .constantFrom(...FILM_SETTINGS.filter(({ live }) => live))
  .chain((spec) => valueOf(spec).map((value) => ({ kind: 'set', key: spec.key, value })))

/** Any command that a run may accept at one time or another. */
export const anyCommand: fc.Arbitrary<FilmCommand> = fc.oneof(
  fc.record({
    kind: fc.constant('dip' as const),
    percent: fc.constantFrom(0, 1, 10, 50, 100),
    seconds: fc.integer({ min: 1, max: 20 }),
  }),
  anySet,
)

/** Some commands in order of time; often several at one moment. */
export const anyGiven: fc.Arbitrary<Given[]> = fc
  .array(
    fc.record({
      at: fc.oneof(
        fc.nat(LENGTH * SECOND),
        fc.nat(LENGTH).map((n) => n * SECOND),
      ),
      command: anyCommand,
    }),
    { maxLength: 6 },
  )
  .map((given) => given.sort((a, b) => a.at - b.at))

export const anySeed = fc.integer({ min: 0, max: 0xffff_ffff })

/** The capacity of a run as rows of [from, kbit/s]. */
export const capacityOf = ({ trace }: FilmEngine): (readonly [number, number])[] =>
  Array.from({ length: trace.time.length }, (_, row) => [trace.time.get(row), trace.kbps.get(row)] as const)

/** A column's numbers. */
export const numbersOf = (
  column: { readonly length: number; get(index: number): number },
  length = column.length,
): number[] => Array.from({ length }, (_, i) => column.get(i))

export const last = <T>(list: ArrayLike<T>): T => at(list, list.length - 1)
