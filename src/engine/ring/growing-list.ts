import { assert } from '../../shared/assert.ts'
import type { Pushed } from '../kernel/ring-buffer.ts'
import type { Cost, Store } from './store.ts'

interface SavedList {
  readonly first: number
  readonly count: number
  readonly cost: Cost
}

const STORED = { kind: 'stored' } as const

/**
 * The whiteboard's buffer: a list without a bound. New items are appended; `shift()` takes the first one, and all
 * others move one place down. Nothing is ever lost here, so the list is a run of consecutive items and is kept as
 * such: the moves are counted, not carried out, and saving it costs nothing. The count is kind to the list:
 * growing is free, and memory is given back at once.
 */
export class GrowingList implements Store {
  readonly bound = null
  readonly head = 0
  readonly cost: Cost = { moved: 0, touched: 0, operations: 0 }
  private first = 0
  private count = 0

  get size(): number {
    return this.count
  }

  get memory(): number {
    return this.count
  }

  get tail(): number {
    return this.count
  }

  /** Throws unless `item` follows the one before. */
  push(item: number): Pushed<number> {
    assert(item === this.first + this.count, `item ${item} follows item ${this.first + this.count - 1}`)
    this.count += 1
    this.charge(1, 0)
    return STORED
  }

  pop(): number | undefined {
    if (this.count === 0) return undefined
    const item = this.first
    this.first += 1
    this.count -= 1
    this.charge(1, this.count)
    return item
  }

  peek(): number | undefined {
    return this.count === 0 ? undefined : this.first
  }

  inSlot(slot: number): number {
    return slot < this.count ? this.first + slot : -1
  }

  save(): SavedList {
    return { first: this.first, count: this.count, cost: { ...this.cost } }
  }

  restore(saved: unknown): void {
    const { first, count, cost } = saved as SavedList // the engine hands back what `save` gave it
    this.first = first
    this.count = count
    Object.assign(this.cost, cost)
  }

  private charge(touched: number, moved: number): void {
    this.cost.operations += 1
    this.cost.moved += moved
    this.cost.touched += touched + moved
  }
}
