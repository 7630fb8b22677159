import { at } from '../../shared/assert.ts'
import type { FilmFrame, PlayerFrame } from '../../engine/film/frame.ts'

/** A segment as it is drawn. */
export interface SeenSegment {
  readonly number: number
  readonly level: number
  readonly asked: number
  /** NaN while it is being fetched. */
  readonly arrived: number
  /** When it is on the screen; for what is still to come: when it will be if nothing stops. */
  readonly from: number
  readonly to: number
  /** It is here and its turn has not come. */
  readonly isAhead: boolean
  /** What is left of the segment on the screen: its other part stands before it. */
  readonly isRest: boolean
}

/** The segments of a film in view. Those that wait stand where they will be shown if the film goes on from now. */
export function seeSegments({ segments, length, isPlaying }: PlayerFrame, { now }: FilmFrame): SeenSegment[] {
  const seen: SeenSegment[] = []
  let next = now
  for (let i = 0; i < segments.number.length; i++) {
    const shown = at(segments.shown, i)
    const arrived = at(segments.arrived, i)
    const asked = at(segments.asked, i)
    const isAhead = Number.isNaN(shown)
    const from = isAhead ? next : shown
    const isOn = !isAhead && Number.isNaN(at(segments.ended, i)) && isPlaying
    next = Math.max(next, from + length)
    if (isAhead && Number.isNaN(arrived)) {
      seen.push({ ...basics(segments, i), asked, arrived, from, to: from, isAhead, isRest: false })
      continue
    }
    const to = from + length
    seen.push({ ...basics(segments, i), asked, arrived, from, to: isOn ? now : to, isAhead, isRest: false })
    if (isOn && to > now)
      seen.push({ ...basics(segments, i), asked, arrived, from: now, to, isAhead: true, isRest: true })
  }
  return seen
}

const basics = (
  { number, level }: PlayerFrame['segments'],
  i: number,
): Pick<SeenSegment, 'number' | 'level'> => ({
  number: at(number, i),
  level: at(level, i),
})
