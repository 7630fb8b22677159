import { clamp } from '../../../../shared/clamp.ts'
import {
  expectedVariation,
  startDelayVariation,
  updateDelayVariation,
  type DelayVariationFilter,
} from './kalman.ts'

const START_BYTES = 500
/** Frames averaged before the size filters take over, and before an estimate is kept. */
const SIZE_STARTUP = 5
const STARTUP = 30
const KEEP_MEAN_SIZE = 0.97
const KEEP_LARGEST = 0.9999
const CLAMP_SIGMAS = 3.5
const OUTLIER_SIGMAS = 15
const LARGE_SIGMAS = 3
/** A frame this much smaller than the one before it, as a share of the largest, waited behind that one. */
const CONGESTED = -0.25
const MOST_SAMPLES = 400
/** 2.33 deviations are exceeded by one frame in a hundred, which may then freeze for 30 ms. */
const NOISE_SIGMAS = 2.33
const NOISE_ALLOWED_MS = 30
const LEAST_MS = 1
const MOST_MS = 10_000
const OPERATING_SYSTEM_MS = 10
const RATE_WINDOW = 30
const MOST_FPS = 200
const NO_JITTER_BELOW_FPS = 5
const FULL_JITTER_FROM_FPS = 10

/** How WebRTC tells the delay variation of frames that comes of their sizes from that of the network. Plain data. */
export interface JitterEstimator {
  readonly filter: DelayVariationFilter
  meanBytes: number
  largestBytes: number
  sizeVariance: number
  startBytes: number
  frames: number
  lastBytes: number | null
  noiseMean: number
  noiseVariance: number
  noiseSamples: number
  measured: number
  /** Milliseconds between updates, the latest last. */
  periods: number[]
  lastUpdate: number | null
  keptEstimate: number
  lastEstimate: number | null
}

export const startJitterEstimator = (): JitterEstimator => ({
  filter: startDelayVariation(),
  meanBytes: START_BYTES,
  largestBytes: START_BYTES,
  sizeVariance: 100,
  startBytes: 0,
  frames: 0,
  lastBytes: null,
  noiseMean: 0,
  noiseVariance: 4,
  noiseSamples: 1,
  measured: 0,
  periods: [],
  lastUpdate: null,
  keptEstimate: 0,
  lastEstimate: null,
})

/**
 * Takes a frame of `bytes` that came at `nowMs`, `variation` milliseconds later after its predecessor than it was
 * sent after it. Source: WebRTC modules/video_coding/timing/jitter_estimator.cc.
 */
export function updateJitter(state: JitterEstimator, variation: number, bytes: number, nowMs: number): void {
  updateSizes(state, bytes)
  const last = state.lastBytes
  state.lastBytes = bytes
  if (last === null) return
  measure(state, variation, bytes, bytes - last, nowMs)
  if (state.measured >= STARTUP) state.keptEstimate = estimate(state)
  else state.measured += 1
}

/** The delay that makes up for jitter now, in milliseconds. */
export function jitterEstimate(state: JitterEstimator): number {
  const jitter = Math.max(estimate(state) + OPERATING_SYSTEM_MS, state.keptEstimate)
  const fps = frameRate(state)
  if (fps === 0) return jitter
  const share = (fps - NO_JITTER_BELOW_FPS) / (FULL_JITTER_FROM_FPS - NO_JITTER_BELOW_FPS)
  return clamp(share, 0, 1) * jitter
}

function updateSizes(state: JitterEstimator, bytes: number): void {
  if (state.frames < SIZE_STARTUP) state.startBytes += bytes
  else if (state.frames === SIZE_STARTUP) state.meanBytes = state.startBytes / SIZE_STARTUP
  state.frames += 1
  const mean = KEEP_MEAN_SIZE * state.meanBytes + (1 - KEEP_MEAN_SIZE) * bytes
  const isKeyFrame = bytes >= state.meanBytes + 2 * Math.sqrt(state.sizeVariance)
  if (!isKeyFrame) state.meanBytes = mean
  const deviation = bytes - mean
  const variance = KEEP_MEAN_SIZE * state.sizeVariance + (1 - KEEP_MEAN_SIZE) * deviation * deviation
  state.sizeVariance = Math.max(1, variance)
  state.largestBytes = Math.max(KEEP_LARGEST * state.largestBytes, bytes)
}

function measure(state: JitterEstimator, raw: number, bytes: number, growth: number, nowMs: number): void {
  const sigma = Math.sqrt(state.noiseVariance)
  const most = CLAMP_SIGMAS * sigma + 0.5
  const variation = clamp(raw, -most, most)
  const deviation = variation - expectedVariation(state.filter, growth)
  const isUsual = Math.abs(deviation) < OUTLIER_SIGMAS * sigma
  const isLarge = bytes > state.meanBytes + LARGE_SIGMAS * Math.sqrt(state.sizeVariance)
  if (!isUsual && !isLarge) {
    measureNoise(state, Math.sign(deviation) * OUTLIER_SIGMAS * sigma, nowMs)
    return
  }
  measureNoise(state, deviation, nowMs)
  if (growth > CONGESTED * state.largestBytes)
    updateDelayVariation(state.filter, variation, growth, state.largestBytes, state.noiseVariance)
}

function measureNoise(state: JitterEstimator, deviation: number, nowMs: number): void {
  if (state.lastUpdate !== null) {
    state.periods.push(nowMs - state.lastUpdate)
    if (state.periods.length > RATE_WINDOW) state.periods.shift()
  }
  state.lastUpdate = nowMs
  let keep = (state.noiseSamples - 1) / state.noiseSamples
  state.noiseSamples = Math.min(MOST_SAMPLES, state.noiseSamples + 1)
  const fps = frameRate(state)
  if (fps > 0) keep = power(keep, rateScale(fps, state.noiseSamples))
  const deviationFromMean = deviation - state.noiseMean
  state.noiseMean = keep * state.noiseMean + (1 - keep) * deviation
  const variance = keep * state.noiseVariance + (1 - keep) * deviationFromMean * deviationFromMean
  state.noiseVariance = Math.max(1, variance)
}

/** At few frames a second each one counts for more; the rate itself is trusted only gradually. */
function rateScale(fps: number, samples: number): number {
  const scale = 30 / fps
  return samples < STARTUP ? (samples * scale + (STARTUP - samples)) / STARTUP : scale
}

function frameRate({ periods }: JitterEstimator): number {
  const mean = periods.reduce((sum, period) => sum + period, 0) / Math.max(1, periods.length)
  return mean <= 0 ? 0 : Math.min(MOST_FPS, 1_000 / mean)
}

function estimate(state: JitterEstimator): number {
  const forSize = state.filter.perByte * (state.largestBytes - state.meanBytes)
  const forNoise = Math.max(1, NOISE_SIGMAS * Math.sqrt(state.noiseVariance) - NOISE_ALLOWED_MS)
  const sum = forSize + forNoise
  const result = sum < LEAST_MS ? (state.lastEstimate ?? LEAST_MS) : Math.min(MOST_MS, sum)
  state.lastEstimate = result
  return result
}

/** JavaScript engines may differ in a power's last bits; rounded to 2^-40 they agree. */
const power = (base: number, exponent: number): number => Math.round(base ** exponent * 2 ** 40) / 2 ** 40
