import type { Landmark } from '../kernel/engine.ts'
import { MILLISECOND } from '../kernel/time.ts'
import type { FilmEngine } from './film-engine.ts'
import { LANES } from './measures.ts'
import type { Stretches } from './stretches.ts'

const MOST_A_LANE = 80
const MOST_TURNS = 60

/** A call's freeze shorter than this is hardly seen: WebRTC counts one from 150 ms beyond the usual gap on. */
const VISIBLE = 150 * MILLISECOND

/** Freezes of the call that one sees, stalls of a film, and the moments at which the link loses half or gets it back. */
export function landmarksOf({ call, films, trace }: FilmEngine): Landmark[] {
  const marks = [
    ...stretchesOf(call.freezes, `${LANES.call.name} freezes`, VISIBLE),
    ...films.flatMap(({ id, stalls }) => stretchesOf(stalls, `${LANES[id].name} stalls`, 0)),
  ]
  for (let row = 1, turns = 0; row < trace.time.length && turns < MOST_TURNS; row++) {
    const before = trace.kbps.get(row - 1)
    const after = trace.kbps.get(row)
    if (after > before / 2 && before > after / 2) continue
    turns += 1
    const label =
      after < before ? `the link falls to ${after} kbit/s` : `the link recovers to ${after} kbit/s`
    marks.push({ time: trace.time.get(row), kind: 'turn', label })
  }
  return marks.sort((a, b) => a.time - b.time)
}

function stretchesOf(stretches: Stretches, label: string, shortest: number): Landmark[] {
  const marks: Landmark[] = []
  for (let i = 0; i < stretches.count && marks.length < MOST_A_LANE; i++) {
    const { start, end } = stretches.get(i)
    if (!(end - start < shortest)) marks.push({ time: start, kind: 'trouble', label })
  }
  return marks
}
