import type { KeyboardEvent, PointerEvent } from 'react'
import { at } from '../../shared/assert.ts'
import type { FilmFrame, PlayerFrame } from '../../engine/film/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import type { Layout } from './layout.ts'
import { chosenIn } from './segment-story.ts'
import { seeSegments } from './segments.ts'

/** How a hand chooses segments: with the pointer, with keys, with buttons. */
export interface SegmentHand {
  readonly onPointerDown: (event: PointerEvent<SVGElement>) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly step: (direction: 1 | -1) => void
}

const thingOf = ({ lane }: PlayerFrame, number: number): string => `${lane}.${number}`

/** Lets segments of the frame be chosen. `selected` is the one chosen, or null. */
export function segmentHand(
  { frame, select, selected }: Pick<LabViewProps<FilmFrame>, 'frame' | 'select' | 'selected'>,
  layout: Layout,
): SegmentHand {
  const chosen = chosenIn(frame, selected)

  const step = (direction: 1 | -1): void => {
    const film = chosen?.film ?? frame.films[0]
    if (film === undefined || film.segments.number.length === 0) return
    const { number } = film.segments
    const [first, last] = [at(number, 0), at(number, number.length - 1)]
    const next = chosen === null ? onScreen(film) : chosen.number + direction
    select(thingOf(film, Math.min(Math.max(next, first), last)))
  }

  const changeFilm = (direction: 1 | -1): void => {
    const row = chosen === null ? -1 : frame.films.indexOf(chosen.film)
    const film = frame.films[Math.min(Math.max(row + direction, 0), frame.films.length - 1)]
    if (film === undefined || film.segments.number.length === 0) return
    select(thingOf(film, chosen?.number ?? onScreen(film)))
  }

  const onPointerDown = (event: PointerEvent<SVGElement>): void => select(segmentAt(frame, layout, event))

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowRight') step(1)
    else if (event.key === 'ArrowLeft') step(-1)
    else if (event.key === 'ArrowDown') changeFilm(1)
    else if (event.key === 'ArrowUp') changeFilm(-1)
    else if (event.key === 'Escape' && selected !== null) select(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return { onPointerDown, onKeyDown, step }
}

/** The segment on the screen now, or the first in view. */
function onScreen({ segments }: PlayerFrame): number {
  const row = segments.shown.findLastIndex((shown) => !Number.isNaN(shown))
  return at(segments.number, Math.max(0, row))
}

/** The segment under the pointer, by its strip or by its fetch; null for none. */
function segmentAt(frame: FilmFrame, layout: Layout, event: PointerEvent<SVGElement>): string | null {
  const matrix = (event.currentTarget as unknown as SVGGraphicsElement).getScreenCTM()
  const { x: px, y: py } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix?.inverse())
  const time = layout.x.invert(px)
  const lane = layout.films.findIndex(({ fetched, strip }) => py >= fetched.top - 4 && py <= strip.bottom)
  const film = frame.films[lane]
  if (film === undefined) return null
  const inStrip = py >= at(layout.films, lane).strip.top
  const found = seeSegments(film, frame).find(({ asked, arrived, from, to }) => {
    const [start, end] = inStrip ? [from, to] : [asked, Number.isNaN(arrived) ? frame.now : arrived]
    return start <= time && time < end
  })
  return found === undefined ? null : thingOf(film, found.number)
}
