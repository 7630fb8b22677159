import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ramjeeFour,
  ramjeeOne,
  startRamjee,
  type RamjeeState,
} from '../../../../src/engine/jitter/policies/ramjee.ts'
import { fromMs } from '../../../../src/engine/kernel/time.ts'
import { at } from '../../../../src/shared/assert.ts'
import { Listener } from '../../../support/listener.ts'

const repeat = (count: number, value: number): number[] => Array.from({ length: count }, () => value)

describe('four times J', () => {
  it('is no percentile: 20 s after a step of 40 ms it aims at nothing, though every packet comes 40 ms late', () => {
    const { targets } = new Listener('rfc3550').hearAll([...repeat(5, 50), ...repeat(1_000, 90)])
    expect(at(targets, 5)).toBe(4 * 2.5)
    expect(targets.at(-1)).toBe(0)
  })

  it('of a spike of 100 ms is 25 ms', () => {
    const { targets } = new Listener('rfc3550').hearAll([50, 50, 150])
    expect(targets).toEqual([0, 0, 25])
  })

  it('of changes by 10 ms, to and fro, ends at 40 ms', () => {
    const delays = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 45 : 55))
    expect(new Listener('rfc3550').hearAll(delays).targets.at(-1)).toBeCloseTo(40, 2)
  })
})

/** Network delays in milliseconds, with a spike in them, and what each algorithm makes of it, starting at the first. */
const SPIKE = [50, 52, 49, 51, 50, 200, 180, 160, 140, 120, 100, 80, 60, 50, 51, 50]

const after = (step: (state: RamjeeState, n: number) => void, delays: readonly number[]): RamjeeState[] => {
  const state = startRamjee()
  return delays.map((n) => {
    step(state, n)
    return { ...state }
  })
}

// Computed by another program from the paper's pseudo code.
describe('Ramjee', () => {
  it('1 has two slow averages', () => {
    const { delay, deviation } = at(after(ramjeeOne, SPIKE), SPIKE.length - 1)
    expect([delay, deviation]).toEqual([expect.closeTo(51.2648, 4), expect.closeTo(1.2576, 4)])
  })

  it('4 follows a spike packet by packet, and has its slow estimates back when it is over', () => {
    const expected = [
      [50.25, 0.2188, false],
      [50.0938, 0.3281, false],
      [50.207, 0.3862, false],
      [50.1812, 0.3606, false],
      [200.1812, 0.3382, true],
      [180.1812, 0.3185, true],
      [160.1812, 0.3014, true],
      [140.1812, 0.2863, true],
      [120.1812, 0.2732, true],
      [100.1812, 0.2617, true],
      [80.1812, 0.2516, true],
      [60.1812, 0.2428, true],
      [50.1812, 0.2351, true],
      [50.1812, 0.2351, false],
      [50.1585, 0.2255, false],
    ]
    const states = after(ramjeeFour, SPIKE).slice(1)
    expect(states.map(({ delay, deviation, inSpike }) => [delay, deviation, inSpike])).toEqual(
      expected.map(([d, v, spike]) => [expect.closeTo(Number(d), 3), expect.closeTo(Number(v), 3), spike]),
    )
  })

  it('4 has no spike below 100 ms: 800 samples at 8 kHz', () => {
    expect(at(after(ramjeeFour, [50, 50, 150]), 2).inSpike).toBe(false)
    expect(at(after(ramjeeFour, [50, 50, 150.1]), 2).inSpike).toBe(true)
  })

  it.each(['ramjee-1', 'ramjee-4'] as const)('%s plays four deviations after its delay', (id) => {
    const listener = new Listener(id).hearAll([50, 52, 49, 51, 50])
    const { delay, deviation } = at(
      after(id === 'ramjee-1' ? ramjeeOne : ramjeeFour, [50, 52, 49, 51, 50]),
      4,
    )
    expect(listener.offset).toBe(fromMs(delay + 4 * deviation))
    expect(listener.targets.at(-1)).toBeCloseTo(delay + 4 * deviation - 49, 2)
  })

  it('4 never aims below the fastest packet, not even after a spike that fell too far', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2_000), { minLength: 1, maxLength: 100 }), (delays) => {
        const listener = new Listener('ramjee-4').hearAll(delays)
        expect(listener.offset).toBeGreaterThanOrEqual(fromMs(Math.min(...delays)))
      }),
    )
  })
})

describe('the histogram of Moon, Kurose and Towsley', () => {
  it('aims at the smallest delay that 99 % of the last 10,000 did not exceed', () => {
    const step = fc.oneof(fc.nat(30), fc.constantFrom(0, 29))
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 300 }), (list) => {
        const delays = list.map((delay) => delay + 50)
        const sorted = delays.toSorted((a, b) => a - b)
        const wanted = sorted.find(
          (delay) => delays.filter((other) => other <= delay).length >= 0.99 * delays.length - 1e-9,
        )
        // Nothing here is four frames late, so nothing is a spike.
        expect(new Listener('moon').hearAll(delays).offset).toBe(fromMs(wanted ?? 0))
      }),
    )
  })

  it('forgets what is further back', () => {
    const listener = new Listener('moon').hearAll([...repeat(200, 79), ...repeat(9_800, 50)])
    expect(listener.targets.at(-1)).toBe(29)
    expect(listener.hearAll(repeat(101, 50)).targets.at(-1)).toBe(0)
  })

  it('takes four times the playout delay for a spike, follows it, and keeps it out of the histogram', () => {
    const calm = Array.from({ length: 400 }, (_, i) => 50 + (i % 26))
    const listener = new Listener('moon').hearAll(calm)
    expect(listener.targets.at(-1)).toBe(25)
    const spike = [351, 300, 200, 101, 100, 60]
    // Above the fastest: 301 > 4 · 25 begins it, 50 <= 2 · 25 ends it.
    expect(listener.hearAll(spike).targets).toEqual([301, 250, 150, 51, 25, 25])
  })

  it('does not call a spike what is less than four frames', () => {
    expect(new Listener('moon').hearAll([...repeat(100, 50), 130, 50]).targets.at(-1)).toBe(0)
    expect(new Listener('moon').hearAll([...repeat(100, 50), 131]).targets.at(-1)).toBe(81)
  })
})
