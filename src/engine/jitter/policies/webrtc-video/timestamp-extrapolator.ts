import { clamp } from '../../../../shared/clamp.ts'

/** Video timestamps count at 90 kHz. */
const TICKS_PER_MS = 90
const START_VARIANCE = 1e10
const TIMEOUT_MS = 10_000
const JUMP_TICKS = 10_000 * TICKS_PER_MS
const STARTUP_FRAMES = 2
const OUTLIERS_FROM_FRAME = 300
const MOST_OUTLIERS = 150
const OUTLIER_SIGMAS = 2
const KEEP_RESIDUAL = 0.999
const START_RESIDUAL_VARIANCE = 3_000 ** 2
const ALARM_TICKS = 60_000
const DRIFT_TICKS = 6_600
const MOST_ERROR_TICKS = 7_000

/**
 * A line through all frames so far, timestamp over arrival, by recursive least squares: ticks = slope · ms + offset.
 * It follows the sender's clock, and the mean of the network's delay with it. Plain data; the p are its covariance.
 */
export interface TimestampLine {
  startMs: number
  lastMs: number
  firstTicks: number
  lastTicks: number
  slope: number
  offset: number
  p00: number
  p01: number
  p10: number
  p11: number
  frames: number
  residualMean: number
  residualVariance: number
  outliers: number
  alarmUp: number
  alarmDown: number
}

/** A line that begins with a frame of timestamp `ticks`, come at `nowMs`. */
export const startLine = (nowMs: number, ticks: number): TimestampLine => ({
  startMs: nowMs,
  lastMs: nowMs,
  firstTicks: ticks,
  lastTicks: ticks,
  slope: TICKS_PER_MS,
  offset: 0,
  p00: 1,
  p01: 0,
  p10: 0,
  p11: START_VARIANCE,
  frames: 0,
  residualMean: 0,
  residualVariance: START_RESIDUAL_VARIANCE,
  outliers: 0,
  alarmUp: 0,
  alarmDown: 0,
})

/**
 * Takes a frame. After ten seconds without one, or a jump of ten seconds, the line starts anew.
 * Source: WebRTC modules/video_coding/timing/timestamp_extrapolator.cc.
 */
export function updateLine(line: TimestampLine, nowMs: number, ticks: number): void {
  if (nowMs - line.lastMs > TIMEOUT_MS || Math.abs(ticks - line.lastTicks) > JUMP_TICKS)
    Object.assign(line, startLine(nowMs, ticks))
  line.lastMs = nowMs
  const ms = nowMs - line.startMs
  const residual = ticks - line.firstTicks - ms * line.slope - line.offset
  if (isOutlier(line, residual)) {
    line.outliers += 1
    if (line.outliers <= MOST_OUTLIERS) return // a spike
    line.p11 = START_VARIANCE // it has lasted: the delay has changed
  }
  line.outliers = 0
  if (raisesAlarm(line, residual) && line.frames >= STARTUP_FRAMES) line.p11 = START_VARIANCE
  fit(line, ms, residual)
  line.lastTicks = ticks
  line.frames += 1
}

/** When a frame of timestamp `ticks` should have come, in milliseconds. */
export function expectedArrival(line: TimestampLine, ticks: number): number {
  if (line.frames < STARTUP_FRAMES) return line.lastMs + (ticks - line.lastTicks) / TICKS_PER_MS
  if (line.slope < 1e-3) return line.startMs
  return line.startMs + (ticks - line.firstTicks - line.offset) / line.slope
}

function fit(line: TimestampLine, ms: number, residual: number): void {
  const { p00, p01, p10, p11 } = line
  const h0 = p00 * ms + p01
  const h1 = p10 * ms + p11
  const scale = 1 + ms * h0 + h1
  const gain0 = h0 / scale
  const gain1 = h1 / scale
  line.slope += gain0 * residual
  line.offset += gain1 * residual
  line.p00 = p00 - gain0 * (ms * p00 + p10)
  line.p01 = p01 - gain0 * (ms * p01 + p11)
  line.p10 = p10 - gain1 * (ms * p00 + p10)
  line.p11 = p11 - gain1 * (ms * p01 + p11)
}

/** Far from the line by its own measure; the measure learns only from what is near. */
function isOutlier(line: TimestampLine, residual: number): boolean {
  const limit = OUTLIER_SIGMAS * Math.sqrt(line.residualVariance)
  if (line.frames >= OUTLIERS_FROM_FRAME && Math.abs(residual - line.residualMean) > limit) return true
  line.residualMean = KEEP_RESIDUAL * line.residualMean + (1 - KEEP_RESIDUAL) * residual
  const square = (residual - line.residualMean) ** 2
  line.residualVariance = Math.max(1, KEEP_RESIDUAL * line.residualVariance + (1 - KEEP_RESIDUAL) * square)
  return false
}

/** Residuals of one sign that add up: a sudden change of delay. */
function raisesAlarm(line: TimestampLine, residual: number): boolean {
  const error = clamp(residual, -MOST_ERROR_TICKS, MOST_ERROR_TICKS)
  line.alarmUp = Math.max(0, line.alarmUp + error - DRIFT_TICKS)
  line.alarmDown = Math.min(0, line.alarmDown + error + DRIFT_TICKS)
  if (line.alarmUp <= ALARM_TICKS && line.alarmDown >= -ALARM_TICKS) return false
  line.alarmUp = 0
  line.alarmDown = 0
  return true
}

/** Microseconds as ticks of 90 kHz. */
export const toTicks = (time: number): number => (time * TICKS_PER_MS) / 1_000
