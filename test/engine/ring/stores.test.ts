import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GrowingList } from '../../../src/engine/ring/growing-list.ts'
import { RingStore } from '../../../src/engine/ring/ring-store.ts'
import type { OverflowPolicy } from '../../../src/engine/ring/settings.ts'

type Step = 'push' | 'pop' | 'save-and-restore'
const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<Step>('push') },
    { weight: 4, arbitrary: fc.constant<Step>('pop') },
    { weight: 1, arbitrary: fc.constant<Step>('save-and-restore') },
  ),
  { maxLength: 200 },
)

/** `shift()` as a processor does it: every other item is really moved one place down, and counted. */
function shiftByHand(items: number[]): { item: number | undefined; moved: number } {
  const item = items[0]
  let moved = 0
  for (let i = 1; i < items.length; i++) {
    items[i - 1] = items[i] ?? -1
    moved += 1
  }
  items.length = Math.max(0, items.length - 1)
  return { item, moved }
}

describe('the growing list', () => {
  it('holds what an array holds, and counts the moves that the array makes', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const list = new GrowingList()
        const array: number[] = []
        let next = 0
        let moved = 0
        for (const step of script) {
          if (step === 'push') {
            expect(list.push(next)).toEqual({ kind: 'stored' })
            array.push(next++)
          } else if (step === 'pop') {
            const byHand = shiftByHand(array)
            expect(list.pop()).toBe(byHand.item)
            moved += byHand.moved
          } else list.restore(structuredClone(list.save()))
          expect(list.cost.moved).toBe(moved)
          expect(list.size).toBe(array.length)
          expect(list.memory).toBe(array.length)
          expect(list.peek()).toBe(array[0])
          expect(list.tail).toBe(array.length)
          expect(Array.from({ length: array.length + 2 }, (_, slot) => list.inSlot(slot))).toEqual([
            ...array,
            -1,
            -1,
          ])
        }
      }),
    )
  })

  it('charges a pop of the first of n items n - 1 moves', () => {
    const list = new GrowingList()
    for (let item = 0; item < 1_000; item++) list.push(item)
    list.pop()
    expect(list.cost.moved).toBe(999)
  })

  it('knows items in order only', () => {
    expect(() => new GrowingList().push(1)).toThrow('item 1 follows item -1')
  })
})

const policies = fc.constantFrom<OverflowPolicy>('overwrite-oldest', 'reject', 'block')

describe('the ring store', () => {
  it('holds what a bounded array holds, in the slot after the last one, and touches one slot an operation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), policies, steps, (slots, policy, script) => {
        const ring = new RingStore(slots, policy)
        const array: number[] = []
        let next = 0
        let done = 0
        for (const step of script) {
          if (step === 'push') {
            const isFull = array.length === slots
            const lost = isFull && policy === 'overwrite-oldest' ? array.shift() : undefined
            const pushed = ring.push(next)
            if (array.length < slots) {
              array.push(next)
              done += 1
            }
            if (lost !== undefined) expect(pushed).toEqual({ kind: 'overwrote', lost })
            else expect(pushed.kind).toBe(isFull ? 'rejected' : 'stored')
            next += 1
          } else if (step === 'pop') {
            done += array.length > 0 ? 1 : 0
            expect(ring.pop()).toBe(array.shift())
          } else ring.restore(structuredClone(ring.save()))
          expect(ring.size).toBe(array.length)
          expect(ring.peek()).toBe(array[0])
          expect(ring.memory).toBe(slots)
          array.forEach((item, i) => expect(ring.inSlot((ring.head + i) % slots)).toBe(item))
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
