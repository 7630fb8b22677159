import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { Columns } from '../../src/engine/kernel/columns.ts'
import type { Params } from '../../src/shared/params.ts'
import { anyParams } from './support/any-params.ts'
import { FOUND_LABS } from './support/found-labs.ts'
import { frameOf, runTo, startRun } from './support/runs.ts'

const MOMENTS = [0, 0.3 * SECOND, 2 * SECOND]
/** Labs of many messages a second have a test of this kind of their own. */
const HEAVY: ReadonlySet<string> = new Set(['pressure', 'matrix', 'cascade', 'warning', 'trending'])

/** What a lab of many messages is given at most, in messages a second: bursts, retries and lanes multiply it. */
const MOST_RATE = 500

describe.each(FOUND_LABS)('the lab $folder, whatever is set', ({ lab, simulation }) => {
  const bounded = (params: Params): Params =>
    HEAVY.has(lab.id) && 'rate' in params
      ? { ...params, rate: Math.min(MOST_RATE, Number(params['rate'])) }
      : params

  it('runs, keeps its books, and says what it shows', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...lab.scenarios),
        anyParams(lab.params).map(bounded),
        fc.integer({ min: 0, max: 0xffff_ffff }),
        (scenario, params, seed) => {
          const run = startRun(simulation, scenario, seed, params)
          for (const moment of MOMENTS) {
            runTo(run, moment)
            const frame = frameOf(run, lab.view.before)
            const lanes = lab.lanes(frame)
            for (const { conservation } of lanes) {
              const [whole, ...parts] = conservation.map(({ count }) => count)
              expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole)
            }
            expect(lanes.flatMap(({ values }) => values)).toEqual(run.engine.measures())
            expect(lab.describe(frame)).not.toMatch(/NaN|undefined|Infinity/)
          }
        },
      ),
      { numRuns: HEAVY.has(lab.id) ? 6 : 15 },
    )
  }, 60_000)

  it('lasts until its last event: at its end nothing is left to happen', () => {
    const length = lab.params.find(({ key }) => key === 'for')
    expect(length?.kind).toBe('number')
    fc.assert(
      fc.property(
        fc.constantFrom(...lab.scenarios),
        anyParams(lab.params).map(bounded),
        (scenario, params) => {
          const { engine } = startRun(simulation, scenario, 1, { ...params, for: 1 })
          // As a page does: never beyond the extent, which may move on as the run does.
          for (let i = 0; i < 20_000 && engine.nextEventTime !== null; i++) {
            expect(engine.extent).toBeGreaterThanOrEqual(engine.nextEventTime)
            engine.advance(engine.extent)
          }
          expect(engine.nextEventTime).toBeNull()
          engine.frame({ from: 0, to: engine.now }, new Columns())
        },
      ),
      { numRuns: HEAVY.has(lab.id) ? 6 : 30 },
    )
  }, 60_000)
})
