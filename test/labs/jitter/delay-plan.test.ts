import { describe, expect, test } from 'vitest'
import type { JitterExcerpt } from '../../../src/engine/jitter/excerpt.ts'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { agreementOf, type Sample } from '../../../src/labs/jitter/real/agreement.ts'
import { delayPlan } from '../../../src/labs/jitter/real/delay-plan.ts'

/** Packets `interval` milliseconds apart that took so long; null: lost. */
const excerpt = (interval: number, delays: readonly (number | null)[], from = 0): JitterExcerpt => {
  const sent = Float64Array.from(delays, (_, i) => from + i * interval * 1_000)
  return {
    span: { from, to: from + delays.length * interval * 1_000 },
    interval: interval * 1_000,
    packets: {
      sent,
      arrived: Float64Array.from(delays, (delay, i) =>
        delay === null ? Number.NaN : (sent[i] ?? 0) + delay * 1_000,
      ),
    },
    lanes: [],
  }
}

describe('the delays for the browser’s packets', () => {
  test('are those of the lab’s packets, without what all took alike', () => {
    expect([...delayPlan(excerpt(20, [40, 55, 40, 90]), 0, SECOND)]).toEqual([0, 15, 0, 50])
  })

  test('are those of the packet sent last, at another frame rate', () => {
    expect([...delayPlan(excerpt(40, [40, 60]), 0, SECOND)]).toEqual([0, 0, 20, 20])
    expect([...delayPlan(excerpt(10, [40, 90, 60, 90]), 0, SECOND)]).toEqual([0, 20])
  })

  test('what was lost is lost', () => {
    expect([...delayPlan(excerpt(20, [40, null, 41]), 0, SECOND)]).toEqual([0, Number.NaN, 1])
  })

  test('begin and end where they are asked to', () => {
    const late = excerpt(20, [30, 31, 32, 33, 34, 35], 5 * SECOND)
    expect([...delayPlan(late, 5 * SECOND, 5.06 * SECOND)]).toEqual([0, 1, 2])
    expect(delayPlan(late, 9 * SECOND, 5.06 * SECOND)).toHaveLength(0)
    expect(delayPlan(excerpt(20, []), 0, SECOND)).toHaveLength(0)
  })
})

describe('how far the two agree', () => {
  const sample = (time: number, browserTarget: number | null, ourTarget: number): Sample => ({
    time,
    browserTarget,
    browserDelay: 50,
    ourTarget,
    ourDelay: 40,
    browserConcealed: 0,
    ourMissing: 0,
  })

  test('counts targets within one step of each other, once both have settled', () => {
    const samples = [
      sample(0.5, 80, 300),
      sample(2.5, 100, 120),
      sample(3, 100, 121),
      sample(3.5, null, 100),
      sample(4, 130, 120),
    ]
    expect(agreementOf(samples)).toEqual({
      count: 3,
      close: 2,
      browserTarget: 110,
      ourTarget: 361 / 3,
      browserDelay: 50,
      ourDelay: 40,
    })
  })

  test('says nothing while there is nothing to say', () => {
    expect(agreementOf([])).toBeNull()
    expect(agreementOf([sample(1.9, 100, 100), sample(5, null, 100)])).toBeNull()
  })
})
