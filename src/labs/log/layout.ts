import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'

export interface Band {
  readonly top: number
  readonly bottom: number
}

/** A partition's row: cursors stand above the blocks where there is room, else in them. */
export interface Row extends Band {
  readonly partition: number
  readonly block: Band
}

export interface Plot extends Band {
  readonly left: number
  readonly right: number
}

/** Where everything stands in the picture, in pixels. Offsets run from left to right. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly drawnTitle: number
  readonly drawn: readonly Row[]
  readonly axis: number
  readonly logTitle: number
  readonly rows: readonly Row[]
  /** Of two or three, side by side or below each other. */
  readonly plots: readonly Plot[]
  /** From offsets to pixels; from distances to the end where rows are aligned there. */
  readonly x: ScaleLinear<number, number>
  /** True where every row's end stands at the same place: partitions whose offsets differ widely. */
  readonly aligned: boolean
  readonly density: 'roomy' | 'tight' | 'dense'
  readonly narrow: boolean
}

/** What part of the offsets is in view. */
export interface Domain {
  readonly from: number
  readonly to: number
}

const NARROW = 600
const ALIGNED_FROM = 13
const DENSE_HEIGHT = 440
const AXIS = 20

/** The row's own offset for an offset of its partition. */
export const placeOf = (frame: TopicFrame, aligned: boolean, partition: number, offset: number): number =>
  aligned ? offset - (frame.partitions.logEnd[partition] ?? 0) : offset

/** All offsets there are, in steps, so that a growing log does not shrink the picture at every frame. */
export function wholeDomain(frame: TopicFrame): Domain {
  const { logStart, logEnd } = frame.partitions
  const aligned = logEnd.length >= ALIGNED_FROM
  let least = Infinity
  let most = 1
  logEnd.forEach((end, i) => {
    const start = Math.min(logStart[i] ?? 0, frame.drawn.start[i] ?? 0)
    least = Math.min(least, aligned ? start - end : start)
    most = Math.max(most, aligned ? 0 : end)
  })
  // What is being deleted, and groups that are behind the start, stay in view.
  const span = niceUp(1.12 * (most - least))
  if (aligned) return { from: -0.97 * span, to: 0.03 * span }
  const to = Math.max(span, most + 0.03 * span)
  return { from: to - span, to }
}

/** Where the longest partition ends, in the picture's offsets. */
export function endOf({ partitions: { logEnd } }: TopicFrame): number {
  return logEnd.length >= ALIGNED_FROM ? 0 : Math.max(0, ...logEnd)
}

/** The next of 1, 1.5, 2, 3, 5, 7 times a power of ten. */
function niceUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(40, value)))
  const step = [1, 1.5, 2, 3, 5, 7, 10].find((one) => one * power >= Math.max(40, value)) ?? 10
  return step * power
}

function rowSizes(
  partitions: number,
  compact: boolean,
): { density: Layout['density']; cursors: number; block: number; gap: number } {
  if (partitions <= (compact ? 2 : 4)) return { density: 'roomy', cursors: 20, block: 32, gap: 10 }
  if (partitions <= (compact ? 6 : 12)) return { density: 'tight', cursors: 13, block: 16, gap: 4 }
  const height = Math.max(6, Math.floor((compact ? 240 : DENSE_HEIGHT) / partitions))
  return { density: 'dense', cursors: 0, block: height - 2, gap: 2 }
}

/** Lays the picture out. `domain` null: all there is. */
export function layOut(frame: TopicFrame, width: number, compact: boolean, domain: Domain | null): Layout {
  const partitions = frame.partitions.logEnd.length
  const narrow = width < NARROW
  const left = narrow ? 30 : 44
  const right = width - (narrow ? 8 : 14)
  const sizes = rowSizes(partitions, compact)
  const drawnRows = Math.min(partitions, compact ? 1 : partitions <= 4 ? partitions : 2)
  const { from, to } = domain ?? wholeDomain(frame)

  let y = 18
  const drawnTitle = y
  y += 10
  const drawn = stack(drawnRows, y, { cursors: 16, block: 26, gap: 6 })
  y = (drawn.at(-1)?.bottom ?? y) + 34
  const axis = y
  y += 24
  const logTitle = y
  y += 10
  const rows = stack(partitions, y, sizes)
  y = (rows.at(-1)?.bottom ?? y) + 16
  const plots = compact ? [] : placePlots(y, left, right, narrow)
  const height = (plots.at(-1)?.bottom ?? y - 16) + AXIS
  return {
    width,
    height,
    left,
    right,
    drawnTitle,
    drawn,
    axis,
    logTitle,
    rows,
    plots,
    x: scaleLinear([from, to], [left, right]),
    aligned: partitions >= ALIGNED_FROM,
    density: sizes.density,
    narrow,
  }
}

function stack(
  count: number,
  top: number,
  { cursors, block, gap }: { readonly cursors: number; readonly block: number; readonly gap: number },
): Row[] {
  const height = cursors + block + gap
  return Array.from({ length: count }, (_, partition) => {
    const from = top + partition * height
    const blockTop = from + cursors
    return {
      partition,
      top: from,
      bottom: from + height,
      block: { top: blockTop, bottom: blockTop + block },
    }
  })
}

const PLOT = 92
const PLOT_HEAD = 34
const PLOT_GUTTER = 46

function placePlots(top: number, left: number, right: number, narrow: boolean): Plot[] {
  const across = narrow ? 1 : 3
  const room = (right - left + PLOT_GUTTER) / across
  return Array.from({ length: 3 }, (_, i) => {
    const column = i % across
    const row = Math.floor(i / across)
    const plotTop = top + PLOT_HEAD + row * (PLOT + PLOT_HEAD + AXIS)
    const plotLeft = narrow ? left + 8 : left + column * room
    return {
      left: plotLeft,
      right: narrow ? right : plotLeft + room - PLOT_GUTTER - 14,
      top: plotTop,
      bottom: plotTop + PLOT,
    }
  })
}
