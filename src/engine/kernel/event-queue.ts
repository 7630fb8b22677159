import { assert, outside } from '../../shared/assert.ts'
import type { SimTime } from './time.ts'

/** A queue's whole content, in heap order, for `EventQueue.restore`. */
export interface SavedQueue<Event> {
  readonly times: readonly SimTime[]
  readonly orders: readonly number[]
  readonly events: readonly Event[]
  readonly nextSequence: number
}

/** Rank and sequence share one exact number: the rank counts in steps of this. */
const RANK_STEP = 2 ** 44
const MAX_RANK = 255

/**
 * The events still to come, in a total order: time, then rank (which orders kinds that fall on one instant, a
 * lower rank first), then the order of scheduling. No two events are ever equal, so every run, and every heap, takes
 * them in the same order. A binary heap over parallel arrays; bounded.
 */
export class EventQueue<Event> {
  private times: SimTime[] = []
  private orders: number[] = []
  private events: Event[] = []
  private nextSequence = 0
  private readonly limit: number

  /** Throws from `schedule` when more than `limit` events wait: a run-away model, not a user's mistake. */
  constructor(limit: number) {
    this.limit = limit
  }

  get size(): number {
    return this.events.length
  }

  /** The time of the next event, or null when none waits. */
  get nextTime(): SimTime | null {
    return this.times[0] ?? null
  }

  /** `rank` is a whole number from 0 to 255. */
  schedule(time: SimTime, rank: number, event: Event): void {
    assert(Number.isSafeInteger(time), `an event needs a whole number of microseconds, got ${time}`)
    assert(Number.isInteger(rank) && rank >= 0 && rank <= MAX_RANK, `a rank is 0 to ${MAX_RANK}, got ${rank}`)
    assert(this.events.length < this.limit, `more than ${this.limit} events are waiting`)
    const order = rank * RANK_STEP + this.nextSequence++
    let hole = this.events.length
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      if (!this.comesBefore(time, order, parent)) break
      this.move(parent, hole)
      hole = parent
    }
    this.place(hole, time, order, event)
  }

  /** Removes and returns the first event; throws RangeError when none waits. */
  take(): Event {
    if (this.events.length === 0) return outside(0)
    const first = this.events[0] as Event // there is one
    const time = this.times.pop()
    const order = this.orders.pop()
    const event = this.events.pop()
    if (this.events.length > 0 && time !== undefined && order !== undefined)
      this.sink(time, order, event as Event) // three arrays of one length
    return first
  }

  save(): SavedQueue<Event> {
    const { nextSequence } = this
    return {
      times: this.times.slice(),
      orders: this.orders.slice(),
      events: this.events.slice(),
      nextSequence,
    }
  }

  restore(saved: SavedQueue<Event>): void {
    this.times = saved.times.slice()
    this.orders = saved.orders.slice()
    this.events = saved.events.slice()
    this.nextSequence = saved.nextSequence
  }

  private sink(time: SimTime, order: number, event: Event): void {
    const { length } = this.events
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      if (child >= length) break
      const right = child + 1
      if (
        right < length &&
        this.comesBefore(this.times[right] ?? outside(right), this.orders[right] ?? outside(right), child)
      )
        child = right
      if (this.comesBefore(time, order, child)) break
      this.move(child, hole)
      hole = child
    }
    this.place(hole, time, order, event)
  }

  /** Whether an event of this time and order comes before the one at `index`. */
  private comesBefore(time: SimTime, order: number, index: number): boolean {
    const other = this.times[index] ?? outside(index)
    return time < other || (time === other && order < (this.orders[index] ?? outside(index)))
  }

  private move(from: number, to: number): void {
    this.place(
      to,
      this.times[from] ?? outside(from),
      this.orders[from] ?? outside(from),
      this.events[from] as Event,
    ) // `from` is in the heap
  }

  private place(index: number, time: SimTime, order: number, event: Event): void {
    this.times[index] = time
    this.orders[index] = order
    this.events[index] = event
  }
}
