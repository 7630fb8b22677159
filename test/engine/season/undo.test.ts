import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../../../src/shared/assert.ts'
import { defaultsOf } from '../../../src/shared/params.ts'
import { UNDO_SETTINGS, type UndoSettings } from '../../../src/engine/season/undo/settings.ts'
import {
  heightOf,
  linesOf,
  reachableFrom,
  TreeMaker,
  type Line,
  type TreeNode,
} from '../../../src/engine/season/undo/tree.ts'
import { UndoModel, type UndoCommand } from '../../../src/engine/season/undo/undo-model.ts'
import { anyParams } from '../../labs/support/any-params.ts'

const lineOf = (id: number, made: number): Line => ({ id, made, bytes: 8 })

const branching = fc.constantFrom(2, 3, 4, 8, 32, Infinity)

/** Changes `of` some version made so far: a line of it, or a line more. */
const change = fc.record({ of: fc.nat(), line: fc.nat(), isMore: fc.boolean() })

/** How many levels so many lines need, by filling levels from below. */
function levels(lines: number, parts: number): number {
  let [row, count] = [Math.ceil(lines / parts), 1]
  while (row > 1) {
    row = Math.ceil(row / parts)
    count += 1
  }
  return count
}

describe('a persistent tree', () => {
  it('keeps every version as it was, whatever is made from whichever of them, and copies one node a level', () => {
    fc.assert(
      fc.property(
        branching,
        fc.integer({ min: 1, max: 70 }),
        fc.array(change, { maxLength: 30 }),
        (parts, lines, changes) => {
          const maker = new TreeMaker(parts)
          const first = Array.from({ length: lines }, (_, i) => lineOf(i, 0))
          const versions: { readonly root: TreeNode; readonly copy: readonly number[] }[] = [
            { root: maker.build(first, 0), copy: first.map(({ id }) => id) },
          ]
          for (const [i, { of, line, isMore }] of changes.entries()) {
            const { root, copy } = at(versions, of % versions.length)
            const [before, old] = [maker.made, reachableFrom([root])]
            const id = lines + i
            const place = isMore ? copy.length : line % copy.length
            const next = isMore
              ? maker.append(root, lineOf(id, i + 1))
              : maker.set(root, place, lineOf(id, i + 1))
            versions.push({ root: next, copy: [...copy.slice(0, place), id, ...copy.slice(place + 1)] })
            const height = levels(next.size, parts)
            expect(heightOf(next.size, parts)).toBe(height)
            expect(next.level + 1).toBe(height)
            // What it shares is the very same memory: of its nodes and lines, only these are new.
            expect(maker.made - before).toBe(height)
            const fresh = [...reachableFrom([next])].filter((part) => !old.has(part))
            expect(fresh).toHaveLength(height + 1)
          }
          for (const { root, copy } of versions) expect(linesOf(root).map(({ id }) => id)).toEqual(copy)
        },
      ),
      { numRuns: 50 },
    )
  })
})

const steps = fc.integer({ min: 1, max: 4 })
const command: fc.Arbitrary<UndoCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('change' as const), line: fc.nat({ max: 40 }) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'append' } as const) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo' as const), steps }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('redo' as const), steps }) },
)

/** Undo as anyone would write it first: copies of documents, each a list of version numbers, and where one is among them. */
class Naive {
  kept: (readonly number[])[]
  present = 0
  gone = 0
  made = 1
  private readonly limit: number

  constructor(lines: number, limit: number) {
    this.kept = [Array.from({ length: lines }, () => 0)]
    this.limit = limit
  }

  do(one: UndoCommand): void {
    if (one.kind === 'undo') this.present = Math.max(0, this.present - one.steps)
    if (one.kind === 'redo') this.present = Math.min(this.kept.length - 1, this.present + one.steps)
    if (one.kind !== 'change' && one.kind !== 'append') return
    const copy = structuredClone(at(this.kept, this.present)) as number[] // a copy is ours to change
    const place = one.kind === 'append' ? copy.length : one.line
    if (place > copy.length || (one.kind === 'change' && place === copy.length)) return
    copy[place] = this.made
    this.made += 1
    const all = [...this.kept.slice(0, this.present + 1), copy]
    this.gone += this.kept.length - this.present - 1
    this.kept = all.slice(-this.limit)
    this.gone += all.length - this.kept.length
    this.present = this.kept.length - 1
  }
}

describe('undo over versions that share', () => {
  it('is undo over plain copies: every version kept reads as it did when it was made', () => {
    fc.assert(
      fc.property(
        anyParams(UNDO_SETTINGS),
        fc.array(command, { maxLength: 50 }),
        fc.integer({ min: 1, max: 8 }),
        (params, commands, limit) => {
          const lines = 4 + (Number(params['lines']) % 37)
          const settings = {
            ...defaultsOf(UNDO_SETTINGS),
            ...params,
            limit,
            lines,
          } as unknown as UndoSettings // of that table
          const model = new UndoModel({ seed: 1, settings })
          const naive = new Naive(lines, limit)
          for (const [i, one] of commands.entries()) {
            model.apply(one, i)
            naive.do(one)
            const { kept, past, counts } = model.sharing.versions
            expect(kept.map(({ root }) => linesOf(root).map(({ made }) => made))).toEqual(naive.kept)
            expect(past).toHaveLength(naive.present)
            expect([counts.made, counts.pruned + counts.dropped]).toEqual([naive.made, naive.gone])
          }
          for (const { label, predicted, measured } of model.checks())
            expect([label, measured]).toEqual([label, predicted])
        },
      ),
    )
  })
})
