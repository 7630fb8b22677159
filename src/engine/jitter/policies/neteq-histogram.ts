import { fromMs, MILLISECOND, type SimTime } from '../../kernel/time.ts'
import { fastestTransit, relativeDelay, startHistory, type ArrivalHistory } from './arrival-history.ts'
import { delayPolicy } from './policy.ts'
import {
  addToHistogram,
  histogramQuantile,
  startHistogram,
  type ForgettingHistogram,
} from './quantile-histogram.ts'

const BUCKET_MS = 20
const BUCKETS = 100
const QUANTILE = 0.95
/** Each sample keeps 0.983 of the past, in units of 2^-15. */
const KEEP = Math.floor(0.983 * 2 ** 15)
const START_WEIGHT = 2
const RESAMPLE_MS = 500
const START_TARGET: SimTime = 80 * MILLISECOND

interface NetEqState {
  readonly history: ArrivalHistory
  readonly estimate: DelayQuantile
  newest: number
}

/** The histogram's half of NetEq: from relative delays to a target, in milliseconds. */
export interface DelayQuantile {
  readonly histogram: ForgettingHistogram
  readonly resampleMs: number
  readonly quantile: number
  windowStart: number | null
  windowMax: number
  /** Null until the first window has ended. */
  optimalMs: number | null
}

export const startDelayQuantile = (
  histogram = startHistogram(BUCKETS, KEEP, START_WEIGHT),
  resampleMs = RESAMPLE_MS,
  quantile = QUANTILE,
): DelayQuantile => ({ histogram, resampleMs, quantile, windowStart: null, windowMax: 0, optimalMs: null })

/**
 * Takes one relative delay. The largest of each half second enters the histogram; the target is the upper edge
 * of the bucket at the quantile. Source: WebRTC modules/audio_coding/neteq/underrun_optimizer.cc.
 */
export function updateDelayQuantile(state: DelayQuantile, delayMs: number, nowMs: number): void {
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

const targetOf = ({ estimate }: NetEqState): SimTime =>
  estimate.optimalMs === null ? START_TARGET : fromMs(estimate.optimalMs)

/** WebRTC's audio buffer, its underrun part: a quantile of how late packets have lately been. */
export const neteqHistogram = delayPolicy<NetEqState>({
  kind: 'delay',
  origin: 'production',
  name: 'NetEq-style histogram',
  summary:
    "In the manner of NetEq, WebRTC's audio jitter buffer: it plays by timestamp and aims at the delay that 95 % of recent half-second worst cases stay under. Old ones are forgotten.",
  start: () => ({ history: startHistory(), estimate: startDelayQuantile(), newest: -1 }),
  observe(state, { sequence, sent, arrived }) {
    const delay = relativeDelay(state.history, sent, arrived)
    const isFirst = state.newest < 0
    if (sequence <= state.newest) return // overtaken, which NetEq handles apart; or a copy, which it refuses
    state.newest = sequence
    if (isFirst) return // one packet has nothing to be late against
    updateDelayQuantile(state.estimate, delay / MILLISECOND, arrived / MILLISECOND)
  },
  offset: (state) => fastestTransit(state.history) + targetOf(state),
  target: targetOf,
})
