import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Columns } from '../../../src/engine/kernel/columns.ts'
import { copyState } from '../../../src/engine/kernel/copy-state.ts'

type View = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>

const requests = fc.array(
  fc.record({ kind: fc.constantFrom('float64', 'int32', 'uint8'), length: fc.nat(300) }),
  { maxLength: 30 },
)

const takeAll = (columns: Columns, list: readonly { kind: string; length: number }[]): View[] =>
  list.map(({ kind, length }) =>
    kind === 'float64'
      ? columns.float64(length)
      : kind === 'int32'
        ? columns.int32(length)
        : columns.uint8(length),
  )

describe('columns', () => {
  it('are as long as asked for, all zero, and never overlap, even on a dirty and too small spare', () => {
    fc.assert(
      fc.property(requests, fc.nat(4_000), (list, spareSize) => {
        const spare = new Uint8Array(spareSize).fill(0xff)
        const columns = new Columns(spare.buffer)
        const views = takeAll(columns, list)
        expect(views.map((view) => view.length)).toEqual(list.map(({ length }) => length))
        expect(views.every((view) => view.every((value) => value === 0))).toBe(true)
        // Each column gets a value of its own; a shared byte would show in an earlier one.
        views.forEach((view, i) => view.fill(i + 1))
        expect(views.every((view, i) => view.every((value) => value === i + 1))).toBe(true)
        expect(views.every((view) => columns.buffers.includes(view.buffer))).toBe(true)
      }),
    )
  })

  it('of a second frame fit into the last buffer that the first one needed', () => {
    fc.assert(
      fc.property(requests, (list) => {
        const first = new Columns(new ArrayBuffer(16))
        takeAll(first, list)
        const second = new Columns(first.buffers.at(-1))
        takeAll(second, list)
        const third = new Columns(second.buffers.at(-1))
        takeAll(third, list)
        expect(third.buffers).toEqual([second.buffers.at(-1)])
      }),
    )
  })
})

describe('the copy of a state', () => {
  const state = () => ({
    count: 3,
    name: 'x',
    nothing: null,
    list: [1, [2, 3], { deep: new Int32Array([4, 5]) }],
    column: new Float64Array([1.5, Number.NaN]),
  })

  it('equals the original and keeps the kinds of its arrays', () => {
    const copy = copyState(state())
    expect(copy).toEqual(state())
    expect(copy.column).toBeInstanceOf(Float64Array)
  })

  it('shares nothing that can be written', () => {
    const original = state()
    const copy = copyState(original)
    original.count = 0
    original.column[0] = 0
    original.list.push(6)
    const deep = original.list[2]
    if (typeof deep === 'object' && 'deep' in deep) deep.deep[0] = 0
    expect(copy).toEqual(state())
  })
})
