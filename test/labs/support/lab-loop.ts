import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import type { Step } from '../../../src/stage/define-lab.ts'
import {
  defaultsOf,
  printParam,
  readParam,
  readParamValue,
  type ParamSpec,
} from '../../../src/shared/params.ts'
import { scenarioParams } from '../../../src/state/lab-address.ts'
import { setUp, tearDown } from '../../stage/support/bench.ts'
import { FOUND_LABS } from './found-labs.ts'
import { frameOf, runTo, startRun } from './runs.ts'
import { carryOut } from './solve.ts'

// Many runs, perhaps on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** Words with a full stop behind them. */
const SENTENCE = /^\S.*\w.*[.?!)]$/

const MOMENTS = [0, 0.25 * SECOND, 1.5 * SECOND, 4 * SECOND]
const LONG = 12 * SECOND
/** Seeds for a lab's first scenario, and for each of the others. */
const SEEDS = 12
const FEWER_SEEDS = 2
/** Labs of many messages a second, run in full in their first scenario (others: their first two): tests of their own attack
 * their books under any settings. */
const HEAVY: ReadonlySet<string> = new Set(['pressure', 'matrix', 'cascade', 'warning', 'trending'])

/** Labs whose first scenarios draw nothing from the seed. */
const STEADY: ReadonlySet<string> = new Set(['film', 'deaths'])

/** `TEST_ALL=1 npm test`: what takes long, too. */
const IN_FULL = process.env['TEST_ALL'] !== undefined

/** Keys of a lab's address that are not parameters. */
const TAKEN = ['scenario', 'seed', 't', 'branch', 'file']

/** Does it when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}

const unique = (list: readonly string[]): boolean => new Set(list).size === list.length

const optionsOf = (spec: ParamSpec): readonly { readonly value: string; readonly label: string }[] =>
  spec.kind === 'choice' || spec.kind === 'list' ? spec.options : []

function checkSteps(steps: readonly Step<unknown>[]): void {
  expect(unique(steps.map(({ id }) => id))).toBe(true)
  for (const { id, text, hint } of steps) {
    expect(id).toMatch(/^[\w-]+$/)
    expect(text).toMatch(SENTENCE)
    expect(hint).toMatch(SENTENCE)
  }
}

/** The labs a file of tests takes; the last share is all that no other names. Files run side by side, tests of one do not. */
const SHARES: readonly (readonly string[])[] = [
  ['jitter', 'pipeline', 'film', 'ring'],
  ['log', 'reveal', 'keys', 'groups', 'replication'],
  ['pressure', 'deaths'],
  ['matrix'],
]

const shareOf = (folder: string): number => {
  const share = SHARES.findIndex((folders) => folders.includes(folder))
  return share < 0 ? SHARES.length : share
}

/** What every lab must hold, for the labs of one share (0 to 4). */
export const loopOverLabs = (share: 0 | 1 | 2 | 3 | 4): void =>
  describe.each(FOUND_LABS.filter(({ folder }) => shareOf(folder) === share))(
    'the lab $folder',
    ({ folder, lab, simulation, solutions }) => {
      it('is named as its folder, and says what it is', () => {
        expect(lab.id).toBe(folder)
        expect(lab.title).toMatch(/\w{3}/)
        expect(lab.summary).toMatch(SENTENCE)
        expect(lab.leavesOut.length).toBeGreaterThan(0)
        expect(lab.byHand).toMatch(SENTENCE)
        for (const words of lab.leavesOut) expect(words).toMatch(SENTENCE)
      })

      it('runs what its page offers', () => {
        expect(simulation.params).toEqual(lab.params)
        expect(simulation.scenarios).toEqual(lab.scenarios)
        expect(simulation.files === null).toBe(lab.files === null)
      })

      it('offers views and speeds that are among its choices', () => {
        expect(lab.view.choices).toContain(lab.view.before)
        expect(lab.view.choices).toContain(lab.view.narrow)
        expect(lab.view.choices.toSorted((a, b) => a - b)).toEqual(lab.view.choices)
        expect(lab.speed).toBeGreaterThan(0)
      })

      it('explains each of its measures', () => {
        expect(lab.measures.length).toBeGreaterThan(0)
        expect(unique(lab.measures.map(({ id }) => id))).toBe(true)
        for (const { label, definition } of lab.measures) {
          expect(label).toMatch(/\w/)
          expect(definition).toMatch(SENTENCE)
        }
      })

      it('asks something of those who bring a file, where it takes files', () => {
        const { steps } = lab.lesson('', lab.files !== null)
        expect(steps.length > 0).toBe(lab.files !== null)
        checkSteps(steps)
      })

      describe('its parameters', () => {
        it('have keys of their own', () => {
          const keys = lab.params.map(({ key }) => key)
          expect(unique(keys)).toBe(true)
          for (const key of keys) expect(TAKEN).not.toContain(key)
          for (const key of lab.fixedByFile) expect(keys).toContain(key)
        })

        it.each(lab.params.map((spec) => [spec.key, spec] as const))(
          '%s has a label, help, bounds, and a default within them',
          (_key, spec) => {
            expect(spec.label).toMatch(/\w/)
            expect(spec.help).toMatch(SENTENCE)
            expect(spec.group).toMatch(/\w/)
            expect(readParam(spec, printParam(spec.default))).toEqual({
              value: spec.default,
              complaint: null,
            })
            expect(readParamValue(spec, spec.default)).toEqual({ value: spec.default, complaint: null })
            const numbers = spec.kind === 'number' ? [spec.min, spec.max, ...(spec.usual ?? [])] : []
            for (const value of numbers)
              expect(readParamValue(spec, value)).toEqual({ value, complaint: null })
            expect(spec.kind !== 'number' || (spec.min < spec.max && spec.step > 0)).toBe(true)
            const options = optionsOf(spec)
            expect(unique(options.map(({ value }) => value))).toBe(true)
            for (const { value, label } of options) {
              expect(value).toMatch(/^[\w-]+$/)
              expect(label).toMatch(/\w/)
            }
            expect(options.length === 0 || options.length > 1).toBe(true)
            // What it depends on is a choice of the same table, and its options.
            const { key = spec.key, is = [] } = spec.when ?? {}
            const choice = lab.params.find((other) => other.key === key)
            expect(is.length > 0).toBe(spec.when !== undefined)
            expect(optionsOf(choice ?? spec).map(({ value }) => value)).toEqual(
              expect.arrayContaining([...is]),
            )
          },
        )
      })

      it('has scenarios of different names, at least one of them beside the picture', () => {
        expect(unique(lab.scenarios.map(({ id }) => id))).toBe(true)
        expect(unique(lab.scenarios.map(({ label }) => label))).toBe(true)
        expect(lab.scenarios.filter(({ main }) => main).length).toBeGreaterThan(0)
        expect(
          Object.keys(solutions).every((id) => lab.scenarios.some((scenario) => scenario.id === id)),
        ).toBe(true)
      })

      describe.each(lab.scenarios.map((scenario) => ({ ...scenario, scenario })))(
        'in its scenario $id',
        ({ scenario }) => {
          const start = (seed: number = scenario.seed) => startRun(simulation, scenario, seed)
          it('is described, and starts from values within their bounds', () => {
            expect(scenario.id).toMatch(/^[\w-]+$/)
            expect(scenario.label).toMatch(/\w/)
            expect(scenario.summary).toMatch(SENTENCE)
            expect(Number.isInteger(scenario.seed) && scenario.seed >= 0).toBe(true)
            const params = scenarioParams(lab.params, scenario)
            expect(Object.keys(params).sort()).toEqual(Object.keys(defaultsOf(lab.params)).sort())
            for (const spec of lab.params)
              expect(readParamValue(spec, params[spec.key])).toEqual({
                value: params[spec.key],
                complaint: null,
              })
          })

          it('asks of a student what can be read, and predicts what can be answered', () => {
            const { steps, prediction } = lab.lesson(scenario.id, false)
            checkSteps(steps)
            const isSpared = HEAVY.has(lab.id) && scenario !== lab.scenarios[0] && !IN_FULL
            if (prediction === null || isSpared) return
            const run = start()
            runTo(run, prediction.at)
            expect(run.now).toBe(prediction.at)
            const options = prediction.options.map(({ id }) => id)
            expect(options).toContain(prediction.answer(frameOf(run, lab.view.before)))
            expect(unique(options)).toBe(true)
            expect(options.length).toBeGreaterThan(1)
            expect(prediction.question).toMatch(SENTENCE)
            expect(prediction.explanation).toMatch(SENTENCE)
          })
        },
      )

      const isHeavy = HEAVY.has(lab.id)
      const inFull = lab.scenarios.slice(0, isHeavy ? 1 : 2)
      describe.each(inFull.map((scenario) => ({ ...scenario, scenario })))(
        'in its scenario $id, in full',
        ({ scenario }) => {
          const start = (seed: number = scenario.seed) => startRun(simulation, scenario, seed)
          // What the tests below ask of a run, of one run; nothing it tells may change when it goes on.
          const tour = once(() => {
            const run = start()
            const stops = [...MOMENTS, LONG].map((moment) => {
              runTo(run, moment)
              const frame = frameOf(run, lab.view.before)
              const lanes = lab.lanes(frame)
              const explained = lanes.flatMap(({ id: lane }) =>
                lab.measures.map(({ id }) => ({ what: `${lane}, ${id}`, why: run.engine.explain(lane, id) })),
              )
              const { engine, now } = run
              const told = { measures: engine.measures(), checks: engine.checks(), hash: engine.traceHash() }
              return { now, frame, lanes, explained, ...told }
            })
            return { run, stops }
          })

          it('leaves the same trace twice, looked at or not, and another one with another seed or at another time', () => {
            const hashes = tour().stops.map(({ hash }) => hash)
            const unseen = start()
            runTo(unseen, LONG)
            expect(unseen.engine.traceHash()).toBe(hashes.at(-1))
            expect(hashes[2]).not.toBe(hashes[0])
            if (STEADY.has(lab.id)) return
            const other = start(scenario.seed + 1)
            runTo(other, at(MOMENTS, 3))
            expect(other.engine.traceHash()).not.toBe(hashes[3])
          })

          it('is the same run in large steps and in many small ones', () => {
            const { now, hash, measures, frame } = at(tour().stops, MOMENTS.length)
            const run = start()
            for (let time = 0, i = 0; time < now; i++) {
              time = Math.min(now, time + 1 + ((i * 7_919) % 90_000))
              run.seek(time)
              while (!run.settled) run.work(1 + (i % 5))
            }
            expect(run.engine.traceHash()).toBe(hash)
            expect(run.engine.measures()).toEqual(measures)
            expect(frameOf(run, lab.view.before)).toEqual(frame)
          })

          const seeds = scenario === lab.scenarios[0] && !isHeavy ? SEEDS : FEWER_SEEDS
          it(`keeps its books over ${seeds} seeds: what came in is what came out and what is left`, () => {
            let counted = 0
            for (let seed = 1; seed <= seeds; seed++) {
              const run = start(seed)
              for (const moment of MOMENTS) {
                runTo(run, moment)
                for (const { name, conservation } of lab.lanes(frameOf(run, lab.view.before))) {
                  const [whole, ...parts] = conservation.map(({ count }) => count)
                  const sum = parts.reduce((total, part) => total + part, 0)
                  expect(`${name}, seed ${seed}: ${sum}`).toBe(`${name}, seed ${seed}: ${whole}`)
                  expect(Math.min(...parts)).toBeGreaterThanOrEqual(0)
                  counted += whole ?? 0
                }
              }
            }
            expect(counted).toBeGreaterThan(seeds)
          })

          it('lists what is behind each of its numbers', () => {
            const { run, stops } = tour()
            for (const { now, explained } of stops)
              for (const { what, why } of explained) {
                expect(why, what).not.toBeNull()
                const { text, events, total } = why ?? { text: '', events: [], total: 0 }
                expect(text).toMatch(SENTENCE)
                expect(events.length).toBeLessThanOrEqual(Math.min(100, total))
                for (const { time, text: words } of events) {
                  expect(words).not.toMatch(/NaN|undefined|null|Infinity/)
                  expect(time >= 0 && time <= now, `${what}: ${words} at ${time}`).toBe(true)
                }
              }
            expect(run.engine.explain('nobody', lab.measures[0]?.id ?? '')).toBeNull()
          })

          it('shows in its lanes the numbers that the engine measures, in their order', () => {
            for (const { lanes, measures } of tour().stops) {
              expect(lanes.length).toBeGreaterThan(0)
              expect(unique(lanes.map(({ id }) => id))).toBe(true)
              for (const { values } of lanes) expect(values).toHaveLength(lab.measures.length)
              expect(lanes.flatMap(({ values }) => values)).toEqual(measures)
            }
          })

          it('passes its own checks', () => {
            for (const { checks } of tour().stops)
              for (const { label, predicted, measured, tolerance } of checks)
                expect(
                  Math.abs(predicted - measured),
                  `${label}: ${predicted} predicted, ${measured} measured`,
                ).toBeLessThanOrEqual(tolerance)
          })

          it('says in a sentence what the picture shows, and what happened meanwhile', () => {
            let last: unknown = null
            for (const { frame } of tour().stops) {
              expect(lab.describe(frame)).toMatch(SENTENCE)
              expect(lab.describe(frame)).not.toMatch(/NaN|undefined|\[object/)
              for (const words of lab.news(last ?? frame, frame)) expect(words).toMatch(SENTENCE)
              expect(lab.news(frame, frame)).toEqual([])
              last = frame
            }
          })

          it('comes to an end: nothing is left to happen after it', () => {
            const { run } = tour()
            for (let i = 0; i < 50 && run.engine.nextEventTime !== null; i++) runTo(run, Infinity)
            expect(run.engine.nextEventTime).toBeNull()
            expect(run.engine.extent).toBeLessThanOrEqual(run.now)
          })
        },
      )

      describe('its own solutions', () => {
        let stepsReached = 0
        const taught = lab.scenarios
          .map(({ id }) => id)
          .filter((id) => lab.lesson(id, false).steps.length > 0)
        const taken = taught.filter((_, i) => !isHeavy || IN_FULL || i % 2 === 0)

        afterEach(() => {
          tearDown()
        })

        afterAll(() => {
          if (stepsReached === 0) throw new Error('not a single step was checked')
        })

        it.each(taken)('reach every step of %s, none of which was done before', async (scenario) => {
          const solution = solutions[scenario]
          if (solution === undefined) throw new Error(`${scenario} has steps and no solution`)
          const bench = await setUp(`scenario=${scenario}`, { lab })
          const all = lab.lesson(scenario, false).steps.map(({ id }) => `${scenario}/${id}`)
          expect(bench.state.scenario).toBe(scenario)
          expect([...bench.state.ticked]).toEqual([])
          for (const action of solution) await carryOut(bench, action)
          expect([...bench.state.ticked].sort()).toEqual(all.toSorted())
          expect(bench.notices).toBe('')
          stepsReached += all.length
        })
      })
    },
  )
