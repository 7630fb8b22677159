import { refuse, sentence, accept, type Outcome } from '../shared/outcome.ts'
import { readSketches, type SketchFile } from '../engine/ingest/sketches/bytes.ts'
import { countOf, mergeStill } from '../engine/ingest/sketches/merge.ts'
import type { MergedFile } from './protocol.ts'

const MOST_ROWS = 20

/** A file of sketches beside a run's own: each title's viewers by both, and by their union. */
export function mergeFile(bytes: Uint8Array, own: SketchFile | null): Outcome<MergedFile> {
  const read = readSketches(bytes)
  if (!read.ok) return refuse(sentence(read.problem))
  const { sketches, hashKey, endMs } = read.value
  if (own !== null && own.sketches.length > 0 && own.hashKey !== hashKey)
    return refuse('its hashes are others than ours: the two can’t be merged')
  const ours = new Map(own?.sketches.map((one) => [`${one.windowMinutes} ${one.name}`, one]))
  const rows = sketches.map((theirs) => {
    const { name, windowMinutes } = theirs
    const mine = ours.get(`${windowMinutes} ${name}`)
    const here = mine === undefined ? null : countOf(mine)
    const union = mine === undefined ? null : countOf(mergeStill(mine, theirs))
    return { name, windowMinutes, there: countOf(theirs), here, union }
  })
  rows.sort((a, b) => b.windowMinutes - a.windowMinutes || b.there - a.there)
  return accept({ endMs, sketches: sketches.length, rows: rows.slice(0, MOST_ROWS) })
}
