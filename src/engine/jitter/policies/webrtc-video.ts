import { fromMs, MILLISECOND, type SimTime } from '../../kernel/time.ts'
import { delayPolicy } from './policy.ts'
import {
  jitterEstimate,
  startJitterEstimator,
  updateJitter,
  type JitterEstimator,
} from './webrtc-video/jitter-estimator.ts'
import {
  expectedArrival,
  startLine,
  toTicks,
  updateLine,
  type TimestampLine,
} from './webrtc-video/timestamp-extrapolator.ts'

/** Traces carry no frame sizes, so all frames are of one: about 1.2 Mbit/s at 30 a second. */
const FRAME_BYTES = 5_000
const RENDER_MS = 10
const MOST_DELAY_MS = 10_000

interface VideoState {
  readonly jitter: JitterEstimator
  line: TimestampLine | null
  newest: number
  lastSent: SimTime
  lastArrived: SimTime
  fastest: SimTime
  /** What is added to the expected arrival, in milliseconds: grows only when frames are late, falls at once. */
  currentMs: number
}

/** Never below the fastest packet, where none could be played: the line may tilt when a stream begins badly. */
function offsetOf({ line, lastSent, currentMs, fastest }: VideoState): SimTime {
  if (line === null) return 0
  return Math.max(fastest, fromMs(expectedArrival(line, toTicks(lastSent)) + currentMs) - lastSent)
}

/**
 * WebRTC's video buffer: JitterEstimator and VCMTiming. Frames are never sent again here, decoding takes no time, and
 * overtaken frames are not measured. Source: WebRTC modules/video_coding/timing/timing.cc.
 */
export const webrtcVideo = delayPolicy<VideoState>({
  kind: 'delay',
  start: () => ({
    jitter: startJitterEstimator(),
    line: null,
    newest: -1,
    lastSent: 0,
    lastArrived: 0,
    fastest: Infinity,
    currentMs: 0,
  }),
  observe(state, { sequence, sent, arrived }) {
    state.fastest = Math.min(state.fastest, arrived - sent)
    if (sequence <= state.newest) return
    const nowMs = arrived / MILLISECOND
    const isFirst = state.line === null
    const variation = isFirst ? 0 : arrived - state.lastArrived - (sent - state.lastSent)
    state.newest = sequence
    state.lastSent = sent
    state.lastArrived = arrived
    state.line ??= startLine(nowMs, toTicks(sent))
    updateLine(state.line, nowMs, toTicks(sent))
    updateJitter(state.jitter, variation / MILLISECOND, FRAME_BYTES, nowMs)
    const jitterMs = jitterEstimate(state.jitter)
    if (state.currentMs === 0) state.currentMs = jitterMs
    const lateMs = Math.max(
      0,
      nowMs - expectedArrival(state.line, toTicks(sent)) - state.currentMs + RENDER_MS,
    )
    state.currentMs = Math.min(state.currentMs + lateMs, jitterMs + RENDER_MS, MOST_DELAY_MS)
  },
  offset: offsetOf,
  target: (state) => (state.line === null ? 0 : offsetOf(state) - state.fastest),
})
