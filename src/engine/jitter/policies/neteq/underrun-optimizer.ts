import {
  addToHistogram,
  histogramQuantile,
  startHistogram,
  type ForgettingHistogram,
} from '../quantile-histogram.ts'

/** The width of a bucket, and how many there are: two seconds together. */
export const BUCKET_MS = 20
export const BUCKETS = 100
const QUANTILE = 0.95
/** Each sample keeps 0.983 of the past, in units of 2^-15. */
const KEEP = Math.floor(0.983 * 2 ** 15)
export const START_WEIGHT = 2
const RESAMPLE_MS = 500

/** From relative delays to a delay under which the buffer seldom runs empty, in milliseconds. */
export interface UnderrunOptimizer {
  readonly histogram: ForgettingHistogram
  readonly resampleMs: number
  readonly quantile: number
  windowStart: number | null
  windowMax: number
  /** Null until the first window has ended. */
  optimalMs: number | null
}

export const startUnderrunOptimizer = (
  histogram = startHistogram(BUCKETS, KEEP, START_WEIGHT),
  resampleMs = RESAMPLE_MS,
  quantile = QUANTILE,
): UnderrunOptimizer => ({
  histogram,
  resampleMs,
  quantile,
  windowStart: null,
  windowMax: 0,
  optimalMs: null,
})

/**
 * Takes one relative delay. The largest of each half second enters the histogram; the best delay is the upper edge
 * of the bucket at the quantile. Source: WebRTC modules/audio_coding/neteq/underrun_optimizer.cc.
 */
export function updateUnderrunOptimizer(state: UnderrunOptimizer, delayMs: number, nowMs: number): void {
  state.windowStart ??= nowMs
  if (nowMs - state.windowStart > state.resampleMs) {
    const bucket = Math.floor(state.windowMax / BUCKET_MS)
    if (bucket < state.histogram.buckets.length) addToHistogram(state.histogram, bucket)
    state.optimalMs = (1 + histogramQuantile(state.histogram, state.quantile)) * BUCKET_MS
    state.windowStart = nowMs
    state.windowMax = 0
  }
  state.windowMax = Math.max(state.windowMax, delayMs)
}
