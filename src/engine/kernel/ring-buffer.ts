import { assert, at } from '../../shared/assert.ts'

/** What a full ring does with one more item: turns it away, or gives up its oldest one. */
export type Overflow = 'reject' | 'overwrite-oldest'

/** The outcome of a push: taken, turned away, or taken at the price of the oldest item. */
export type Pushed<T> =
  | { readonly kind: 'stored' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'overwrote'; readonly lost: T }

const STORED = { kind: 'stored' } as const
const REJECTED = { kind: 'rejected' } as const

export interface SavedRing<T> {
  readonly slots: readonly (T | undefined)[]
  readonly head: number
  readonly size: number
}

/**
 * Episode 7's ring buffer: a fixed number of slots, a read end that chases a write end around them, every
 * operation O(1). `head` is the slot to be read next, `tail` the slot to be written next.
 */
export class RingBuffer<T> {
  readonly capacity: number
  readonly overflow: Overflow
  private slots: (T | undefined)[]
  private first = 0
  private count = 0

  constructor(capacity: number, overflow: Overflow) {
    assert(
      Number.isInteger(capacity) && capacity >= 1,
      `a ring needs a capacity of 1 or more, got ${capacity}`,
    )
    this.capacity = capacity
    this.overflow = overflow
    this.slots = Array.from<T | undefined>({ length: capacity }).fill(undefined)
  }

  // #region ring-buffer
  push(item: T): Pushed<T> {
    if (this.count < this.capacity) {
      this.slots[this.tail] = item
      this.count += 1
      return STORED
    }
    if (this.overflow === 'reject') return REJECTED
    // The tail has caught up: the oldest item must go.
    const lost = at(this.slots, this.first) as T // no slot is free
    this.slots[this.first] = item
    this.first = (this.first + 1) % this.capacity
    return { kind: 'overwrote', lost }
  }
  // #endregion ring-buffer

  pop(): T | undefined {
    if (this.count === 0) return undefined
    const item = this.slots[this.first]
    this.slots[this.first] = undefined
    this.first = (this.first + 1) % this.capacity
    this.count -= 1
    return item
  }

  get size(): number {
    return this.count
  }

  get head(): number {
    return this.first
  }

  get tail(): number {
    return (this.first + this.count) % this.capacity
  }

  peek(): T | undefined {
    return this.slots[this.first]
  }

  /** The item in slot `slot` (0 .. capacity - 1), or undefined where the slot is free. */
  inSlot(slot: number): T | undefined {
    return this.slots[slot]
  }

  /** The items from oldest to newest. */
  toArray(): T[] {
    return Array.from({ length: this.count }, (_, i) => at(this.slots, (this.first + i) % this.capacity) as T)
  }

  save(): SavedRing<T> {
    return { slots: this.slots.slice(), head: this.first, size: this.count }
  }

  restore(saved: SavedRing<T>): void {
    this.slots = saved.slots.slice()
    this.first = saved.head
    this.count = saved.size
  }
}
