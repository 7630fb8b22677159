import { at } from '../../../shared/assert.ts'
import { RandomStream } from '../../kernel/random.ts'
import type { AncestorsSettings, Shape } from './settings.ts'

/** For each commit its parents, the one it was made on first. Parents have lower numbers than their children. */
export type Parents = readonly (readonly number[])[]

/** Two branches with a common past. */
export interface History {
  readonly parents: Parents
  /** 1 for a commit without parents, else one more than the highest of its parents (Git: generation number). */
  readonly generation: readonly number[]
  /** Where each is drawn: side A, what was before both, side B. */
  readonly row: readonly number[]
  /** The newest commit of either side. */
  readonly tips: readonly [a: number, b: number]
}

const ROW = { a: 0, base: 1, b: 2 } as const
const MERGE_SHARE = 0.3

/** Adds commits one after the other. */
class Builder {
  readonly parents: number[][] = []
  readonly row: number[] = []
  readonly tips = { a: 0, b: 0 }

  add(row: keyof typeof ROW, parents: number[]): number {
    this.row.push(ROW[row])
    return this.parents.push(parents) - 1
  }

  /** One more commit on a side; with `others`, a merge. */
  grow(side: 'a' | 'b', ...others: number[]): void {
    const first = this.tips[side]
    this.tips[side] = this.add(side, [first, ...others.filter((other) => other !== first)])
  }
}

/** The pair of histories of question `index`, which depends on nothing that was asked before. */
export function drawHistory(seed: number, index: number, { shape, size }: AncestorsSettings): History {
  const chance = RandomStream.of(seed, `ancestors.history.${index}`)
  const built = new Builder()
  built.add('base', [])
  const shared = 1 + chance.below(size)
  for (let i = 0; i < shared; i++) built.add('base', [i])
  built.tips.a = shared
  built.tips.b = shared
  BUILD[shape](built, chance, size)
  const { parents, row, tips } = built
  return { parents, row, tips: [tips.a, tips.b], generation: generationsOf(parents) }
}

const BUILD: Readonly<Record<Shape, (built: Builder, chance: RandomStream, size: number) => void>> = {
  lists: growBoth,
  merged(built, chance, size) {
    growBoth(built, chance, Math.max(1, size - 2))
    built.grow('a', built.tips.b)
    for (let i = chance.below(2); i >= 0; i--) built.grow('b')
    for (let i = chance.below(2); i > 0; i--) built.grow('a')
  },
  crossed(built, chance, size) {
    growBoth(built, chance, Math.max(1, size - 2))
    const { a, b } = built.tips
    built.grow('a', b)
    // Whose history comes first in the second merge: mostly one's own.
    if (chance.chance(0.3)) built.tips.b = built.add('b', [a, b])
    else built.grow('b', a)
    for (let i = chance.below(3); i > 0; i--) built.grow('a')
    for (let i = chance.below(3); i > 0; i--) built.grow('b')
  },
  random(built, chance, size) {
    growBoth(built, chance, 1)
    for (let i = 0; i < 2 * (size - 1); i++) {
      const [side, other] = chance.chance(0.5) ? (['a', 'b'] as const) : (['b', 'a'] as const)
      const isMerge = chance.chance(MERGE_SHARE)
      const isBehind = chance.chance(0.5)
      const newest = built.tips[other]
      const merged = isBehind ? (at(built.parents, newest)[0] ?? newest) : newest
      if (isMerge) built.grow(side, merged)
      else built.grow(side)
    }
  },
}

/** One to `size` commits on each side. */
function growBoth(built: Builder, chance: RandomStream, size: number): void {
  const [onA, onB] = [1 + chance.below(size), 1 + chance.below(size)]
  for (let i = 0; i < Math.max(onA, onB); i++) {
    if (i < onA) built.grow('a')
    if (i < onB) built.grow('b')
  }
}

export function generationsOf(parents: Parents): readonly number[] {
  const generation: number[] = []
  for (const of of parents) generation.push(1 + Math.max(0, ...of.map((parent) => at(generation, parent))))
  return generation
}

/** The commit and all before it, nearest first along first parents only: what a singly linked list shows of it. */
export function listFrom(parents: Parents, tip: number): readonly number[] {
  const list: number[] = []
  for (let next: number | undefined = tip; next !== undefined; next = at(parents, next)[0]) list.push(next)
  return list
}

/** All that can be reached from `tip`, itself included. */
export function closureOf(parents: Parents, tip: number): ReadonlySet<number> {
  const found = new Set([tip])
  for (const seq of found) for (const parent of at(parents, seq)) found.add(parent)
  return found
}

/**
 * The best common ancestors by definition: common ancestors that are no ancestor of another common ancestor (git
 * merge-base's manual). Compares all with all: for checks, not for use.
 */
export function bestCommon(parents: Parents, a: number, b: number): readonly number[] {
  const ofB = closureOf(parents, b)
  const common = [...closureOf(parents, a)].filter((seq) => ofB.has(seq))
  const isBelow = (seq: number, other: number): boolean => seq !== other && closureOf(parents, other).has(seq)
  return common.filter((seq) => !common.some((other) => isBelow(seq, other))).toSorted((x, y) => x - y)
}
