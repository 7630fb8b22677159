import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { JitterFrame } from '../../engine/jitter/frame.ts'

/** Where everything stands in the picture, in pixels; time runs from left to right everywhere. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly axis: number
  /** The network: packets leave at the top and arrive at the bottom. */
  readonly network: Band
  readonly lanes: readonly LaneLayout[]
  readonly depth: Band
  readonly delay: Band
  /** From microseconds to pixels. */
  readonly x: ScaleLinear<number, number>
  /** Few pixels: labels stand above their rows instead of beside them. */
  readonly narrow: boolean
  /** How wide one frame is, in pixels: below a few, single frames can't be told apart. */
  readonly frameWidth: number
}

/** Narrower than this, in pixels, frames are drawn as one run and lines get thin. */
export const DENSE = 4

export interface Band {
  readonly top: number
  readonly bottom: number
}

export interface LaneLayout {
  /** The buffer: packets come in at the top and are shown at the bottom. */
  readonly buffer: Band
  readonly strip: Band
}

const NARROW = 560
const GUTTER = 108
const AXIS = 22

interface Sizes {
  readonly network: number
  readonly buffer: number
  readonly strip: number
  readonly gap: number
  readonly depth: number
  readonly delay: number
}

const PAGE: Sizes = { network: 82, buffer: 44, strip: 30, gap: 30, depth: 56, delay: 112 }
const COMPACT: Sizes = { network: 66, buffer: 38, strip: 26, gap: 28, depth: 0, delay: 88 }

/** Lays the frame out on `width` pixels. At most `maxLanes` lanes get a strip of their own. */
export function layOut(frame: JitterFrame, width: number, compact: boolean, maxLanes: number): Layout {
  const sizes = compact ? COMPACT : PAGE
  const narrow = width < NARROW
  const left = narrow ? 40 : GUTTER
  const right = width - 10
  const network: Band = { top: AXIS + 12, bottom: AXIS + 12 + sizes.network }
  let y = network.bottom + sizes.gap + 6
  const lanes = frame.lanes.slice(0, maxLanes).map((): LaneLayout => {
    const buffer = { top: y, bottom: y + sizes.buffer }
    const strip = { top: buffer.bottom, bottom: buffer.bottom + sizes.strip }
    y = strip.bottom + sizes.gap
    return { buffer, strip }
  })
  const depth = { top: y, bottom: y + sizes.depth }
  if (sizes.depth > 0) y = depth.bottom + sizes.gap
  const delay = { top: y, bottom: y + sizes.delay }
  const x = scaleLinear([frame.span.from, frame.span.to], [left, right])
  return {
    width,
    height: delay.bottom + 10,
    left,
    right,
    axis: AXIS,
    network,
    lanes,
    depth,
    delay,
    x,
    narrow,
    frameWidth: x(frame.interval) - x(0),
  }
}
