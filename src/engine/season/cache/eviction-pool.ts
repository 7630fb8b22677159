import { at } from '../../../shared/assert.ts'

/** EVPOOL_SIZE in Redis's evict.c. */
export const POOL_SIZE = 16

interface Candidate {
  readonly key: number
  readonly score: number
}

/**
 * The best keys to evict that were seen so far, worst first, as `evictionPoolPopulate` keeps them. A candidate's score is
 * the one it had when it was seen: a key that was asked for since then stays in its place, and one may be in it twice.
 */
export class EvictionPool {
  private readonly candidates: Candidate[] = []

  offer(key: number, score: number): void {
    const { candidates } = this
    let place = 0
    while (place < candidates.length && at(candidates, place).score < score) place += 1
    if (candidates.length < POOL_SIZE) candidates.splice(place, 0, { key, score })
    else if (place > 0) {
      candidates.shift()
      candidates.splice(place - 1, 0, { key, score })
    }
  }

  /** Takes the best candidate out that is still held; -1 where there is none. */
  take(isHeld: (key: number) => boolean): number {
    for (;;) {
      const best = this.candidates.pop()
      if (best === undefined) return -1
      if (isHeld(best.key)) return best.key
    }
  }

  clear(): void {
    this.candidates.length = 0
  }
}
