import type { Explanation } from '../kernel/engine.ts'
import { CallLane } from './call-lane.ts'
import { explainCall } from './explain-call.ts'
import { explainFilm } from './explain-film.ts'
import type { FilmEngine } from './film-engine.ts'
import type { FilmLane } from './film-lane.ts'

/** The events behind a lane's measure, named as the lab names its measures; null for another name. */
export const explainMeasure = (
  engine: FilmEngine,
  lane: CallLane | FilmLane,
  measure: string,
): Explanation | null =>
  lane instanceof CallLane ? explainCall(engine, lane, measure) : explainFilm(engine, lane, measure)
