import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GrowingList } from '../../../src/engine/ring/growing-list.ts'
import { RingStore } from '../../../src/engine/ring/ring-store.ts'
import type { OverflowPolicy } from '../../../src/engine/ring/settings.ts'
import type { Store } from '../../../src/engine/ring/store.ts'

type Step = 'push' | 'pop' | 'save-and-restore'
const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<Step>('push') },
    { weight: 4, arbitrary: fc.constant<Step>('pop') },
    { weight: 1, arbitrary: fc.constant<Step>('save-and-restore') },
  ),
  { maxLength: 200 },
)

/** `shift()` as a processor does it: every other item is really moved one place down. Returns how many were. */
function shiftByHand(items: number[]): number {
  let moved = 0
  for (let i = 1; i < items.length; i++) {
    items[i - 1] = items[i] ?? -1
    moved += 1
  }
  items.length = Math.max(0, items.length - 1)
  return moved
}

/** Does the step to the real store; the answer is what it said. */
function act(store: Store, step: Step, item: number): unknown {
  if (step === 'push') return store.push(item)
  if (step === 'pop') return store.pop()
  return store.restore(structuredClone(store.save()))
}

/** Does the step to a plain array of at most `bound` items, and says what a store ought to say. */
function actOnArray(
  array: number[],
  step: Step,
  item: number,
  bound: number,
  policy: OverflowPolicy,
): unknown {
  if (step === 'pop') return array.shift()
  if (step !== 'push') return undefined
  if (array.length < bound) {
    array.push(item)
    return { kind: 'stored' }
  }
  if (policy !== 'overwrite-oldest') return { kind: 'rejected' }
  array.push(item)
  return { kind: 'overwrote', lost: array.shift() }
}

describe('the growing list', () => {
  it('holds what an array holds', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const list = new GrowingList()
        const array: number[] = []
        let next = 0
        for (const step of script) {
          const expected = actOnArray(array, step, next, Infinity, 'reject')
          expect(act(list, step, next)).toEqual(expected)
          next += step === 'push' ? 1 : 0
          expect([list.size, list.memory, list.tail]).toEqual([array.length, array.length, array.length])
          expect(list.peek()).toBe(array[0])
          const slots = Array.from({ length: array.length + 2 }, (_, slot) => list.inSlot(slot))
          expect(slots).toEqual([...array, -1, -1])
        }
      }),
    )
  })

  it('counts the moves that an array makes', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (pushes) => {
        const list = new GrowingList()
        const array: number[] = []
        let moved = 0
        let next = 0
        for (const isPush of pushes) {
          act(list, isPush ? 'push' : 'pop', next)
          if (isPush) array.push(next++)
          else moved += shiftByHand(array)
          expect(list.cost.moved).toBe(moved)
        }
      }),
    )
  })

  it('charges a pop of the first of n items n - 1 moves', () => {
    const list = new GrowingList()
    for (let item = 0; item < 1_000; item++) list.push(item)
    list.pop()
    expect(list.cost).toEqual({ moved: 999, touched: 1_000 + 1 + 999, operations: 1_001 })
  })

  it('knows items in order only', () => {
    expect(() => new GrowingList().push(1)).toThrow('item 1 follows item -1')
  })
})

const policies = fc.constantFrom<OverflowPolicy>('overwrite-oldest', 'reject', 'block')

describe('the ring store', () => {
  it('holds what a bounded array holds, one item after the other, and touches one slot an operation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), policies, steps, (slots, policy, script) => {
        const ring = new RingStore(slots, policy)
        const array: number[] = []
        let next = 0
        let done = 0
        for (const step of script) {
          const expected = actOnArray(array, step, next, slots, policy)
          expect(act(ring, step, next)).toEqual(expected)
          next += step === 'push' ? 1 : 0
          const isIdle = expected === undefined || JSON.stringify(expected) === '{"kind":"rejected"}'
          done += isIdle ? 0 : 1
          expect([ring.size, ring.memory, ring.peek()]).toEqual([array.length, slots, array[0]])
          expect(array.map((_, i) => ring.inSlot((ring.head + i) % slots))).toEqual(array)
          expect(ring.cost).toEqual({ moved: 0, touched: done, operations: done })
        }
      }),
    )
  })

  it('keeps its content and its place when the policy changes', () => {
    const ring = new RingStore(3, 'reject')
    for (const item of [0, 1, 2]) ring.push(item)
    ring.pop()
    ring.push(3)
    expect(ring.push(4).kind).toBe('rejected')
    ring.change('overwrite-oldest')
    expect([ring.head, ring.tail, ring.size]).toEqual([1, 1, 3])
    expect(ring.push(4)).toEqual({ kind: 'overwrote', lost: 1 })
    expect([0, 1, 2].map((slot) => ring.inSlot(slot))).toEqual([3, 4, 2])
  })
})
