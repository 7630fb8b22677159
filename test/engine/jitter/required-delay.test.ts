import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { requiredStartDelay } from '../../../src/engine/jitter/required-delay.ts'
import { fromMs, SECOND, tickTime, toMs } from '../../../src/engine/kernel/time.ts'

/** The six arrivals of slide 3, in milliseconds. */
const ROW = [0, 50, 80, 150, 160, 250].map(fromMs)

/** The same by trial: no frame comes after its turn with this start delay. */
const isEnough = (arrivals: readonly number[], perSecond: number, delay: number): boolean =>
  arrivals.every((arrival, i) => arrival <= (arrivals[0] ?? 0) + delay + tickTime(i, perSecond))

describe('the start delay that would have saved every frame', () => {
  it.each([
    [20, 0],
    [30, 83.333],
    [60, 166.667],
  ])("of slide 3's row played at %i frames a second is %d ms", (fps, delay) => {
    expect(toMs(requiredStartDelay(ROW, fps))).toBeCloseTo(delay, 2)
  })

  it.each([
    [20, 0],
    [30, 16.7],
    [60, 33.3],
  ])('grows for a link of 20 packets a second and %i frames a second by %d ms a frame', (fps, growth) => {
    const link = Array.from({ length: 200 }, (_, i) => tickTime(i, 20))
    const required = (frames: number): number => toMs(requiredStartDelay(link.slice(0, frames), fps))
    expect((required(200) - required(100)) / 100).toBeCloseTo(growth, 1)
  })

  it('is the smallest delay that is enough, for any arrivals', () => {
    const rows = fc.array(fc.nat(2 * SECOND), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(rows, fc.integer({ min: 5, max: 240 }), (arrivals, fps) => {
        const delay = requiredStartDelay(arrivals, fps)
        expect(isEnough(arrivals, fps, delay)).toBe(true)
        expect(delay === 0 || !isEnough(arrivals, fps, delay - 1)).toBe(true)
      }),
    )
  })

  it('cannot be told without an arrival', () => {
    expect(() => requiredStartDelay([], 30)).toThrow(RangeError)
  })
})

describe("slide 3's playback row", () => {
  it('steps by 33.3 ms, which is 30 frames a second and not the 60 of its label', () => {
    const row = [0, 33, 66, 100, 133, 166]
    expect(row.map((_, i) => Math.floor(toMs(tickTime(i, 30))))).toEqual(row)
    expect(row.map((_, i) => Math.floor(toMs(tickTime(i, 60))))).toEqual([0, 16, 33, 50, 66, 83])
  })
})
