import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fastestTransit,
  relativeDelay,
  slowestDelay,
  startHistory,
} from '../../../src/engine/jitter/policies/arrival-history.ts'
import { neteqHistogram } from '../../../src/engine/jitter/policies/neteq-histogram.ts'
import { constrainDelay } from '../../../src/engine/jitter/policies/neteq/delay-constraints.ts'
import {
  hearPacket,
  startDelayManager,
  targetDelay,
} from '../../../src/engine/jitter/policies/neteq/delay-manager.ts'
import {
  startReorderOptimizer,
  updateReorderOptimizer,
} from '../../../src/engine/jitter/policies/neteq/reorder-optimizer.ts'
import {
  startUnderrunOptimizer,
  updateUnderrunOptimizer,
} from '../../../src/engine/jitter/policies/neteq/underrun-optimizer.ts'
import type { PolicyContext } from '../../../src/engine/jitter/policies/policy.ts'
import {
  addToHistogram,
  histogramQuantile,
  startHistogram,
} from '../../../src/engine/jitter/policies/quantile-histogram.ts'
import { playoutOf } from '../../../src/engine/jitter/config-of.ts'
import { fromMs, toMs } from '../../../src/engine/kernel/time.ts'
import { plainSettings } from '../../support/jitter.ts'
import { sum } from '../../support/statistics.ts'

const context: PolicyContext = {
  options: playoutOf(plainSettings({ delay: 0, capacity: 30, stretch: 10 })),
  interval: fromMs(20),
}

/** A NetEq that is fed packets: `send` in milliseconds on the sender's clock, `delay` what the network took. */
class Listener {
  private readonly state = neteqHistogram.kind === 'delay' ? neteqHistogram.start(context) : {}
  hear(sequence: number, send: number, delay: number): number {
    const packet = { sequence, sent: fromMs(send), arrived: fromMs(send + delay) }
    if (neteqHistogram.kind === 'delay') neteqHistogram.observe(this.state, packet, context)
    return toMs(neteqHistogram.target(this.state, context))
  }
}

const START_TARGET = 80

/**
 * Windows of 26 packets, 20 ms apart: the 14th of each is `delays[i]` late, the others are not. The target at the
 * end of each window, before the next one's first packet has closed it.
 */
function targetsOf(delays: readonly number[]): number[] {
  const quantile = startUnderrunOptimizer()
  return delays.map((delay, window) => {
    for (let i = 0; i < 26; i++)
      updateUnderrunOptimizer(quantile, i === 13 ? delay : 0, 20 * (26 * window + i))
    return quantile.optimalMs ?? START_TARGET
  })
}

const repeat = (count: number, value: number): number[] => Array.from({ length: count }, () => value)

// The rows below are those of a port of WebRTC's delay manager that reproduces WebRTC's own unit tests.
describe('the target of NetEq', () => {
  it('is 80 ms until the first half second is over', () => {
    const neteq = new Listener()
    const targets = Array.from({ length: 40 }, (_, i) => neteq.hear(i, 20 * i, 50))
    // Half a second after the second packet, the first one that can be late.
    expect(targets.indexOf(20)).toBe(1 + 26)
    expect(new Set(targets.slice(0, 27))).toEqual(new Set([START_TARGET]))
  })

  it('is 120 ms when every half second has a packet 100 ms late', () => {
    expect(targetsOf(repeat(40, 100))).toEqual([START_TARGET, ...repeat(39, 120)])
  })

  it('follows a step from 0 to 200 ms in the very next window', () => {
    const targets = targetsOf([...repeat(20, 0), ...repeat(20, 200)])
    expect(targets).toEqual([START_TARGET, ...repeat(20, 20), ...repeat(19, 220)])
  })

  it('needs 68 windows, or 35 seconds, to come down from 200 ms to 20', () => {
    const targets = targetsOf([...repeat(20, 200), ...repeat(80, 0)])
    expect(targets).toEqual([START_TARGET, ...repeat(20 + 67, 220), ...repeat(12, 20)])
  })

  it('is pinned at 320 ms by one spike of 300 ms in ten windows', () => {
    const delays = Array.from({ length: 60 }, (_, i) => (i % 10 === 9 ? 300 : 0))
    expect(targetsOf(delays)).toEqual([START_TARGET, ...repeat(9, 20), ...repeat(50, 320)])
  })

  it('goes up and down with one spike of 300 ms in twenty-five windows', () => {
    const delays = Array.from({ length: 100 }, (_, i) => (i % 25 === 24 ? 300 : 0))
    expect(targetsOf(delays)).toEqual([
      START_TARGET,
      ...repeat(24, 20),
      ...repeat(7, 320),
      ...repeat(18, 20),
      ...repeat(5, 320),
      ...repeat(20, 20),
      ...repeat(3, 320),
      ...repeat(22, 20),
    ])
  })

  it('is 20 ms for packets without jitter (DelayManagerTest.UpdateNormal)', () => {
    const neteq = new Listener()
    const targets = Array.from({ length: 50 }, (_, i) => neteq.hear(i, 20 * i, 70))
    expect(targets.at(-1)).toBe(20)
  })

  it('takes no notice of copies, soon or late', () => {
    const alone = new Listener()
    const mixed = new Listener()
    for (let i = 0; i < 200; i++) {
      const expected = alone.hear(i, 20 * i, 30 + (i % 7))
      const target = mixed.hear(i, 20 * i, 30 + (i % 7))
      expect(target).toBe(expected)
      expect(mixed.hear(i, 20 * i, 400)).toBe(expected)
      expect(i === 0 || mixed.hear(i - 1, 20 * (i - 1), 600) === expected).toBe(true)
    }
  })
})

describe('what overtaken packets are worth to NetEq', () => {
  /** [delay, overtaken] a packet; what is best after each. */
  const bestAfter = (packets: readonly (readonly [number, boolean])[], base: number): (number | null)[] => {
    const optimizer = startReorderOptimizer(startHistogram(100, 32_745, 1))
    return packets.map(([delay, isReordered]) => {
      updateReorderOptimizer(optimizer, delay, isReordered, base)
      return optimizer.optimalMs
    })
  }

  it('only they raise the delay (ReorderOptimizerTest.OnlyIncreaseDelayForReorderedPackets)', () => {
    const packets = [
      [60, false],
      [100, false],
      [80, true],
    ] as const
    expect(bestAfter(packets, 0)).toEqual([20, 20, 100])
  })

  it('not if they are too few (ReorderOptimizerTest.AvoidIncreasingDelayWhenProbabilityIsLow)', () => {
    const packets = [...[1, 2, 3].map(() => [40, true] as const), [600, true] as const]
    expect(bestAfter(packets, 0).slice(2)).toEqual([60, 60])
  })

  it('but what is waited anyway costs nothing (ReorderOptimizerTest.BaseDelayIsSubtractedFromCost)', () => {
    const packets = [...[1, 2, 3].map(() => [40, true] as const), [600, true] as const]
    expect(bestAfter(packets, 200).slice(2)).toEqual([60, 620])
  })

  it('is a target of its own: with one packet in ten overtaken by 100 ms, 120 ms', () => {
    const neteq = new Listener()
    const targets = Array.from({ length: 40 }, (_, ten) => {
      for (let k = 10 * ten + 1; k < 10 * ten + 10; k++) neteq.hear(k, 20 * k, 50)
      return neteq.hear(10 * ten, 200 * ten, 150)
    })
    expect(new Set(targets.slice(1))).toEqual(new Set([120]))
  })

  it('is nothing where it comes later than the two seconds that are remembered', () => {
    const neteq = new Listener()
    for (let i = 1; i < 400; i++) neteq.hear(i, 20 * i, 50)
    expect(neteq.hear(0, 0, 8_000)).toBe(20)
  })
})

describe('the bounds of the target', () => {
  const free = { minimumMs: 0, maximumMs: 0, packetMs: 20 }
  it.each([
    ['free', 300, free, 300],
    ['at least what a page asks for', 40, { ...free, minimumMs: 500 }, 500],
    ['which is 10 s at most', 40, { ...free, minimumMs: 20_000, packetMs: 120 }, 10_000],
    ['at most what is set', 300, { ...free, maximumMs: 150 }, 150],
    ['or three quarters of 200 packets', 4_000, free, 3_000],
    ['whatever the least is', 40, { ...free, minimumMs: 2_000, packetMs: 5 }, 750],
  ])('are %s', (_, delay, constraints, expected) => {
    expect(constrainDelay(delay, constraints)).toBe(expected)
  })

  it('hold in the policy: at 240 packets a second no more than 625 ms', () => {
    const context240 = { ...context, interval: fromMs(1_000 / 240) }
    const manager = startDelayManager()
    for (let i = 0; i < 500; i++)
      hearPacket(manager, { sequence: i, sent: fromMs(10 * i), arrived: fromMs(10 * i + (i % 50) * 40) })
    expect(toMs(targetDelay(manager, context.interval))).toBe(1_980)
    expect(toMs(targetDelay(manager, context240.interval))).toBe(625)
  })
})

describe('the delay quantile', () => {
  it('takes the largest of each half second (UnderrunOptimizerTest.ResamplePacketDelays)', () => {
    const quantile = startUnderrunOptimizer(startHistogram(100, 32_745, null), 500, 0.95)
    for (let delay = 0; delay < 500; delay += 20) {
      updateUnderrunOptimizer(quantile, delay, 0)
      expect(quantile.optimalMs).toBeNull()
    }
    updateUnderrunOptimizer(quantile, 0, 510)
    expect(quantile.optimalMs).toBe(500)
  })

  it('keeps what it had when a delay is beyond its last bucket of two seconds', () => {
    const quantile = startUnderrunOptimizer()
    updateUnderrunOptimizer(quantile, 0, 0)
    updateUnderrunOptimizer(quantile, 5_000, 510)
    expect(quantile.optimalMs).toBe(20)
    updateUnderrunOptimizer(quantile, 0, 1_020)
    expect(quantile.optimalMs).toBe(20)
  })
})

describe('the arrival history', () => {
  it('tells how much longer a packet took than the fastest (PacketArrivalHistoryTest.RelativeArrivalDelay)', () => {
    // Milliseconds on the receiver's and on the sender's clock. The fourth packet was overtaken.
    const packets = [
      [0, 0],
      [20, 20],
      [60, 40],
      [60, -20],
      [100, 60],
      [100, 140],
      [140, 160],
    ] as const
    const history = startHistory()
    const delays = packets.map(([wall, sent]) => toMs(relativeDelay(history, fromMs(sent), fromMs(wall))))
    expect(delays).toEqual([0, 0, 20, 80, 40, 0, 20])
    expect(toMs(slowestDelay(history))).toBe(80)
  })

  it('measures against the fastest packet of the last two seconds of the sender, for any stream', () => {
    const stream = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 400 }), delay: fc.nat(500) }), {
      minLength: 1,
      maxLength: 200,
    })
    fc.assert(
      fc.property(stream, (list) => {
        const history = startHistory()
        const seen: { sent: number; transit: number }[] = []
        let sent = 0
        for (const { gap, delay } of list) {
          sent += gap
          const measured = relativeDelay(history, fromMs(sent), fromMs(sent + delay))
          seen.push({ sent, transit: delay })
          const inWindow = seen.filter((packet) => packet.sent >= sent - 2_000)
          const fastest = Math.min(...inWindow.map(({ transit }) => transit))
          expect(toMs(measured)).toBe(delay - fastest)
          expect(toMs(fastestTransit(history))).toBe(fastest)
          const slowest = Math.max(...inWindow.map(({ transit }) => transit))
          expect(toMs(slowestDelay(history))).toBe(slowest - fastest)
        }
      }),
    )
  })
})

describe('the forgetting histogram', () => {
  const samples = fc.array(fc.nat(99), { minLength: 1, maxLength: 300 })
  const setups = fc.constantFrom<[number, number | null]>(
    [32_212, 2],
    [32_745, null],
    [32_745, 1],
    [32_000, 5],
  )

  it('always sums to exactly 1, with no bucket below 0', () => {
    fc.assert(
      fc.property(setups, samples, ([keep, weight], list) => {
        const histogram = startHistogram(100, keep, weight)
        for (const bucket of list) {
          addToHistogram(histogram, bucket)
          expect(sum([...histogram.buckets])).toBe(2 ** 30)
          expect(Math.min(...histogram.buckets)).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  it('gives its quantile as the smallest bucket beyond which no more than the rest lies', () => {
    fc.assert(
      fc.property(setups, samples, fc.constantFrom(0.5, 0.9, 0.95, 0.97), ([keep, weight], list, q) => {
        const histogram = startHistogram(100, keep, weight)
        for (const bucket of list) addToHistogram(histogram, bucket)
        const shares = [...histogram.buckets].map((share) => share / 2 ** 30)
        const beyond = (index: number): number => sum(shares.slice(index + 1))
        const found = histogramQuantile(histogram, q)
        expect(beyond(found)).toBeLessThanOrEqual(1 - q + 1e-9)
        expect(found === 0 || beyond(found - 1) > 1 - q - 1e-9).toBe(true)
      }),
    )
  })

  it('weighs its first samples evenly but for the start weight, as WebRTC writes it: 1 - 2 / (n + 1)', () => {
    const histogram = startHistogram(10, 32_212, 2)
    const keeps = Array.from({ length: 6 }, (_, i) => {
      addToHistogram(histogram, i)
      return histogram.keep / 2 ** 15
    })
    keeps.forEach((keep, i) => expect(keep).toBeCloseTo(Math.max(0, 1 - 2 / (i + 2)), 4))
  })

  it('forgets: a bucket that no longer occurs fades by the forget factor', () => {
    const histogram = startHistogram(10, 32_212, 2)
    for (let i = 0; i < 400; i++) addToHistogram(histogram, 9)
    for (let i = 0; i < 100; i++) addToHistogram(histogram, 0)
    const share = (histogram.buckets[9] ?? 0) / 2 ** 30
    expect(share).toBeCloseTo((32_212 / 2 ** 15) ** 100, 3)
  })
})
