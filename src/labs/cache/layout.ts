import { nameKey } from '../../engine/season/cache/codes.ts'
import { MOST_DRAWN } from '../../engine/season/cache/settings.ts'
import type { CacheFrame } from '../../engine/season/cache/frame.ts'

/** Where everything is, in pixels. */
export interface Layout {
  readonly width: number
  readonly height: number
  /** What stands left of the rows; 0 where names stand above them. */
  readonly gutter: number
  readonly tape: {
    readonly top: number
    readonly cell: number
    readonly back: number
    readonly ahead: number
  }
  readonly rows: { readonly top: number; readonly height: number }
  /** An entry's box, and from one to the next; null where there are too many to draw. */
  readonly box: { readonly size: number; readonly step: number } | null
  /** Where the keys thrown away last stand, and how many of them. */
  readonly gone: { readonly x: number; readonly most: number }
  /** A bar of the hit rate at the end of the row, where there is room for one. */
  readonly bar: { readonly x: number; readonly width: number } | null
  readonly plot: { readonly top: number; readonly bottom: number }
}

const WITH_GUTTER = 500
const LARGEST_BOX = 40
const SMALLEST_BOX = 22
const GAP = 6
/** Room in the row for the keys thrown away, in boxes. */
const GONE = 2.6

export function layOut({ settings }: CacheFrame, width: number, compact: boolean): Layout {
  const wide = width >= WITH_GUTTER
  const gutter = wide ? Math.min(176, Math.round(width * 0.22)) : 0
  const room = width - gutter - 12
  const step = Math.min(LARGEST_BOX + GAP, room / (settings.size + GONE))
  const draws = settings.size <= MOST_DRAWN && step - 3 >= SMALLEST_BOX
  const box = draws ? { size: Math.round(step - Math.min(GAP, step / 6)), step } : null
  const longest = nameKey(settings.keys - 1, settings.keys).length
  const cell = longest > 2 ? 11 + 7 * longest : 24
  const cells = Math.floor((room - (wide ? 0 : 44)) / cell)
  const ahead = Math.max(2, Math.min(8, Math.floor(cells / 4)))
  const rowsTop = 96
  const height = (wide ? 0 : 20) + (box === null ? (wide ? 64 : 52) : box.size + (wide ? 30 : 26))
  const plotTop = rowsTop + 4 * height + 34
  const plotBottom = plotTop + (compact ? 84 : 120)
  const most = wide ? 2 : 1
  const gone = gutter + (box === null ? 0 : settings.size * box.step + 0.6 * box.step)
  const barLeft = gone + most * step + 24
  const barWidth = Math.min(300, width - 12 - barLeft)
  return {
    width,
    height: plotBottom + 8,
    gutter,
    tape: { top: 8, cell, back: cells - ahead, ahead },
    rows: { top: rowsTop, height },
    box,
    gone: { x: gone, most },
    bar: box !== null && barWidth >= 120 ? { x: width - 12 - barWidth, width: barWidth } : null,
    plot: { top: plotTop, bottom: plotBottom },
  }
}
