import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leastTalkspurtDelays } from '../../../../src/engine/jitter/bounds/talkspurt.ts'

/** The least total delay of playing `count` packets, over every choice of how many of each talkspurt. */
function tryAll(talkspurts: readonly (readonly number[])[], count: number): number {
  const [first, ...others] = talkspurts
  if (first === undefined) return count === 0 ? 0 : Infinity
  const sorted = first.toSorted((a, b) => a - b)
  const choices = [0, ...sorted.map((_, i) => i + 1)].filter((j) => j <= count)
  return Math.min(...choices.map((j) => tryAll(others, count - j) + (j === 0 ? 0 : j * (sorted[j - 1] ?? 0))))
}

describe("Moon's optimum over talkspurts", () => {
  it('is what the published example says', () => {
    const means = leastTalkspurtDelays([
      [10, 12, 30],
      [8, 9, 50],
      [11, 100, 13, 12],
    ])
    const published = [8, 9, 9.333333, 9.75, 10.4, 11, 11.571429, 18.375, 31, 64] // jitter-vectors.json, moon_offline_optimum
    expect(means).toHaveLength(published.length + 1)
    expect(means[0]).toBeNaN()
    published.forEach((mean, i) => expect(means[i + 1]).toBeCloseTo(mean, 5))
  })

  it('equals the best of all choices', () => {
    const talkspurts = fc.array(fc.array(fc.nat(60), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(talkspurts, (list) => {
        const sums = leastTalkspurtDelays(list).map((mean, played) => mean * played)
        const best = sums.map((_, played) => tryAll(list, played))
        expect(sums.slice(1).map(Math.round)).toEqual(best.slice(1))
      }),
    )
  })
})
