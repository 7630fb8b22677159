import type { KeysFrame } from '../../engine/log/keys/frame.ts'

/** Where one lane stands, in pixels. */
export interface LanePlace {
  readonly left: number
  readonly right: number
  /** Baselines of the title and of the lines of words under it. */
  readonly title: number
  readonly words: number
  /** The partitions before the last change, the ribbons, the partitions now. */
  readonly before: number
  readonly after: number
  /** Bars stand on this line; what is unread hangs below it. */
  readonly base: number
  readonly barHeight: number
  readonly backlogHeight: number
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly lanes: readonly LanePlace[]
  /** The followed key's records: the top of its rows. */
  readonly trace: number
  readonly hasTrace: boolean
  readonly traceRow: number
  readonly narrow: boolean
}

export const BOX = 15
const NARROW = 700
const TRACE_ROW = 24

/** Two lanes side by side where there is room, else one below the other; the followed key below them. */
export function layOut(frame: KeysFrame, width: number, compact: boolean): Layout {
  const narrow = width < NARROW
  const columns = narrow ? 1 : 2
  const gap = 36
  const laneWidth = (width - gap * (columns - 1) - 8) / columns
  const ribbons = compact ? 46 : 66
  const barHeight = compact ? 30 : 50
  const backlogHeight = 18
  const head = 62
  const laneHeight = head + BOX + ribbons + BOX + 24 + barHeight + backlogHeight + (compact ? 16 : 26)
  const lanes = frame.lanes.map((_, i): LanePlace => {
    const left = 4 + (i % columns) * (laneWidth + gap)
    const top = Math.floor(i / columns) * laneHeight
    const before = top + head
    const after = before + BOX + ribbons
    return {
      left,
      right: left + laneWidth,
      title: top + 20,
      words: top + 38,
      before,
      after,
      base: after + BOX + 24 + barHeight,
      barHeight,
      backlogHeight,
    }
  })
  // Without keys there is none to follow; and in little room the rules come first.
  const hasTrace = !compact && frame.settings.keyless !== 100
  const trace = Math.ceil(frame.lanes.length / columns) * laneHeight + 30
  return {
    width,
    height: !hasTrace ? trace - (compact ? 40 : 0) : trace + frame.lanes.length * TRACE_ROW + 8,
    lanes,
    hasTrace,
    trace,
    traceRow: TRACE_ROW,
    narrow,
  }
}
