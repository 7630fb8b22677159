import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Samples } from '../../../src/engine/kernel/samples.ts'
import { mean, nearestRank } from '../../support/statistics.ts'

const QUANTILES = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1]
/** Few different values, so that ties are common; whole microseconds, as the engine measures. */
const value = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -(2 ** 40), max: 2 ** 40 }))

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ add: fc.array(value, { minLength: 1, maxLength: 150 }) }) },
    { weight: 2, arbitrary: fc.constant({ ask: true }) },
    { weight: 1, arbitrary: fc.constant({ save: true }) },
    { weight: 1, arbitrary: fc.constant({ restore: true }) },
  ),
  { maxLength: 30 },
)

describe('samples', () => {
  it('give the exact nearest-rank quantiles and the mean, asked at any time, also after a restore', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const samples = new Samples()
        let model: number[] = []
        let kept = { saved: samples.save(), model }
        const answers: number[][] = []
        const expected: number[][] = []
        for (const step of [...list, { ask: true }]) {
          if ('add' in step) {
            for (const one of step.add) samples.add(one)
            model = model.concat(step.add)
          } else if ('save' in step) kept = { saved: samples.save(), model }
          else if ('restore' in step) {
            samples.restore(kept.saved)
            ;({ model } = kept)
          } else {
            answers.push([samples.count, samples.mean(), ...QUANTILES.map((q) => samples.quantile(q))])
            expected.push([model.length, mean(model), ...QUANTILES.map((q) => nearestRank(model, q))])
          }
        }
        expect(answers).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  it('have neither a mean nor quantiles while there are none', () => {
    expect(new Samples().mean()).toBeNaN()
    expect(new Samples().quantile(0.5)).toBeNaN()
  })

  it('follow the worked example of the nearest-rank method: 15, 20, 35, 40, 50', () => {
    // https://en.wikipedia.org/wiki/Percentile#The_nearest-rank_method
    const samples = new Samples()
    for (const one of [35, 50, 15, 40, 20]) samples.add(one)
    expect([0.05, 0.3, 0.4, 0.5, 1].map((q) => samples.quantile(q))).toEqual([15, 20, 20, 35, 50])
  })
})
