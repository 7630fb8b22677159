import { scaleLinear, type ScaleLinear } from 'd3-scale'
import { SECOND } from '../../engine/kernel/time.ts'
import type { PipelineFrame } from '../../engine/pipeline/frame.ts'

export interface Band {
  readonly top: number
  readonly bottom: number
}

/** Where the parts of a player stand in its row: rings, the stages between them, the screen. In pixels. */
export interface Parts {
  /** Where frames come in. */
  readonly start: number
  readonly y: number
  readonly radius: number
  /** How thick a ring is. */
  readonly thickness: number
  /** The middles of the three rings. */
  readonly rings: readonly [number, number, number]
  /** The middles of decoder and renderer. */
  readonly boxes: readonly [number, number]
  readonly boxWidth: number
  readonly boxHeight: number
  /** The screen; null where there is no room for it. */
  readonly screen: { readonly x: number; readonly width: number; readonly height: number } | null
}

export interface LaneLayout {
  readonly title: number
  /** What stands above the strips: a player's parts, or swap buffers. */
  readonly head: Band
  readonly strip: Band
  /** Swap buffers only: what is drawn, above what is shown. */
  readonly drawn: Band
}

/** Where everything stands in the picture, in pixels; time runs from left to right everywhere. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly axis: number
  readonly lanes: readonly LaneLayout[]
  readonly parts: Parts
  readonly interval: Band
  readonly age: Band
  /** From microseconds to pixels. */
  readonly x: ScaleLinear<number, number>
  /** Few pixels: no screen beside the rings, shorter words. */
  readonly narrow: boolean
  readonly compact: boolean
  /** How wide one refresh is, in pixels: below a few, single pictures can't be told apart. */
  readonly refreshWidth: number
}

/** Narrower than this, in pixels, pictures are drawn as one run. */
export const DENSE = 4
const NARROW = 560

interface Sizes {
  readonly radius: number
  readonly words: number
  readonly strip: number
  readonly plot: number
  readonly gap: number
}

const PAGE: Sizes = { radius: 50, words: 54, strip: 26, plot: 70, gap: 32 }
const COMPACT: Sizes = { radius: 33, words: 33, strip: 20, plot: 34, gap: 24 }

const TITLE = 18
const NARROW_WORDS = 50
/** Room above the rings for the arrow that passes by the third. */
const ABOVE = 12

/** Lays the frame out on `width` pixels. */
export function layOut(frame: PipelineFrame, width: number, compact: boolean): Layout {
  const sizes = compact ? COMPACT : PAGE
  const narrow = width < NARROW
  const isSwap = frame.settings.mode === 'swap'
  const left = narrow ? 34 : 60
  const right = width - 8
  const radius = narrow ? Math.min(sizes.radius, 30, (width - 70) / 6.7) : sizes.radius
  const swapHead = compact ? 40 : 52
  let y = 0
  const heads = frame.lanes.map((): { title: number; head: Band } => {
    const title = y + TITLE - 5
    const top = y + TITLE
    const bottom = top + (isSwap ? swapHead : ABOVE + 2 * radius + (narrow ? NARROW_WORDS : sizes.words))
    y = isSwap ? bottom + 2 * sizes.strip + (compact ? 8 : 16) : bottom
    return { title, head: { top, bottom } }
  })
  const axis = y + 14
  y = axis + 8
  const lanes = heads.map(({ title, head }): LaneLayout => {
    if (isSwap) {
      const drawn = { top: head.bottom + 2, bottom: head.bottom + 2 + sizes.strip - 2 }
      return { title, head, drawn, strip: { top: drawn.bottom + 2, bottom: drawn.bottom + 2 + sizes.strip } }
    }
    const strip = { top: y + 10, bottom: y + 10 + sizes.strip }
    y = strip.bottom + 2
    return { title, head, strip, drawn: strip }
  })
  const interval = band(y + sizes.gap, sizes.plot)
  const age = isSwap ? interval : band(interval.bottom + sizes.gap, sizes.plot)
  const x = scaleLinear([frame.span.from, frame.span.to], [left, right])
  return {
    width,
    height: age.bottom + 8,
    left,
    right,
    axis,
    lanes,
    parts: layOutParts(width, radius, narrow, compact),
    interval,
    age,
    x,
    narrow,
    compact,
    refreshWidth: x(SECOND / frame.settings.hz) - x(0),
  }
}

const band = (top: number, height: number): Band => ({ top, bottom: top + height })

function layOutParts(width: number, radius: number, narrow: boolean, compact: boolean): Parts {
  const boxWidth = narrow ? 34 : compact ? 66 : 82
  const screenWidth = narrow ? 0 : compact ? 92 : 120
  const gaps = narrow ? 5 : 6
  const gap = (width - 12 - 6 * radius - 2 * boxWidth - screenWidth) / gaps
  const start = 6
  const ring0 = start + gap + radius
  const box0 = ring0 + radius + gap + boxWidth / 2
  const ring1 = box0 + boxWidth / 2 + gap + radius
  const box1 = ring1 + radius + gap + boxWidth / 2
  const ring2 = box1 + boxWidth / 2 + gap + radius
  return {
    start,
    y: ABOVE + radius,
    radius,
    thickness: Math.round(radius * 0.34),
    rings: [ring0, ring1, ring2],
    boxes: [box0, box1],
    boxWidth,
    boxHeight: narrow ? 26 : compact ? 32 : 40,
    screen: narrow ? null : { x: ring2 + radius + gap, width: screenWidth, height: Math.round(radius * 1.3) },
  }
}
