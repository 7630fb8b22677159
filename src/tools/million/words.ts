import type { Report } from '../../ingest/report.ts'

const MB = 1e6

/** "1,000,000". */
export const whole = (value: number): string => Math.round(value).toLocaleString('en')

/** "1.02 million", "250,000", "990". */
export const inEvents = (value: number): string =>
  value >= 1e6 ? `${(value / 1e6).toFixed(2)} million` : whole(value)

/** "320 MB", "1.2 GB". */
export const inBytes = (bytes: number): string =>
  bytes >= 1_000 * MB ? `${(bytes / 1_000 / MB).toFixed(2)} GB` : `${Math.round(bytes / MB)} MB`

export const percent = (share: number): string => `${Math.round(100 * share)} %`

/** "0:03:30" of event time. */
export function clockOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** "2 min 12 s", "1.4 s". */
export function spanOf(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 100) return `${Math.round(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** Where a run stands that had `rate` asked of it, in a sentence. */
export function verdictOf(report: Report, rate: number): string {
  if (report.isFlat === 1)
    return `Flat out: ${inEvents(report.rate)} events a second, generation included, with ${workersOf(report)}.`
  const reached = `${inEvents(report.rate)} events a second`
  if (report.slippedMs < 1_000 && report.behindMs < 1_000)
    return `It keeps up: ${reached}, with ${percent(report.share)} of the time of ${workersOf(report)}.`
  if (report.slippedMs < 1_000)
    return `${(report.behindMs / 1_000).toFixed(1)} s behind the clock, and working.`
  const lost = `Event time has lost ${spanOf(report.slippedMs / 1_000)} against the clock so far; no event is skipped for it.`
  return report.behindMs < 1_000
    ? `It keeps up again: ${reached}, with ${percent(report.share)} of the time of ${workersOf(report)}. ${lost}`
    : `This machine does not keep up with ${whole(rate)} events a second now: it reaches ${reached}. ${lost}`
}

const workersOf = ({ workers }: Report): string => (workers === 1 ? 'one worker' : `${workers} workers`)
