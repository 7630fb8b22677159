import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { RevealFrame } from '../../engine/log/reveal/frame.ts'

export interface Band {
  readonly top: number
  readonly bottom: number
}

export interface RingPlace {
  readonly left: number
  readonly width: number
  readonly x: number
  readonly y: number
  readonly radius: number
  /** Where the words beside the ring begin; null where they stand below it. */
  readonly words: number | null
  /** There is room for few words only. */
  readonly short: boolean
}

/** Where everything stands in the picture, in pixels. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly rings: readonly [RingPlace, RingPlace]
  readonly ringTop: number
  readonly log: Band
  readonly left: number
  readonly right: number
  readonly axis: number
  /** Null in little room: the words above tell how much is kept. */
  readonly kept: Band | null
  readonly trouble: Band
  /** From microseconds to pixels. */
  readonly x: ScaleLinear<number, number>
  readonly narrow: boolean
}

const NARROW = 620
/** From here on there is room for words beside each ring. */
const ROOM_FOR_WORDS = 740
/** And from here on for all of them. */
const ROOM_FOR_ALL = 880

/** Two rings side by side, the log below them, two charts over time at the bottom. */
export function layOut(frame: RevealFrame, width: number, compact: boolean): Layout {
  const narrow = width < NARROW
  const isBeside = width >= ROOM_FOR_WORDS
  const radius = narrow ? Math.min(66, width / 4 - 14) : compact ? 78 : 92
  const ringTop = compact && !narrow ? 40 : narrow ? 44 : 52
  const ringBottom = ringTop + 2 * radius + (isBeside ? (compact ? 18 : 34) : 124)
  const half = width / 2
  const place = (i: number): RingPlace => {
    const left = i * half
    const x = isBeside ? left + radius + 34 : left + half / 2
    return {
      left,
      width: half,
      x,
      y: ringTop + radius + 14,
      radius,
      words: isBeside ? x + radius + 44 : null,
      short: width < ROOM_FOR_ALL,
    }
  }
  const log = { top: ringBottom + 26, bottom: ringBottom + (narrow ? 150 : compact ? 136 : 142) }
  const left = 44
  const right = width - (narrow ? 8 : 84)
  const plot = compact ? 60 : 78
  const axis = log.bottom + (compact ? 36 : 44)
  const first = { top: axis + 4, bottom: axis + 4 + plot }
  const kept = compact ? null : first
  const trouble = compact ? first : { top: first.bottom + 26, bottom: first.bottom + 26 + plot }
  const x = scaleLinear([frame.span.from, frame.span.to], [left, right])
  return {
    width,
    height: trouble.bottom + 12,
    rings: [place(0), place(1)],
    ringTop,
    log,
    left,
    right,
    axis,
    kept,
    trouble,
    x,
    narrow,
  }
}
