import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
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

/** `TEST_ALL=1 npm test`: what takes long, too. */
const IN_FULL = process.env['TEST_ALL'] !== undefined

/** Keys of a lab's address that are not parameters. */
const TAKEN = ['scenario', 'seed', 't', 'branch', 'file']

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
          const hashAt = (time: number): string => {
            const run = start()
            runTo(run, time)
            return run.engine.traceHash()
          }

          it('leaves the same trace twice, and another one with another seed or at another time', () => {
            expect(hashAt(LONG)).toBe(hashAt(LONG))
            expect(hashAt(MOMENTS[2] ?? 0)).not.toBe(hashAt(0))
          })

          it('is the same run in one large step and in many small ones', () => {
            const run = start()
            for (let time = 0, i = 0; time < LONG; i++) {
              time = Math.min(LONG, time + 1 + ((i * 7_919) % 90_000))
              run.seek(time)
              while (!run.settled) run.work(1 + (i % 5))
            }
            const whole = start()
            whole.seek(LONG)
            whole.finish()
            expect(run.now).toBe(whole.now)
            expect(run.engine.traceHash()).toBe(whole.engine.traceHash())
            expect(run.engine.measures()).toEqual(whole.engine.measures())
            expect(frameOf(run, lab.view.before)).toEqual(frameOf(whole, lab.view.before))
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
            const run = start()
            for (const moment of [...MOMENTS, LONG]) {
              runTo(run, moment)
              for (const { id: laneId } of lab.lanes(frameOf(run, lab.view.before)))
                for (const { id } of lab.measures) {
                  const explanation = run.engine.explain(laneId, id)
                  expect(explanation, `${laneId}, ${id}`).not.toBeNull()
                  const { text, events, total } = explanation ?? { text: '', events: [], total: 0 }
                  expect(text).toMatch(SENTENCE)
                  expect(events.length).toBeLessThanOrEqual(Math.min(100, total))
                  for (const { time, text: words } of events) {
                    expect(words).not.toMatch(/NaN|undefined|null|Infinity/)
                    expect(time >= 0 && time <= run.now, `${id}: ${words} at ${time}`).toBe(true)
                  }
                }
            }
            expect(run.engine.explain('nobody', lab.measures[0]?.id ?? '')).toBeNull()
          })

          it('shows in its lanes the numbers that the engine measures, in their order', () => {
            const run = start()
            for (const moment of [...MOMENTS, LONG]) {
              runTo(run, moment)
              const lanes = lab.lanes(frameOf(run, lab.view.before))
              expect(lanes.length).toBeGreaterThan(0)
              expect(unique(lanes.map(({ id }) => id))).toBe(true)
              for (const { values } of lanes) expect(values).toHaveLength(lab.measures.length)
              expect(lanes.flatMap(({ values }) => values)).toEqual(run.engine.measures())
            }
          })

          it('passes its own checks', () => {
            const run = start()
            for (const moment of [...MOMENTS, LONG]) {
              runTo(run, moment)
              for (const { label, predicted, measured, tolerance } of run.engine.checks())
                expect(
                  Math.abs(predicted - measured),
                  `${label}: ${predicted} predicted, ${measured} measured`,
                ).toBeLessThanOrEqual(tolerance)
            }
          })

          it('says in a sentence what the picture shows, and what happened meanwhile', () => {
            const run = start()
            let last = frameOf(run, lab.view.before)
            for (const moment of [...MOMENTS, LONG]) {
              runTo(run, moment)
              const frame = frameOf(run, lab.view.before)
              expect(lab.describe(frame)).toMatch(SENTENCE)
              expect(lab.describe(frame)).not.toMatch(/NaN|undefined|\[object/)
              for (const words of lab.news(last, frame)) expect(words).toMatch(SENTENCE)
              expect(lab.news(frame, frame)).toEqual([])
              last = frame
            }
          })

          it('comes to an end: nothing is left to happen after it', () => {
            const run = start()
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
