import { at } from '../../../shared/assert.ts'
import { PAINT } from './codes.ts'
import type { Parents } from './history.ts'

const BOTH = PAINT.a | PAINT.b

/**
 * Best common ancestors as Git finds them (commit-reach.c, paint_down_to_common): paint spreads from both tips, the
 * highest generation first. What both paints reach is a result, and all before it is stale; it ends when nothing but stale
 * commits are left to look at. One step takes one commit.
 */
export class Painting {
  steps = 0
  readonly looked = new Set<number>()
  /** What each commit has been painted with. */
  readonly paint: number[]
  /** Commits still to be looked at. */
  readonly queue = new Set<number>()
  /** The commit taken last. */
  taken: number | null = null
  private readonly parents: Parents
  private readonly generation: readonly number[]

  constructor(parents: Parents, generation: readonly number[], a: number, b: number) {
    this.parents = parents
    this.generation = generation
    this.paint = parents.map(() => 0)
    this.add(a, PAINT.a)
    this.add(b, PAINT.b)
  }

  get isDone(): boolean {
    for (const seq of this.queue) if ((this.of(seq) & PAINT.stale) === 0) return false
    return true
  }

  /**
   * The results; all of them once it is done. None of them leads to another: by generation, a commit is taken only after
   * all that lead to it. (Git also knows histories without generations, by date: there it has to weed them out.)
   */
  get answers(): readonly number[] {
    return this.paint.flatMap((flags, seq) => ((flags & PAINT.result) === 0 ? [] : [seq]))
  }

  /** Takes the commit of the highest generation, and passes its paint on; says what it did. */
  step(): string {
    const seq = this.foremost()
    this.queue.delete(seq)
    this.looked.add(seq)
    this.taken = seq
    this.steps += 1
    let passed = this.of(seq) & (BOTH | PAINT.stale)
    const isResult = passed === BOTH
    if (isResult) {
      this.paint[seq] = this.of(seq) | PAINT.result
      passed |= PAINT.stale
    }
    for (const parent of at(this.parents, seq)) this.add(parent, passed)
    if (isResult) return `takes ${seq}: both paints, so a common ancestor; all before it is stale`
    return `takes ${seq}: ${NAMES[passed & BOTH] ?? ''}${(passed & PAINT.stale) === 0 ? '' : ', stale'}`
  }

  private of(seq: number): number {
    return at(this.paint, seq)
  }

  /** Commits are taken up again when there is new paint on them. */
  private add(seq: number, paint: number): void {
    const before = this.of(seq)
    if ((before & paint) === paint) return
    this.paint[seq] = before | paint
    this.queue.add(seq)
  }

  private foremost(): number {
    let best = -1
    for (const seq of this.queue) {
      const lead = best < 0 ? 1 : at(this.generation, seq) - at(this.generation, best)
      if (lead > 0 || (lead === 0 && seq > best)) best = seq
    }
    return best
  }
}

const NAMES: Readonly<Record<number, string>> = {
  [PAINT.a]: 'paint of A only',
  [PAINT.b]: 'paint of B only',
  [BOTH]: 'both paints',
}
