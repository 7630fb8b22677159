import { scaleLinear, type ScaleLinear } from 'd3-scale'
import { TAPE_CELLS } from './words.ts'
import type { GroupsFrame, LaneFrame } from '../../engine/log/groups/frame.ts'

/** Where one lane's owners are drawn, top to bottom. */
export interface LanePlace {
  readonly lane: LaneFrame
  readonly title: number
  readonly top: number
  readonly row: number
  readonly bottom: number
}

/** Where everything in the picture is, in pixels. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly narrow: boolean
  readonly left: number
  readonly right: number
  readonly x: ScaleLinear<number, number>
  /** The partitions of the lane shown in detail. */
  readonly tape: {
    readonly lane: LaneFrame
    readonly title: number
    readonly legend: number
    readonly top: number
    readonly row: number
    readonly cell: number
    readonly left: number
    readonly bottom: number
  } | null
  readonly axis: number
  readonly lanes: readonly LanePlace[]
}

const NARROW = 560

/** How high a row is where there are `count` of them, in pixels. */
const tapeRow = (count: number): number => (count <= 4 ? 34 : count <= 8 ? 24 : count <= 12 ? 18 : 13)
const ownerRow = (count: number): number => (count <= 3 ? 13 : count <= 6 ? 9 : count <= 12 ? 6 : 4)

/** Lays out the picture: the log of the chosen lane on top, below it who read what, lane by lane, on one axis of time. */
export function layOut(frame: GroupsFrame, chosen: LaneFrame, width: number, compact: boolean): Layout {
  const narrow = width < NARROW
  const count = frame.settings.partitions
  const left = narrow ? 34 : 56
  const right = width - (narrow ? 8 : 12)
  const words = narrow ? 64 : 118
  const row = tapeRow(count)
  const top = narrow ? 62 : 48
  const tapeBottom = top + count * row
  const tape = compact
    ? null
    : {
        lane: chosen,
        title: 18,
        legend: narrow ? 36 : 18,
        top,
        row,
        cell: (right - words - left) / TAPE_CELLS,
        left,
        bottom: tapeBottom,
      }
  let y = compact ? 22 : tapeBottom + 40
  const axis = y
  y += 8
  const height = ownerRow(count)
  const lanes = frame.lanes.map((lane): LanePlace => {
    const first = y + (lane.origin === 'whiteboard' ? 22 : 32)
    const place = { lane, title: y + 13, top: first, row: height, bottom: first + count * height }
    y = place.bottom + (compact ? 6 : 10)
    return place
  })
  return {
    width,
    height: y + 2,
    narrow,
    left,
    right,
    x: scaleLinear([frame.span.from, frame.span.to], [left, right]),
    tape,
    axis,
    lanes,
  }
}
