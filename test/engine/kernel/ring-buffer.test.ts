import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RingBuffer, type Overflow, type SavedRing } from '../../../src/engine/kernel/ring-buffer.ts'

/** The whole idea in one array: no longer than `capacity`, oldest first. */
interface Model {
  readonly capacity: number
  readonly overflow: Overflow
  items: number[]
  kept: number[]
}

interface Real {
  readonly ring: RingBuffer<number>
  saved: SavedRing<number>
}

type Command = fc.Command<Model, Real>

const always = (): boolean => true

/** The ring's answer, then everything one can see of it, against the array's. */
function expectSame(answer: unknown, expected: unknown, { ring }: Real, model: Model): void {
  const { capacity, items } = model
  expect(answer).toEqual(expected)
  expect(ring.toArray()).toEqual(items)
  expect(ring.size).toBe(items.length)
  expect(ring.peek()).toBe(items[0])
  expect(ring.tail).toBe((ring.head + items.length) % capacity)
  for (let slot = 0; slot < capacity; slot++)
    expect(ring.inSlot(slot)).toBe(items[(slot - ring.head + capacity) % capacity])
}

class Push implements Command {
  readonly check = always
  private readonly value: number
  constructor(value: number) {
    this.value = value
  }
  run(model: Model, real: Real): void {
    const isFull = model.items.length === model.capacity
    const rejects = isFull && model.overflow === 'reject'
    const lost = isFull && !rejects ? [model.items.shift()] : []
    if (!rejects) model.items.push(this.value)
    const kind = rejects ? 'rejected' : isFull ? 'overwrote' : 'stored'
    const expected = lost.length > 0 ? { kind, lost: lost[0] } : { kind }
    expectSame(real.ring.push(this.value), expected, real, model)
  }
  toString(): string {
    return `push ${this.value}`
  }
}

class Pop implements Command {
  readonly check = always
  run(model: Model, real: Real): void {
    expectSame(real.ring.pop(), model.items.shift(), real, model)
  }
  toString(): string {
    return 'pop'
  }
}

class Save implements Command {
  readonly check = always
  run(model: Model, real: Real): void {
    real.saved = real.ring.save()
    model.kept = model.items.slice()
  }
  toString(): string {
    return 'save'
  }
}

class Restore implements Command {
  readonly check = always
  run(model: Model, real: Real): void {
    real.ring.restore(real.saved)
    model.items = model.kept.slice()
    expectSame(real.ring.size, model.items.length, real, model)
  }
  toString(): string {
    return 'restore'
  }
}

describe('the ring buffer', () => {
  it('behaves like a bounded array, whatever is done to it', () => {
    const steps = fc.commands(
      [
        fc.nat(99).map((value) => new Push(value)),
        fc.constant(new Pop()),
        fc.constant(new Save()),
        fc.constant(new Restore()),
      ],
      { maxCommands: 60 },
    )
    const overflows = fc.constantFrom<Overflow>('reject', 'overwrite-oldest')
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), overflows, steps, (capacity, overflow, commands) => {
        const ring = new RingBuffer<number>(capacity, overflow)
        const model: Model = { capacity, overflow, items: [], kept: [] }
        fc.modelRun(() => ({ model, real: { ring, saved: ring.save() } }), commands)
        expect(ring.toArray()).toEqual(model.items)
      }),
      { numRuns: 300 },
    )
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses a capacity of %d', (capacity) => {
    expect(() => new RingBuffer(capacity, 'reject')).toThrow('capacity of 1 or more')
  })
})
