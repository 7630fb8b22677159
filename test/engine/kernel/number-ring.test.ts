import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  NumberRing,
  type NumberColumn,
  type SavedNumberRing,
} from '../../../src/engine/kernel/number-ring.ts'
import type { Overflow } from '../../../src/engine/kernel/ring-buffer.ts'

interface Model {
  readonly capacity: number
  readonly overflow: Overflow
  items: number[]
  kept: number[]
}

interface Real {
  readonly ring: NumberRing
  saved: SavedNumberRing
}

type Command = fc.Command<Model, Real>

const always = (): boolean => true

/** The ring's answer, then its contents, against the array's. */
function expectSame(answer: unknown, expected: unknown, { ring }: Real, { items }: Model): void {
  expect(answer).toEqual(expected)
  expect(Array.from({ length: ring.size }, (_, i) => ring.get(i))).toEqual(items)
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
    if (isFull && !rejects) model.items.shift()
    if (!rejects) model.items.push(this.value)
    expectSame(real.ring.push(this.value), !rejects, real, model)
  }
  toString(): string {
    return `push ${this.value}`
  }
}

class Take implements Command {
  readonly check = always
  private readonly end: 'shift' | 'pop'
  constructor(end: 'shift' | 'pop') {
    this.end = end
  }
  run(model: Model, real: Real): void {
    expectSame(real.ring[this.end](), model.items[this.end](), real, model)
  }
  toString(): string {
    return this.end
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

describe('the ring of numbers', () => {
  it('behaves like a bounded array, whatever is done to it', () => {
    const steps = fc.commands(
      [
        fc.integer({ min: -99, max: 99 }).map((value) => new Push(value)),
        fc.constant(new Take('shift')),
        fc.constant(new Take('pop')),
        fc.constant(new Save()),
        fc.constant(new Restore()),
      ],
      { maxCommands: 60 },
    )
    const slots = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.boolean())
      .map(([n, whole]): NumberColumn => (whole ? new Int32Array(n) : new Float64Array(n)))
    const overflows = fc.constantFrom<Overflow>('reject', 'overwrite-oldest')
    fc.assert(
      fc.property(slots, overflows, steps, (column, overflow, commands) => {
        const ring = new NumberRing(column.slice(), overflow)
        const model: Model = { capacity: column.length, overflow, items: [], kept: [] }
        fc.modelRun(() => ({ model, real: { ring, saved: ring.save() } }), commands)
        expect(ring.size).toBe(model.items.length)
      }),
      { numRuns: 300 },
    )
  })

  it('throws when it is read outside its numbers, also where a slot still holds an old one', () => {
    const ring = new NumberRing(new Int32Array(4), 'reject')
    ring.push(1)
    ring.push(2)
    ring.pop()
    expect(() => ring.get(1)).toThrow(RangeError)
    expect(() => ring.get(-1)).toThrow(RangeError)
  })

  it('refuses no slots at all, and the saved state of a ring of another size', () => {
    expect(() => new NumberRing(new Int32Array(0), 'reject')).toThrow('capacity of 1 or more')
    const saved = new NumberRing(new Int32Array(3), 'reject').save()
    const other = new NumberRing(new Int32Array(4), 'reject')
    expect(() => other.restore(saved)).toThrow('saved capacity 3')
  })
})
