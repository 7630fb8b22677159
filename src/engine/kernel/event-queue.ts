import { assert, at } from '../../shared/assert.ts'
import type { SimTime } from './time.ts'

/** What is about to happen. `rank` orders kinds that fall on one instant (a lower rank goes first). */
export interface Scheduled<Event> {
  readonly time: SimTime
  readonly rank: number
  readonly sequence: number
  readonly event: Event
}

/** A queue's whole content, in heap order, for `EventQueue.restore`. */
export interface SavedQueue<Event> {
  readonly heap: readonly Scheduled<Event>[]
  readonly nextSequence: number
}

const before = <E>(a: Scheduled<E>, b: Scheduled<E>): boolean =>
  a.time !== b.time ? a.time < b.time : a.rank !== b.rank ? a.rank < b.rank : a.sequence < b.sequence

/**
 * The events still to come, in a total order: time, then rank, then the order of scheduling. No two events are
 * ever equal, so every run, and every heap, takes them in the same order. A binary heap; bounded.
 */
export class EventQueue<Event> {
  private heap: Scheduled<Event>[] = []
  private nextSequence = 0
  private readonly limit: number

  /** Throws from `schedule` when more than `limit` events wait: a run-away model, not a user's mistake. */
  constructor(limit: number) {
    this.limit = limit
  }

  get size(): number {
    return this.heap.length
  }

  /** The time of the next event, or null when none waits. */
  get nextTime(): SimTime | null {
    return this.heap[0]?.time ?? null
  }

  schedule(time: SimTime, rank: number, event: Event): void {
    assert(Number.isSafeInteger(time), `an event needs a whole number of microseconds, got ${time}`)
    assert(this.heap.length < this.limit, `more than ${this.limit} events are waiting`)
    const item: Scheduled<Event> = { time, rank, sequence: this.nextSequence++, event }
    let hole = this.heap.push(item) - 1
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      const above = at(this.heap, parent)
      if (before(above, item)) break
      this.heap[hole] = above
      hole = parent
    }
    this.heap[hole] = item
  }

  /** Removes and returns the first event; throws when none waits. */
  take(): Scheduled<Event> {
    const first = at(this.heap, 0)
    const last = this.heap.pop()
    if (last !== undefined && last !== first) this.sink(last)
    return first
  }

  save(): SavedQueue<Event> {
    return { heap: this.heap.slice(), nextSequence: this.nextSequence }
  }

  restore(saved: SavedQueue<Event>): void {
    this.heap = saved.heap.slice()
    this.nextSequence = saved.nextSequence
  }

  private sink(item: Scheduled<Event>): void {
    const { heap } = this
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(at(heap, child + 1), at(heap, child))) child++
      if (before(item, at(heap, child))) break
      heap[hole] = at(heap, child)
      hole = child
    }
    heap[hole] = item
  }
}
