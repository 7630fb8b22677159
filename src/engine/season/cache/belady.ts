import { at } from '../../../shared/assert.ts'
import { HIT, NOT_KEPT, TAKEN_IN, type Cache, type Entry, type Served } from './cache.ts'

/** By request: the number of the next one for the same key; Infinity where none follows. */
export function nextUses(log: readonly number[]): number[] {
  const next = new Map<number, number>()
  const uses = log.map(() => Infinity)
  for (let i = log.length - 1; i >= 0; i--) {
    const key = at(log, i)
    uses[i] = next.get(key) ?? Infinity
    next.set(key, i)
  }
  return uses
}

/**
 * The best that any cache of this size can do: it knows the whole log, and lets go of what is asked for again last. That may
 * be the key just asked for, which is then not kept. L. A. Belady, "A study of replacement algorithms for a
 * virtual-storage computer", IBM Systems Journal 5 (2), 1966; pages must be taken in there, keys need not be here.
 */
export class Belady implements Cache {
  readonly looked: readonly number[] = []
  private readonly capacity: number
  private readonly uses: readonly number[]
  /** By key held: its next request. */
  private readonly held = new Map<number, number>()

  constructor(capacity: number, log: readonly number[]) {
    this.capacity = capacity
    this.uses = nextUses(log)
  }

  ask(key: number, sequence: number): Served {
    const next = at(this.uses, sequence)
    if (this.held.has(key)) {
      this.held.set(key, next)
      return HIT
    }
    if (this.held.size < this.capacity) {
      this.held.set(key, next)
      return TAKEN_IN
    }
    let last = -1
    let lastUse = next
    for (const [held, use] of this.held)
      if (use > lastUse) {
        last = held
        lastUse = use
      }
    if (last < 0) return NOT_KEPT
    this.held.delete(last)
    this.held.set(key, next)
    return { hit: false, evicted: last, kept: true }
  }

  /** Asked for next first; the note is after how many requests that is, 0 for never again. */
  entries(asked: number): Entry[] {
    return [...this.held]
      .sort(([a, useA], [b, useB]) => (useA === useB ? a - b : useA - useB))
      .map(([key, use]) => ({ key, note: use === Infinity ? 0 : use - asked + 1 }))
  }
}
