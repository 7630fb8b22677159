import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { CascadeFrame } from '../../engine/flow/cascade/frame.ts'

/** Where one stage stands: its tank, and its workers behind it. */
export interface StagePlace {
  readonly tank: number
  readonly tankWidth: number
  readonly box: number
  readonly boxWidth: number
}

/** Where one lane's pipeline stands, in pixels. */
export interface LanePlace {
  readonly title: number
  /** The tanks' top and bottom; pipes run along the middle. */
  readonly top: number
  readonly bottom: number
  readonly stages: readonly StagePlace[]
  /** The source's right edge, and where the way out begins. */
  readonly source: number
  readonly out: number
}

export interface Band {
  readonly top: number
  readonly bottom: number
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly narrow: boolean
  readonly compact: boolean
  readonly lanes: readonly LanePlace[]
  /** By lane: the heat map's title and its rows, the sources first. */
  readonly heat: readonly { readonly title: number; readonly top: number }[]
  readonly row: number
  readonly axis: number
  readonly latency: Band
  /** From microseconds to pixels. */
  readonly x: ScaleLinear<number, number>
}

const NARROW = 620

/** Lays the frame out on `width` pixels: two pipelines, then two heat maps and the times on one axis of time. */
export function layOut(frame: CascadeFrame, width: number, compact: boolean): Layout {
  const narrow = width < NARROW
  const count = frame.settings.stages
  const hasFanIn = frame.settings.rate2 > 0
  const tankHeight = compact ? 40 : narrow ? 50 : 58
  const source = narrow ? 50 : 104
  const out = width - (narrow ? 8 : 66)
  const cell = (out - source) / count
  const stages = Array.from({ length: count }, (_, i): StagePlace => {
    const start = source + i * cell
    const pipe = narrow ? 5 : Math.min(30, cell * 0.17)
    const gap = narrow ? 3 : 8
    const boxWidth = narrow ? 17 : Math.min(40, cell * 0.26)
    const tankWidth = Math.min(110, cell - pipe - gap - boxWidth - 2)
    const tank = start + cell - boxWidth - gap - tankWidth
    return { tank, tankWidth, box: tank + tankWidth + gap, boxWidth }
  })
  const head = narrow ? 38 : 22
  const foot = compact ? 18 : 34
  let y = 0
  const lanes = frame.lanes.map((): LanePlace => {
    const title = y + 16
    const top = y + head + (hasFanIn ? 34 : 20)
    const bottom = top + tankHeight
    y = bottom + foot + (compact ? 2 : 10)
    return { title, top, bottom, stages, source, out }
  })
  const row = compact ? 10 : narrow ? 11 : 13
  const axis = y + 16
  y = axis + 4
  const heat = frame.lanes.map(() => {
    const title = y + 11
    const top = y + 17
    y = top + row * (count + 1) + 6
    return { title, top }
  })
  const latency = { top: y + 24, bottom: y + 24 + (compact ? 44 : 84) }
  const left = narrow ? 46 : 76
  const right = width - 14
  return {
    width,
    height: latency.bottom + 8,
    left,
    right,
    narrow,
    compact,
    lanes,
    heat,
    row,
    axis,
    latency,
    x: scaleLinear([frame.span.from, frame.span.to], [left, right]),
  }
}
