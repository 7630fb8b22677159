import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { FilmFrame } from '../../engine/film/frame.ts'

export interface Band {
  readonly top: number
  readonly bottom: number
}

/** A film: what is fetched at the top, waiting below it, and the strip of what is shown. */
export interface FilmLayout {
  readonly fetched: Band
  readonly strip: Band
}

/** Where everything stands in the picture, in pixels; time runs from left to right everywhere. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly axis: number
  readonly link: Band
  readonly call: Band
  readonly films: readonly FilmLayout[]
  readonly buffer: Band
  /** Null where there is no room for it. */
  readonly behind: Band | null
  /** From microseconds to pixels. */
  readonly x: ScaleLinear<number, number>
  /** Few pixels: labels stand above their rows instead of beside them. */
  readonly narrow: boolean
}

const NARROW = 560
const GUTTER = 92
const AXIS = 22

interface Sizes {
  readonly link: number
  readonly call: number
  readonly fetched: number
  readonly strip: number
  readonly buffer: number
  readonly behind: number
}

const PAGE: Sizes = { link: 96, call: 24, fetched: 22, strip: 38, buffer: 84, behind: 62 }
const COMPACT: Sizes = { link: 64, call: 20, fetched: 14, strip: 28, buffer: 54, behind: 0 }

/** Room for a title above a row. */
const TITLE = 28

/** Lays the frame out on `width` pixels. */
export function layOut(frame: FilmFrame, width: number, compact: boolean): Layout {
  const sizes = compact ? COMPACT : PAGE
  const narrow = width < NARROW
  const left = narrow ? 34 : GUTTER
  const right = width - 8
  let y = AXIS
  const next = (height: number): Band => {
    const band = { top: y + TITLE, bottom: y + TITLE + height }
    y = band.bottom
    return band
  }
  const link = next(sizes.link)
  const call = next(sizes.call)
  const films = frame.films.map((): FilmLayout => {
    const both = next(sizes.fetched + sizes.strip)
    const middle = both.top + sizes.fetched
    return { fetched: { top: both.top, bottom: middle }, strip: { top: middle, bottom: both.bottom } }
  })
  const buffer = next(sizes.buffer)
  const behind = sizes.behind === 0 ? null : next(sizes.behind)
  const x = scaleLinear([frame.span.from, frame.span.to], [left, right])
  return { width, height: y + 10, left, right, axis: AXIS, link, call, films, buffer, behind, x, narrow }
}
