import { at } from '../../../shared/assert.ts'
import type { Parents } from './history.ts'

/**
 * Two pointers, each of which starts over on the other list when its own ends: then both have come equally far when they
 * come to the first node that the lists share. One step moves both. It knows the first parent of a commit only.
 */
export class TwoPointers {
  /** Where the pointers are; null behind the end of a list. */
  p: number | null
  q: number | null
  steps = 0
  readonly looked = new Set<number>()
  private readonly parents: Parents
  private readonly heads: readonly [number, number]

  constructor(parents: Parents, a: number, b: number) {
    this.parents = parents
    this.heads = [a, b]
    this.p = a
    this.q = b
    this.look()
  }

  get isDone(): boolean {
    return this.p === this.q
  }

  /** The one commit it finds; none where the lists share nothing. */
  get answers(): readonly number[] {
    return this.isDone && this.p !== null ? [this.p] : []
  }

  /** Moves both on by one; says what it did. */
  step(): string {
    const [a, b] = this.heads
    const before = [this.p, this.q]
    this.p = this.next(this.p, b)
    this.q = this.next(this.q, a)
    this.steps += 1
    this.look()
    if (this.isDone) return this.p === null ? 'both at the end: nothing is shared' : 'they meet'
    const over = [
      before[0] === null ? 'p starts over at B' : '',
      before[1] === null ? 'q starts over at A' : '',
    ]
    return over.filter((words) => words !== '').join(', ') || 'both go one back'
  }

  private next(pointer: number | null, other: number): number | null {
    return pointer === null ? other : (at(this.parents, pointer)[0] ?? null)
  }

  private look(): void {
    for (const pointer of [this.p, this.q]) if (pointer !== null) this.looked.add(pointer)
  }
}
