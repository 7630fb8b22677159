import { scaleLinear, type ScaleLinear } from 'd3-scale'
import { SECOND, type SimTime } from '../../../engine/kernel/time.ts'
import type { PlaneFrame } from '../../../engine/ingest/plane/frame.ts'

export const MINUTE: SimTime = 60 * SECOND

/** Where everything of the plane stands, in pixels: arrival from left to right, event time from below upwards. */
export interface PlaneLayout {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** From microseconds of arrival and of event time to pixels. */
  readonly x: ScaleLinear<number, number>
  readonly y: ScaleLinear<number, number>
  /** How high a minute is. */
  readonly minute: number
  readonly narrow: boolean
}

const NARROW = 560
/** What is ahead of now, as a share of what is behind. */
const AHEAD = 0.14
/** Below the plane: the name of its lower axis, and what does not fit in. */
const FOOT = 20
const LEAST_BEHIND = 2 * MINUTE

/** Lays the plane out on `width` pixels, with as much of the past in it as the frame's span is long. */
export function layOutPlane(
  { now, span: shown }: Pick<PlaneFrame, 'now' | 'span'>,
  width: number,
  compact: boolean,
): PlaneLayout {
  const narrow = width < NARROW
  const left = narrow ? 40 : 54
  const right = width - 8
  const top = 24
  const bottom = top + (compact ? 230 : narrow ? 300 : 400)
  const past = Math.max(LEAST_BEHIND, shown.to - shown.from)
  // In the beginning there is no past to show: the plane stands still until there is.
  const from = Math.max(0, now - past)
  const to = from + past * (1 + AHEAD)
  const x = scaleLinear([from, to], [left, right])
  const y = scaleLinear([from, from + past * (1 + AHEAD / 2)], [bottom, top])
  return { width, height: bottom + FOOT, left, right, top, bottom, x, y, minute: y(0) - y(MINUTE), narrow }
}

/** The minute that a moment of event time belongs to. */
export const minuteOf = (time: number): number => Math.floor(time / MINUTE)

/** "7:05": minutes and seconds since the run began. */
export function clock(time: SimTime): string {
  const seconds = Math.floor(Math.abs(time) / SECOND)
  const rest = String(seconds % 60).padStart(2, '0')
  return `${time < 0 ? '−' : ''}${Math.floor(seconds / 60)}:${rest}`
}

/** "4 min 10 s", "0.3 s": how long something took. */
export function span(time: SimTime): string {
  const seconds = time / SECOND
  if (seconds === 0) return '0 s'
  if (Math.abs(seconds) < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 120) return `${whole} s`
  const rest = whole % 60
  return `${Math.floor(whole / 60)} min${rest === 0 ? '' : ` ${rest} s`}`
}

/** 119,804 as "119.8 K": three figures, for marks in a picture. */
export function short(value: number): string {
  if (value < 10_000) return value.toLocaleString('en')
  return value < 1_000_000 ? `${(value / 1_000).toFixed(1)} K` : `${(value / 1_000_000).toFixed(2)} M`
}
