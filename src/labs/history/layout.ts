import type { GoneFrame, LaneFrame } from '../../engine/season/history/frame.ts'

export const BOX = { height: 28, top: 52 } as const
export const ROW_HEIGHT = 142
const MARGIN = 8
const WIDE = 640
/** Narrower than this, as in a panel on a phone, words are few and pages small. */
export const NARROW = 290

/** Which places of a row are drawn, and where. */
export interface Row {
  readonly from: number
  /** One beyond the last. */
  readonly to: number
  /** From one place to the next, and how wide a page is as one draws it. */
  readonly pitch: number
  readonly box: number
  /** The middle of a place, in pixels. */
  x(place: number): number
  /** How many held pages lie before and behind what is drawn. */
  readonly before: number
  readonly behind: number
  /** The pages of the latest cut. */
  readonly cut: readonly GoneFrame[]
}

/** The part of a lane's row around the shown page that fits into `width`. */
export function rowOf(lane: LaneFrame, width: number): Row {
  const [pitch, box] = width < NARROW ? [35, 25] : width < WIDE ? [44, 30] : [54, 38]
  const cut = latestCut(lane)
  const shown = lane.first + lane.position
  const end = lane.first + lane.entries.length
  const fits = Math.max(3, Math.floor((width - 2 * MARGIN) / pitch))
  const all = Math.max(end, ...cut.map(({ place }) => place + 1))
  const from = Math.max(0, Math.min(shown - Math.floor(fits * 0.6), all - fits))
  return {
    from,
    to: from + fits,
    pitch,
    box,
    x: (place) => MARGIN + (place - from + 0.5) * pitch,
    before: Math.max(0, from - lane.first),
    behind: Math.max(0, end - from - fits),
    cut,
  }
}

function latestCut({ gone }: LaneFrame): readonly GoneFrame[] {
  const pruned = gone.filter(({ fate }) => fate === 'pruned')
  const last = pruned.at(-1)?.by
  return pruned.filter(({ by }) => by === last)
}
