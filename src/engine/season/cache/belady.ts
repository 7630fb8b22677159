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
  /** By request: the next one for its key. */
  private readonly uses: readonly number[]
  private readonly places = new Map<number, number>()
  /** By place: the key held, and its next request. */
  private readonly keys: number[] = []
  private readonly next: Float64Array

  constructor(capacity: number, log: readonly number[]) {
    this.capacity = capacity
    this.uses = nextUses(log)
    this.next = new Float64Array(capacity)
  }

  ask(key: number, sequence: number): Served {
    const use = at(this.uses, sequence)
    const place = this.places.get(key)
    if (place !== undefined) {
      this.next[place] = use
      return HIT
    }
    if (this.keys.length < this.capacity) {
      this.put(this.keys.length, key, use)
      return TAKEN_IN
    }
    const last = this.next.indexOf(this.next.reduce((latest, one) => Math.max(latest, one)))
    if (at(this.next, last) <= use) return NOT_KEPT
    const evicted = at(this.keys, last)
    this.places.delete(evicted)
    this.put(last, key, use)
    return { hit: false, evicted, kept: true }
  }

  /** Asked for next first; the note is after how many requests that is, 0 for never again. */
  entries(asked: number): Entry[] {
    return this.keys
      .map((key, place) => ({ key, use: at(this.next, place) }))
      .sort((a, b) => (a.use === b.use ? a.key - b.key : a.use - b.use))
      .map(({ key, use }) => ({ key, note: use === Infinity ? 0 : use - asked + 1 }))
  }

  private put(place: number, key: number, use: number): void {
    this.keys[place] = key
    this.next[place] = use
    this.places.set(key, place)
  }
}
