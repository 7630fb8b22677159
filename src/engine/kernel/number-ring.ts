import { assert, outside } from '../../shared/assert.ts'
import type { Overflow } from './ring-buffer.ts'

/** The numeric columns a ring can stand on. */
export type NumberColumn = Float64Array | Int32Array | Uint32Array | Uint8Array

export interface SavedNumberRing {
  readonly slots: NumberColumn
  readonly head: number
  readonly size: number
}

/**
 * The ring buffer over a typed array: no allocation after construction, for histories inside hot loops.
 * Index 0 is the oldest number. A full ring follows `overflow`.
 */
export class NumberRing {
  readonly overflow: Overflow
  private readonly slots: NumberColumn
  private first = 0
  private count = 0

  constructor(slots: NumberColumn, overflow: Overflow) {
    assert(slots.length >= 1, 'a ring needs a capacity of 1 or more')
    this.slots = slots
    this.overflow = overflow
  }

  get capacity(): number {
    return this.slots.length
  }

  get size(): number {
    return this.count
  }

  /** False when the ring is full and rejects. */
  push(value: number): boolean {
    if (this.count === this.capacity) {
      if (this.overflow === 'reject') return false
      this.slots[this.first] = value
      this.first = (this.first + 1) % this.capacity
      return true
    }
    this.slots[(this.first + this.count) % this.capacity] = value
    this.count += 1
    return true
  }

  /** The `index`-th oldest number; throws RangeError outside 0 .. size - 1. */
  get(index: number): number {
    if (index < 0 || index >= this.count)
      throw new RangeError(`index ${index} is outside 0..${this.count - 1}`)
    return this.slots[(this.first + index) % this.capacity] ?? outside(index)
  }

  /** Removes and returns the oldest number; undefined when empty. */
  shift(): number | undefined {
    if (this.count === 0) return undefined
    const value = this.slots[this.first]
    this.first = (this.first + 1) % this.capacity
    this.count -= 1
    return value
  }

  /** Removes and returns the newest number; undefined when empty. */
  pop(): number | undefined {
    if (this.count === 0) return undefined
    this.count -= 1
    return this.slots[(this.first + this.count) % this.capacity]
  }

  save(): SavedNumberRing {
    return { slots: this.slots.slice(), head: this.first, size: this.count }
  }

  /** Throws when the saved ring had another capacity. */
  restore(saved: SavedNumberRing): void {
    assert(
      saved.slots.length === this.capacity,
      `saved capacity ${saved.slots.length}, ring has ${this.capacity}`,
    )
    this.slots.set(saved.slots)
    this.first = saved.head
    this.count = saved.size
  }
}
