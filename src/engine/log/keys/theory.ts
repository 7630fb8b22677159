import type { Change } from './change.ts'
import type { LaneId } from './placement.ts'
import { SLOTS } from '../partitioners/hash-slots.ts'

/** What share of the keys a change should move, and how far off a run may be by chance. */
export interface Expected {
  readonly share: number
  /** Five standard deviations, and one key. */
  readonly tolerance: number
  readonly source: string
}

/** How many standard deviations a share may be off: a run in some millions is further off by chance. */
const SIGMAS = 5

/** What theory says about a change in a lane, for `change.total` keys whose hashes are as good as random. */
export function expectedOf(lane: LaneId, change: Change, virtualNodes: number): Expected {
  const { kind, before, after, total } = change
  if (kind === 'restart' && lane !== 'whiteboard')
    return { share: 0, tolerance: 0, source: 'the hash is the same in every process' }
  if (kind === 'restart')
    return byChance(1 - 1 / before, 0, total, 'a new salt draws each key anew: one in n stays where it was')
  switch (lane) {
    case 'whiteboard':
    case 'kafka':
      return byChance(
        1 - 1 / after,
        0,
        total,
        'h mod n = h mod (n + 1) for n of the n(n + 1) remainders: 1 in n + 1 stays',
      )
    case 'ring': {
      // The new node's share of the circle is that of v of (n + 1) v random points: a beta distribution.
      const points = after * virtualNodes
      const variance = (virtualNodes * (points - virtualNodes)) / (points * points * (points + 1))
      return byChance(
        1 / after,
        variance,
        total,
        'consistent hashing (Karger et al. 1997): the new node takes its share, 1 / (n + 1), give or take where its points lie',
      )
    }
    case 'slots':
      return byChance(
        Math.floor(SLOTS / after) / SLOTS,
        0,
        total,
        'the table gives the new node an even share of the 16,384 slots, and their keys go along',
      )
  }
}

/** A share of `total` keys drawn at random, the share itself off by a variance of its own. */
const byChance = (share: number, variance: number, total: number, source: string): Expected => ({
  share,
  tolerance: SIGMAS * Math.sqrt(variance + (share * (1 - share)) / total) + 1 / total,
  source,
})
