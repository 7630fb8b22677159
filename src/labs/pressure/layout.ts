import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { PressureFrame } from '../../engine/flow/pressure/frame.ts'

/** From top to bottom, in pixels. */
export interface Band {
  readonly top: number
  readonly bottom: number
}

export interface Box extends Band {
  readonly left: number
  readonly right: number
}

/** Where one lane stands: the station as it is now, and beside it (narrow: below) what it did over time. */
export interface LaneLayout {
  /** The baseline of its name. */
  readonly title: number
  readonly station: Box
  /** Messages in the queue. */
  readonly level: Band
  /** Messages lost a second. */
  readonly loss: Band
  readonly strategy: Band
  /** The baseline of the words to the switches. */
  readonly words: number
  readonly waits: Box
}

/** Where everything stands in the picture, in pixels; time runs from left to right everywhere. */
export interface Layout {
  readonly width: number
  readonly height: number
  /** Few pixels: what else stands side by side stands one below the other. */
  readonly narrow: boolean
  readonly compact: boolean
  /** The charts over time. */
  readonly left: number
  readonly right: number
  readonly x: ScaleLinear<number, number>
  readonly axis: number
  readonly load: Band
  /** The baseline of the columns' headings; null where there is no room for columns. */
  readonly heads: number | null
  readonly lanes: readonly LaneLayout[]
  /** The waits' own scale is drawn here. */
  readonly waitsAxis: Box
  /** True where the waits stand beside the lanes, each in its own row. */
  readonly waitsBeside: boolean
  /** Null where there is only one lane, or no room. */
  readonly difference: Band | null
}

/** More lanes than this are in the table of measures only. */
export const MOST_DRAWN = 8

const NARROW = 600
const WIDE = 860
const STATION = 252
const WAITS = 158
const TICKS = 46
const AXIS = 16

interface Sizes {
  readonly load: number
  readonly title: number
  readonly station: number
  readonly level: number
  readonly loss: number
  readonly strategy: number
  readonly words: number
  readonly gap: number
  readonly difference: number
}

const ROOMY: Sizes = {
  load: 46,
  title: 20,
  station: 62,
  level: 58,
  loss: 12,
  strategy: 12,
  words: 14,
  gap: 14,
  difference: 104,
}
const DENSE: Sizes = {
  ...ROOMY,
  title: 18,
  station: 50,
  level: 40,
  loss: 10,
  strategy: 10,
  words: 13,
  gap: 8,
}
const SMALL: Sizes = { ...DENSE, load: 32, level: 42, gap: 6, difference: 0 }

const ROOMY_UP_TO = 4
/** A row of waits, where they have a plot of their own; narrow: with the name above it. */
const WAITS_ROW = 22
const WAITS_ROW_NARROW = 36

export function layOut(frame: PressureFrame, width: number, compact: boolean): Layout {
  const count = Math.min(MOST_DRAWN, frame.lanes.length)
  const sizes = compact ? SMALL : count <= ROOMY_UP_TO ? ROOMY : DENSE
  const narrow = width < NARROW
  const wide = width >= WIDE
  const left = narrow ? 46 : STATION + TICKS
  const right = width - (wide ? WAITS + 22 : 8)
  const load: Band = { top: AXIS + 18, bottom: AXIS + 18 + sizes.load }
  const heads = narrow ? null : Math.max(load.bottom + 24, load.top + 60)
  let y = (heads ?? load.bottom) + (narrow ? 12 : 10)
  const rows = Array.from({ length: count }, () => {
    const title = y + sizes.title - 6
    const stationTop = y + sizes.title + (narrow ? 20 : 0)
    const levelTop = narrow ? stationTop + sizes.station + 18 : stationTop
    const level = { top: levelTop, bottom: levelTop + sizes.level }
    const loss = { top: level.bottom + 1, bottom: level.bottom + 1 + sizes.loss }
    const strategy = { top: loss.bottom + 2, bottom: loss.bottom + 2 + sizes.strategy }
    const words = strategy.bottom + sizes.words - 3
    const station = {
      left: narrow ? 4 : 0,
      right: narrow ? Math.min(width, STATION + 40) : STATION,
      top: stationTop,
      bottom: narrow ? stationTop + sizes.station : level.bottom,
    }
    y = strategy.bottom + sizes.words + sizes.gap
    return { title, station, level, loss, strategy, words }
  })
  const beside = { left: width - WAITS, right: width - 20 }
  const below = { left: narrow ? 8 : STATION + TICKS, right: width - 58 }
  const waitsRow = narrow ? WAITS_ROW_NARROW : WAITS_ROW
  const waitsTop = y + (narrow ? 34 : 22)
  const hasWaits = !compact || wide
  const lanes = rows.map((row, i): LaneLayout => {
    const top = wide ? row.level.top : waitsTop + i * waitsRow
    const bottom = wide ? row.strategy.bottom : top + waitsRow
    return { ...row, waits: { ...(wide ? beside : below), top, bottom } }
  })
  const lastRow = rows.at(-1)
  const waitsAxis: Box = wide
    ? { ...beside, top: heads ?? 0, bottom: lastRow?.strategy.bottom ?? y }
    : { ...below, top: waitsTop - 4, bottom: waitsTop + count * waitsRow }
  if (!wide && hasWaits) y = waitsAxis.bottom + 18
  const hasDifference = sizes.difference > 0 && frame.lanes.length > 1
  const above = narrow ? 20 : 8
  const difference = hasDifference ? { top: y + above, bottom: y + above + sizes.difference } : null
  return {
    width,
    height: (difference?.bottom ?? y) + 6,
    narrow,
    compact,
    left,
    right,
    x: scaleLinear([frame.span.from, frame.span.to], [left, right]),
    axis: AXIS,
    load,
    heads,
    lanes: hasWaits ? lanes : lanes.map((lane) => ({ ...lane, waits: NOWHERE })),
    waitsAxis: hasWaits ? waitsAxis : NOWHERE,
    waitsBeside: hasWaits && wide,
    difference,
  }
}

const NOWHERE: Box = { left: 0, right: 0, top: 0, bottom: 0 }

export const isThere = (box: Box): boolean => box.right > box.left
