import type { Pushed } from '../kernel/ring-buffer.ts'

/** What the operations of a buffer cost so far. */
export interface Cost {
  /** Items that had to change their place. */
  moved: number
  /** Slots read or written, the moves included. */
  touched: number
  /** Pushes and pops that did something. */
  operations: number
}

/** What a lane keeps its items in: first in, first out. */
export interface Store {
  readonly size: number
  /** How many items it can hold; null when it grows. */
  readonly bound: number | null
  /** Slots of memory it takes now. */
  readonly memory: number
  /** The slot to be read next, and the slot to be written next. */
  readonly head: number
  readonly tail: number
  readonly cost: Readonly<Cost>
  push(item: number): Pushed<number>
  /** Takes out the oldest item; undefined when there is none. */
  pop(): number | undefined
  /** The oldest item, which stays; undefined when there is none. */
  peek(): number | undefined
  /** The item in a slot; -1 where the slot is free. */
  inSlot(slot: number): number
  save(): unknown
  restore(saved: unknown): void
}
