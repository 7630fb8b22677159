/** Where everything is, in pixels. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly circles: {
    /** False where a circle is too small for words: they stand below it. */
    readonly holdsWords: boolean
    readonly y: number
    readonly radius: number
    readonly x: readonly [number, number]
  }
  /** What stands left of the rows; 0 where names stand above them. */
  readonly gutter: number
  readonly rows: { readonly top: number; readonly height: number }
  readonly bars: { readonly left: number; readonly width: number; readonly height: number }
  readonly share: { readonly x: number; readonly width: number }
}

const WITH_GUTTER = 500
/** Around a circle, for the names of its points. */
const RIM = 28
/** A circle smaller than this has no room for words. */
const ROOM_FOR_WORDS = 78
const WORDS = 46

export function layOut(lanes: number, width: number, compact: boolean): Layout {
  const wide = width >= WITH_GUTTER
  const radius = Math.round(Math.min(compact ? 96 : 118, (width - 20) / 4 - RIM))
  const circleY = radius + RIM
  const gutter = wide ? Math.min(176, Math.round(width * 0.25)) : 0
  const holdsWords = radius >= ROOM_FOR_WORDS
  const barsHeight = compact ? 32 : 46
  const height = barsHeight + (wide ? 26 : 44)
  const top = 2 * circleY + (holdsWords ? 14 : WORDS)
  const left = wide ? gutter : 8
  const right = wide ? Math.round(width * 0.3) : 0
  return {
    width,
    height: top + lanes * height + 2,
    circles: { holdsWords, y: circleY, radius, x: [Math.round(width * 0.25), Math.round(width * 0.75)] },
    gutter,
    rows: { top, height },
    bars: { left, width: width - left - right - (wide ? 28 : 8), height: barsHeight },
    share: { x: width - right, width: Math.max(0, right - 6) },
  }
}
