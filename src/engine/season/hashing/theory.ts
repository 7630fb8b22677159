import { SLOTS } from '../../log/partitioners/hash-slots.ts'
import type { Change, LaneId } from './lane.ts'

/** A share of the keys, and how far off chance may be: its variance. */
export interface Expected {
  readonly share: number
  readonly variance: number
  readonly source: string
}

/**
 * The share of keys that a change by one server should move. `perServer` counts for a ring: how many points a server has.
 */
export function expectedMove(lane: LaneId, { before, after }: Change, perServer: number): Expected {
  const more = Math.max(before, after)
  switch (lane) {
    case 'modulo':
      return {
        share: 1 - 1 / more,
        variance: 0,
        source: 'of the n(n + 1) pairs of remainders, one in n + 1 names the same server before and after',
      }
    case 'circle':
    case 'ring':
      return {
        share: 1 / more,
        variance: shareVariance(more, perServer),
        source:
          'Karger et al. 1997: a server has its share of the circle, 1/n, give or take where its points lie (a beta distribution)',
      }
    case 'slots':
      return {
        share: Math.floor(SLOTS / more) / SLOTS,
        variance: 0,
        source: 'the table gives each server an even share of the 16,384 slots, and moves no more',
      }
    case 'rendezvous':
      return {
        share: 1 / more,
        variance: 0,
        source:
          'each of n servers has the highest weight of a key with the same probability (Thaler and Ravishankar 1998)',
      }
  }
}

/**
 * The variance of a server's share of the circle: `points` of `servers` × `points` gaps between random points, which is
 * Beta(points, (servers - 1) points).
 */
export function shareVariance(servers: number, points: number): number {
  const all = servers * points
  return (points * (all - points)) / (all * all * (all + 1))
}

/** Standard deviation of the servers' shares in mean shares: about 1/√points. */
export const shareSpread = (servers: number, points: number): number =>
  servers * Math.sqrt(shareVariance(servers, points))
