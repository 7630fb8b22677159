import { at } from '../../shared/assert.ts'
import type { FilmFrame, PlayerFrame } from '../../engine/film/frame.ts'

/** A chosen segment: "bola.12". */
export interface ChosenSegment {
  readonly film: PlayerFrame
  readonly number: number
  /** Its row among the film's segments in view; -1 when it is out of view. */
  readonly row: number
}

/** What is chosen, as the lab names its segments; null for nothing, or a player that is not there. */
export function chosenIn({ films }: FilmFrame, thing: string | null): ChosenSegment | null {
  const [, lane, digits] = /^(\w+)\.(\d+)$/.exec(thing ?? '') ?? []
  const film = films.find((candidate) => candidate.lane === lane)
  if (film === undefined || digits === undefined) return null
  const number = Number(digits)
  return { film, number, row: film.segments.number.indexOf(number) }
}

const seconds = (time: number): string => `${(time / 1e6).toFixed(2)} s`

/** How a segment came about, a sentence a stage of its life; null when it is out of view. */
export function tellSegment({ film, row }: ChosenSegment, frame: FilmFrame): readonly string[] | null {
  if (row < 0) return null
  const { segments, length } = film
  const kbps = at(frame.ladder, at(segments.level, row))
  const asked = at(segments.asked, row)
  const arrived = at(segments.arrived, row)
  const shown = at(segments.shown, row)
  const bytes = Math.round((kbps * length) / 8_000)
  const choice = `Asked for at ${seconds(asked)} with ${seconds(at(segments.held, row))} in hand, so at ${kbps} kbit/s: ${bytes.toLocaleString('en')} bytes.`
  if (Number.isNaN(arrived)) return [choice, 'It is on its way.']
  const took = arrived - asked
  const rate = Math.round((bytes * 8_000) / Math.max(1, took))
  const fetch = `Here at ${seconds(arrived)}, after ${seconds(took)}: ${rate.toLocaleString('en')} kbit/s, the round trip included.`
  if (Number.isNaN(shown)) return [choice, fetch, 'It waits for its turn.']
  return [choice, fetch, `Shown at ${seconds(shown)}, after ${seconds(shown - arrived)} in the buffer.`]
}
