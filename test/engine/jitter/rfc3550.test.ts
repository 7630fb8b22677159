import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InterarrivalJitter } from '../../../src/engine/jitter/rfc3550.ts'
import { fromMs, toMs } from '../../../src/engine/kernel/time.ts'

/** J in milliseconds after each packet of rows [sent, arrived], in milliseconds. */
function jitterAfterEach(rows: readonly (readonly [number, number])[]): number[] {
  const jitter = new InterarrivalJitter()
  return rows.map(([sent, arrived]) => {
    jitter.add(fromMs(sent), fromMs(arrived))
    return toMs(jitter.value)
  })
}

/** RFC 3550 appendix A.8, its C fragment word for word: whole numbers in units of a timestamp, J kept times 16. */
function appendixA8(rows: readonly (readonly [number, number])[]): number[] {
  let transit: number | null = null
  let scaled = 0
  return rows.map(([timestamp, arrival]) => {
    const now = arrival - timestamp
    const d = transit === null ? 0 : Math.abs(now - transit)
    transit = now
    scaled += d - ((scaled + 8) >> 4)
    return scaled >> 4
  })
}

const everyTwentyMs = (delays: readonly number[]): [number, number][] =>
  delays.map((delay, i) => [20 * i, 20 * i + delay])

describe('interarrival jitter', () => {
  it('is 0 for a constant delay', () => {
    expect(jitterAfterEach(everyTwentyMs(Array.from({ length: 50 }, () => 50)))).toEqual(
      Array.from({ length: 50 }, () => 0),
    )
  })

  it('after n changes of 10 ms is 10 (1 - (15/16)^n), the closed form of RFC 3550 section 6.4.1', () => {
    const delays = Array.from({ length: 200 }, (_, i) => 50 + (i % 2 === 0 ? 5 : -5))
    jitterAfterEach(everyTwentyMs(delays)).forEach((j, n) => {
      expect(j).toBeCloseTo(10 * (1 - (15 / 16) ** n), 9)
    })
  })

  it('makes 6.25 ms of one spike of 100 ms, which is 100 / 16', () => {
    // The third packet waits for 100 ms, and those behind it come in at 10 ms intervals.
    const rows = [50, 50, 150, 140, 130, 120, 110, 100, 90, 80, 70]
    const expected = [
      0, 0, 6.25, 6.484375, 6.704102, 6.910095, 7.103214, 7.284263, 7.453997, 7.613122, 7.762302,
    ]
    jitterAfterEach(everyTwentyMs(rows)).forEach((j, i) => expect(j).toBeCloseTo(expected[i] ?? 0, 6))
  })

  it('makes 2.5 ms of a lasting step of 40 ms, and forgets it though every packet is still late', () => {
    const rows = [50, 50, 50, 50, 50, 90, 90, 90, 90, 90, 90, 90]
    const expected = [0, 0, 0, 0, 0, 2.5, 2.34375, 2.197266, 2.059937, 1.93119, 1.810491, 1.697335]
    jitterAfterEach(everyTwentyMs(rows)).forEach((j, i) => expect(j).toBeCloseTo(expected[i] ?? 0, 6))
  })

  it("is 7.0 ms for slide 3's six arrivals if they were sent every 50 ms", () => {
    const row = [0, 50, 80, 150, 160, 250].map((arrival, i): [number, number] => [50 * i, arrival])
    expect(jitterAfterEach(row).at(-1)).toBeCloseTo(7.0, 1)
  })

  it('stays within a unit and a half of the integer arithmetic of RFC 3550 appendix A.8', () => {
    // Half a unit for the rounding of each step, which fades with 15/16, and one for the last shift.
    const delays = fc.array(fc.nat(400), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(delays, (list) => {
        const rows = everyTwentyMs(list)
        const integers = appendixA8(rows)
        jitterAfterEach(rows).forEach((j, i) => expect(Math.abs(j - (integers[i] ?? 0))).toBeLessThan(1.5))
      }),
    )
  })

  it('knows neither the offset between the two clocks nor when a run began', () => {
    const rows = fc.array(fc.tuple(fc.nat(10_000), fc.nat(10_000)), { minLength: 2, maxLength: 60 })
    fc.assert(
      fc.property(rows, fc.nat(100_000), fc.integer({ min: -50_000, max: 50_000 }), (list, start, offset) => {
        const shifted = list.map(([sent, arrived]): [number, number] => [
          sent + start,
          arrived + start + offset,
        ])
        expect(jitterAfterEach(shifted)).toEqual(jitterAfterEach(list))
      }),
    )
  })

  it('goes on from a saved state as if nothing had been in between', () => {
    const jitter = new InterarrivalJitter()
    jitter.add(0, 10)
    jitter.add(20, 90)
    const saved = jitter.save()
    const value = jitter.value
    jitter.add(40, 5_000)
    jitter.restore(saved)
    expect(jitter.value).toBe(value)
    jitter.add(40, 110)
    expect(jitter.value).toBe(value - value / 16)
  })
})
