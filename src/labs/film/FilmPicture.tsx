import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { FilmFrame, PlayerFrame } from '../../engine/film/frame.ts'
import { line, rect, sketchLine, sketchRect } from '../../view/paths.ts'
import { StillLabel } from './CallPicture.tsx'
import type { FilmLayout, Layout } from './layout.ts'
import { seeSegments, type SeenSegment } from './segments.ts'
import { stretchesOf } from './stretches.ts'

interface FilmPictureProps {
  readonly frame: FilmFrame
  readonly film: PlayerFrame
  readonly layout: Layout
  readonly place: FilmLayout
  /** The number of the chosen segment; null for none. */
  readonly chosen: number | null
}

const ROOM_FOR_NUMBER = 24
const ROOM_FOR_START = 30
/** Narrower than this, in pixels, segments are drawn without a hand's tremor. */
const DENSE = 7
const FETCH_HEIGHT = 5

/**
 * One film: each segment's fetch as a bar at the top, a line from its arrival to its turn, and below it the segment as
 * it is shown, as high as its bitrate. What is in hand stands to the right of now. The whiteboard's is drawn by hand.
 */
export function FilmPicture({ frame, film, layout, place, chosen }: FilmPictureProps): JSX.Element {
  const { x, left, right } = layout
  const { fetched, strip } = place
  const segments = seeSegments(film, frame)
  const width = x(film.length) - x(0)
  const parts: PartProps = {
    segments,
    frame,
    layout,
    place,
    isSketch: film.origin === 'whiteboard' && width >= DENSE,
  }
  return (
    <g className={`film-lane film-lane-${film.lane}`}>
      <rect
        className="film-band"
        x={left}
        y={fetched.top}
        width={right - left}
        height={strip.bottom - fetched.top}
      />
      <Waits {...parts} />
      <Bars {...parts} />
      {width >= ROOM_FOR_NUMBER && <Bitrates {...parts} />}
      <Stills frame={frame} film={film} layout={layout} place={place} />
      <Chosen {...parts} chosen={chosen} />
    </g>
  )
}

interface PartProps {
  readonly segments: readonly SeenSegment[]
  readonly frame: FilmFrame
  readonly layout: Layout
  readonly place: FilmLayout
  readonly isSketch: boolean
}

/** How high a segment's bar reaches: the higher its step on the ladder, the higher. */
const topOf = ({ level }: SeenSegment, { strip }: FilmLayout, { ladder }: FilmFrame): number =>
  strip.bottom - ((strip.bottom - strip.top) * (level + 1)) / ladder.length

/** The fetches, and from each arrival a line to its turn: many lines side by side are a full buffer. */
function Waits({ segments, frame, layout: { x }, place, isSketch }: PartProps): JSX.Element {
  const { fetched } = place
  const middle = fetched.top + FETCH_HEIGHT
  let waits = ''
  let fetches = ''
  for (const segment of segments) {
    const { number, asked, arrived, from, isRest } = segment
    if (isRest) continue
    const end = Number.isNaN(arrived) ? frame.now : arrived
    fetches += rect(x(asked), fetched.top, Math.max(0.8, x(end) - x(asked) - 1), FETCH_HEIGHT)
    if (Number.isNaN(arrived)) continue
    const bottom = topOf(segment, place, frame)
    waits += isSketch
      ? sketchLine(x(arrived), middle, x(from), bottom, number, 0.8)
      : line(x(arrived), middle, x(from), bottom)
  }
  return (
    <>
      <path className="film-wait" d={waits} />
      <path className="film-fetch" d={fetches} />
    </>
  )
}

/** The segments as they are shown, and in paler colour those in hand. */
function Bars({ segments, frame, layout: { x }, place, isSketch }: PartProps): JSX.Element {
  const bar = (segment: SeenSegment): string => {
    const top = topOf(segment, place, frame)
    const left = x(segment.from)
    const width = Math.max(0.8, x(segment.to) - left)
    const height = place.strip.bottom - top
    return isSketch ? sketchRect(left, top, width, height, segment.number, 1) : rect(left, top, width, height)
  }
  const bars = (wanted: (segment: SeenSegment) => boolean): string =>
    segments
      .filter((segment) => !Number.isNaN(segment.arrived) && wanted(segment))
      .map(bar)
      .join('')
  return (
    <>
      <path className="film-segment film-segment-even" d={bars((s) => !s.isAhead && s.number % 2 === 0)} />
      <path className="film-segment film-segment-odd" d={bars((s) => !s.isAhead && s.number % 2 !== 0)} />
      <path className="film-segment film-segment-ahead" d={bars((s) => s.isAhead)} />
    </>
  )
}

/** The bitrates in Mbit/s, where there is room for them. */
function Bitrates({ segments, frame, layout: { x, right }, place }: PartProps): JSX.Element {
  const roomy = segments.filter(
    ({ from, to, level, arrived }) =>
      level > 1 && !Number.isNaN(arrived) && x(to) - x(from) >= ROOM_FOR_NUMBER && x(to) < right,
  )
  return (
    <>
      {roomy.map(({ number, from, to, level, isAhead }) => (
        <text
          key={`${number}-${isAhead}`}
          className={`film-bitrate ${isAhead ? 'film-bitrate-ahead' : ''}`}
          x={(x(from) + x(to)) / 2}
          y={place.strip.bottom - 5}
          textAnchor="middle"
        >
          {(at(frame.ladder, level) / 1_000).toFixed(1)}
        </text>
      ))}
    </>
  )
}

/** When nothing moved: the start-up, and the stalls. */
function Stills({
  frame,
  film,
  layout: { x, left },
  place: { strip },
}: Pick<FilmPictureProps, 'frame' | 'film' | 'layout' | 'place'>): JSX.Element {
  const height = strip.bottom - strip.top
  const middle = strip.top + height / 2
  const block = (from: number, to: number): string =>
    rect(x(from), strip.top, Math.max(0.8, x(to) - x(from)), height)
  const { still } = stretchesOf(film, frame)
  const began = Number.isNaN(film.startedAt) ? frame.now : film.startedAt
  return (
    <>
      <path className="film-starting" d={block(0, began)} />
      {x(began) - x(0) >= ROOM_FOR_START && (
        <text
          className="film-word"
          x={(x(0) + x(began)) / 2}
          y={middle}
          textAnchor="middle"
          dominantBaseline="central"
        >
          {(began / 1e6).toFixed(1)} s
        </text>
      )}
      <path className="film-still" d={still.map(({ from, to }) => block(from, to)).join('')} />
      {still.map(({ from, to, seconds }) => (
        <StillLabel
          key={from}
          word="stalled"
          from={Math.max(left, x(from))}
          to={x(to)}
          seconds={seconds}
          y={middle}
        />
      ))}
    </>
  )
}

/** The chosen segment's whole way, drawn over the others. */
function Chosen({
  segments,
  frame,
  layout: { x },
  place,
  chosen,
}: PartProps & { readonly chosen: number | null }): JSX.Element | null {
  const { fetched, strip } = place
  const segment = segments.find(({ number }) => number === chosen)
  if (segment === undefined) return null
  const { asked, arrived, from } = segment
  const end = Number.isNaN(arrived) ? frame.now : arrived
  const to = Math.max(...segments.filter(({ number }) => number === chosen).map((part) => part.to))
  const top = topOf(segment, place, frame)
  return (
    <g className="film-chosen">
      <path d={rect(x(asked), fetched.top - 1, Math.max(1, x(end) - x(asked)), FETCH_HEIGHT + 2)} />
      {!Number.isNaN(arrived) && (
        <path
          d={
            line(x(arrived), fetched.top + FETCH_HEIGHT, x(from), top) +
            rect(x(from), top, Math.max(1, x(to) - x(from)), strip.bottom - top)
          }
        />
      )}
    </g>
  )
}
