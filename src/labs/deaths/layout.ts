import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { DeathsFrame } from '../../engine/flow/deaths/frame.ts'

export interface Band {
  readonly top: number
  readonly bottom: number
}

/** Where one store stands: its words from `left`, its container in the box between two arrows. */
export interface Place {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  /** The first line of words below the container. */
  readonly words: number
}

/** Where everything stands in the picture, in pixels. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly narrow: boolean
  readonly places: readonly Place[]
  readonly left: number
  readonly right: number
  /** The strip that shows who loses when: a row a store. */
  readonly fates: Band
  readonly axis: number
  readonly held: Band
  /** Null in little room. */
  readonly lag: Band | null
  /** From microseconds to pixels. */
  readonly x: ScaleLinear<number, number>
}

const NARROW = 620
const GAP = 30
/** The room of an arrow and the rate above it. */
const ARROW = 62
const WORDS = 92
export const FATE_ROW = 30

/** Three stores side by side, or one above the other; below them who loses when, the messages held and their age. */
export function layOut(frame: DeathsFrame, width: number, compact: boolean): Layout {
  const narrow = width < NARROW
  const tall = narrow ? 66 : compact ? 76 : 96
  const head = narrow ? 30 : 52
  const each = narrow ? width : (width - 2 * GAP) / 3
  const blockHeight = head + tall + WORDS + (narrow ? 18 : 0)
  const places = [0, 1, 2].map((i): Place => {
    const left = narrow ? 0 : i * (each + GAP)
    const top = narrow ? i * blockHeight : 0
    const box = { x: left + ARROW, y: top + head, width: each - 2 * ARROW, height: tall }
    return { left, top, width: each, box, words: box.y + tall + 21 }
  })
  const blocksEnd = narrow ? 3 * blockHeight : blockHeight
  const left = 46
  const right = width - (narrow ? 10 : 62)
  const fatesTop = blocksEnd + (compact ? 20 : 30)
  const fates = { top: fatesTop, bottom: fatesTop + 3 * FATE_ROW }
  const axis = fates.bottom + 20
  const plot = compact ? 64 : 92
  const held = { top: axis + 24, bottom: axis + 24 + plot }
  const lag = compact ? null : { top: held.bottom + 30, bottom: held.bottom + 30 + 72 }
  const x = scaleLinear([...timesInView(frame)], [left, right])
  return { width, height: (lag ?? held).bottom + 10, narrow, places, left, right, fates, axis, held, lag, x }
}

/** The run from its start, as long as it fits into the span; then the span. */
function timesInView({ now, span, extent }: DeathsFrame): readonly [number, number] {
  const before = Math.max(1, now - span.from)
  const from = Math.max(0, span.from)
  return [from, from === 0 ? Math.max(1, Math.min(extent, before)) : now]
}
