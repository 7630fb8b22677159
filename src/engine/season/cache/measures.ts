import { at } from '../../../shared/assert.ts'
import { LANES, type Lane } from './lane.ts'

/** The last so many requests make the recent hit rate. */
export const RECENT = 100

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole)

export const hitRateOf = (lane: Lane): number => percent(lane.hits, lane.requests)

/** The hit rate of the last requests, in percent. */
export function recentRateOf({ hitsAt }: Lane): number {
  const before = hitsAt.length - RECENT - 1
  const hits = (hitsAt.at(-1) ?? 0) - (before < 0 ? 0 : at(hitsAt, before))
  return percent(hits, Math.min(RECENT, hitsAt.length))
}

/** A lane's numbers, in the order of the lab's measures. */
export const measuresOf = (lane: Lane): number[] => [
  lane.requests,
  lane.hits,
  lane.requests - lane.hits,
  hitRateOf(lane),
  recentRateOf(lane),
  lane.held,
  lane.evicted,
  lane.tooEarly,
  lane.refused,
  LANES[lane.id].orderBytes,
]
