import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NumberColumn } from '../../../src/engine/kernel/number-ring.ts'
import { PagedColumn, type SavedColumn } from '../../../src/engine/kernel/paged-column.ts'
import { at } from '../../../src/shared/assert.ts'

type Step =
  | { readonly kind: 'push'; readonly count: number; readonly value: number }
  | { readonly kind: 'set'; readonly row: number; readonly value: number }
  | { readonly kind: 'save' }
  | { readonly kind: 'restore'; readonly which: number }
  | { readonly kind: 'copy'; readonly a: number; readonly b: number }

/** Sizes about the page of 512 rows, and many saved states alive at once. */
const steps = fc.array(
  fc.oneof<fc.WeightedArbitrary<Step>[]>(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('push'), count: fc.nat(700), value: fc.nat(200) }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('set'), row: fc.nat(3_000), value: fc.nat(200) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('save') }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('restore'), which: fc.nat(20) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('copy'), a: fc.nat(3_000), b: fc.nat(3_000) }) },
  ),
  { maxLength: 40 },
)

const kinds = fc.constantFrom<(n: number) => NumberColumn>(
  (n) => new Float64Array(n),
  (n) => new Int32Array(n),
  (n) => new Uint8Array(n),
)

const copied = (column: PagedColumn, from: number, to: number): number[] => {
  const target = new Float64Array(to - from)
  column.copy(from, to, target)
  return [...target]
}

/** A column beside a plain array, both with the states saved so far. */
class Pair {
  readonly column: PagedColumn
  model: number[] = []
  readonly kept: { readonly saved: SavedColumn; readonly model: readonly number[] }[] = []
  /** What copies gave, and what they should have given. */
  readonly copies: { readonly real: number[]; readonly expected: number[] }[] = []

  constructor(create: (length: number) => NumberColumn) {
    this.column = new PagedColumn(create)
  }

  carryOut(step: Step): void {
    const { column, model, kept } = this
    if (step.kind === 'push')
      for (let i = 0; i < step.count; i++) {
        column.push((step.value + i) % 256)
        model.push((step.value + i) % 256)
      }
    else if (step.kind === 'set' && model.length > 0) {
      column.set(step.row % model.length, step.value)
      model[step.row % model.length] = step.value
    } else if (step.kind === 'save') kept.push({ saved: column.save(), model: model.slice() })
    else if (step.kind === 'restore' && kept.length > 0) this.goBack(at(kept, step.which % kept.length))
    else if (step.kind === 'copy') {
      const from = Math.min(step.a, step.b, model.length)
      const to = Math.min(Math.max(step.a, step.b), model.length)
      this.copies.push({ real: copied(column, from, to), expected: model.slice(from, to) })
    }
  }

  goBack({ saved, model }: Pair['kept'][number]): void {
    this.column.restore(saved)
    this.model = model.slice()
  }
}

describe('a paged column', () => {
  it('equals a plain array, through any mixture of writing, saving, restoring and copying', () => {
    fc.assert(
      fc.property(kinds, steps, (create, list) => {
        const pair = new Pair(create)
        for (const step of list) {
          pair.carryOut(step)
          expect(pair.column.length).toBe(pair.model.length)
        }
        for (const { real, expected } of pair.copies) expect(real).toEqual(expected)
        const rows = pair.model.map((_, row) => pair.column.get(row))
        expect(rows).toEqual(pair.model)
        // Every saved state is still what it was when it was saved.
        for (const old of pair.kept) {
          pair.goBack(old)
          expect(copied(pair.column, 0, pair.column.length)).toEqual(pair.model)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('shares the pages of a saved state until they are written again', () => {
    const column = new PagedColumn((n) => new Int32Array(n))
    for (let i = 0; i < 2_000; i++) column.push(i)
    const first = column.save()
    column.set(600, -1)
    const second = column.save()
    const shared = first.pages.map((page, i) => page === second.pages[i])
    expect(shared).toEqual([true, false, true, true])
  })

  it('throws when it is read or written outside its rows, also on the rest of the last page', () => {
    const column = new PagedColumn((n) => new Float64Array(n))
    expect(() => column.get(0)).toThrow(RangeError)
    column.push(1)
    for (const row of [-1, 1, 511]) {
      expect(() => column.get(row)).toThrow(RangeError)
      expect(() => column.set(row, 0)).toThrow(RangeError)
    }
    expect(() => column.copy(0, 2, new Float64Array(2))).toThrow('rows 0..2 of 1')
  })
})
