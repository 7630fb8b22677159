import { describe, expect, it } from 'vitest'
import {
  jitterEstimate,
  startJitterEstimator,
  updateJitter,
  type JitterEstimator,
} from '../../../../src/engine/jitter/policies/webrtc-video/jitter-estimator.ts'
import {
  expectedVariation,
  startDelayVariation,
  updateDelayVariation,
} from '../../../../src/engine/jitter/policies/webrtc-video/kalman.ts'
import {
  expectedArrival,
  startLine,
  updateLine,
  type TimestampLine,
} from '../../../../src/engine/jitter/policies/webrtc-video/timestamp-extrapolator.ts'
import { Listener } from '../../../support/listener.ts'
import { normalQuantile } from '../../../../src/engine/kernel/normal.ts'

/** WebRTC's test data: a sawtooth of delay variations of up to 50 ms, in frames whose size goes with them. */
function hearSawtooth(state: JitterEstimator, frames: number, fps: number): void {
  for (let i = 0; i < frames; i++) {
    const variation = ((i % 11) - 5) * 10
    updateJitter(state, variation, 1_000 + variation / 5, (1_000 * i) / fps)
  }
}

describe('the jitter estimator of WebRTC video', () => {
  it('converges to 54 ms (JitterEstimatorTest.SteadyStateConvergence)', () => {
    const state = startJitterEstimator()
    hearSawtooth(state, 1_800, 30)
    expect(Math.round(jitterEstimate(state))).toBe(54)
    // Another port, which reproduces WebRTC's own tests.
    expect(jitterEstimate(state)).toBeCloseTo(53.6817, 2)
  })

  it('takes a frame ten times as large for no outlier (SizeOutlierIsNotRejectedAndIncreasesJitterEstimate)', () => {
    const state = startJitterEstimator()
    hearSawtooth(state, 1_800, 30)
    const steady = jitterEstimate(state)
    updateJitter(state, 20, 10_040, 60_000)
    expect(jitterEstimate(state)).toBeGreaterThan(1.25 * steady)
  })

  it('is off at five frames a second (LowFramerateDisablesJitterEstimator), and half on at seven and a half', () => {
    const slow = startJitterEstimator()
    hearSawtooth(slow, 60, 5)
    expect(jitterEstimate(slow)).toBeCloseTo(0, 9)
    const state = startJitterEstimator()
    for (let i = 0; i < 600; i++) updateJitter(state, 0, 5_000, i * (1_000 / 7.5))
    expect(jitterEstimate(state)).toBeCloseTo(11 / 2, 6)
  })

  it('without jitter is 11 ms: one, and ten for the operating system', () => {
    const state = startJitterEstimator()
    for (let i = 0; i < 600; i++) updateJitter(state, 0, 5_000, (1_000 * i) / 30)
    expect(jitterEstimate(state)).toBeCloseTo(11, 6)
  })
})

describe('the Kalman filter of WebRTC video', () => {
  it('converges to 3 ms (VerifyConvergenceWithAlternatingDeviations)', () => {
    const filter = startDelayVariation()
    for (let i = 0; i < 1_800; i++) {
      const sign = i % 2 === 0 ? 1 : -1
      updateDelayVariation(filter, 3 * sign, 200 * sign, 2_000, 0.1)
    }
    expect(Math.abs(expectedVariation(filter, 200) - 3)).toBeLessThan(0.1)
    expect(expectedVariation(filter, 200)).toBeCloseTo(2.96674, 5)
  })
})

describe('the line through timestamps', () => {
  const TICKS = 90
  const line = (): TimestampLine => startLine(1_000, 500)
  /** Frames every 33 ms of the sender's clock, which is `drift` too fast, with `late(i)` in milliseconds. */
  function follow(state: TimestampLine, frames: number, late: (i: number) => number, drift = 0): void {
    for (let i = 0; i < frames; i++)
      updateLine(state, 1_000 + 33 * i * (1 + drift) + late(i), 500 + 33 * TICKS * i)
  }

  it('goes through frames that come evenly, also of a clock that drifts', () => {
    const even = line()
    follow(even, 600, () => 0, 100e-6)
    expect(expectedArrival(even, 500 + 33 * TICKS * 600)).toBeCloseTo(1_000 + 33 * 600 * (1 + 100e-6), 1)
    expect((TICKS / even.slope - 1) * 1e6).toBeCloseTo(100, 0)
  })

  it('keeps out of the way of a spike, and follows a change that lasts', () => {
    const spiky = line()
    const noise = (i: number): number => (i % 5) - 2
    follow(spiky, 700, (i) => (i >= 600 && i < 640 ? 200 : noise(i)))
    expect(Math.abs(expectedArrival(spiky, 500 + 33 * TICKS * 700) - 1_000 - 33 * 700)).toBeLessThan(1)
    const shifted = line()
    follow(shifted, 1_500, (i) => (i >= 600 ? 200 : noise(i)))
    expect(Math.abs(expectedArrival(shifted, 500 + 33 * TICKS * 1_500) - 1_200 - 33 * 1_500)).toBeLessThan(20)
  })

  it('starts anew after ten seconds without a frame', () => {
    const broken = line()
    follow(broken, 100, () => 0)
    updateLine(broken, 60_000, 500 + 33 * TICKS * 101)
    expect(broken.frames).toBe(1)
    expect(expectedArrival(broken, 500 + 33 * TICKS * 102)).toBeCloseTo(60_033, 6)
  })
})

describe('the delay of WebRTC video', () => {
  /** The 'noise' of n packets of a normal distribution: 40 ms and this deviation, by the golden section. */
  const noisy = (deviation: number, n: number): number[] =>
    Array.from({ length: n }, (_, i) => {
      const share = ((i + 1) * 0.6180339887498949) % 1
      return 200 + deviation * normalQuantile(Math.min(0.9999, Math.max(0.0001, share)))
    })

  it('hardly minds jitter up to some 10 ms: it lets 30 ms freeze', () => {
    const delays = noisy(5, 1_800)
    const target = new Listener('webrtc-video', 1_000 / 30).hearAll(delays).targets.at(-1) ?? 0
    const mean = 200 - Math.min(...delays)
    // Above the mean delay: 11 ms for jitter, and 10 to draw; frames that are late use that up.
    expect(target - mean).toBeGreaterThan(9)
    expect(target - mean).toBeLessThan(22)
  })

  it('grows with jitter beyond that', () => {
    const aims = [20, 30, 50].map((deviation) => {
      const delays = noisy(deviation, 1_800)
      const listener = new Listener('webrtc-video', 1_000 / 30).hearAll(delays)
      return (listener.targets.at(-1) ?? 0) - (200 - Math.min(...delays))
    })
    expect(aims).toEqual(aims.toSorted((a, b) => a - b))
    expect(aims[2]).toBeGreaterThan(60)
  })

  it('takes no notice of frames that were overtaken, nor of copies', () => {
    const one = new Listener('webrtc-video')
    const other = new Listener('webrtc-video')
    for (let i = 0; i < 100; i++) {
      for (const listener of [one, other]) listener.hear(i, 20_000 * i, 20_000 * i + 50_000 + (i % 3) * 1_000)
      other.hear(i, 20_000 * i, 20_000 * i + 90_000)
      expect(other.offset).toBe(one.offset)
    }
  })
})
