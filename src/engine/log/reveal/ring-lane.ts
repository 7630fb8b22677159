import { assert } from '../../../shared/assert.ts'
import { RingBuffer, type Overflow, type SavedRing } from '../../kernel/ring-buffer.ts'
import type { SimTime } from '../../kernel/time.ts'
import { Common, type Lane, type SavedCommon } from './lane.ts'
import type { RevealConfig } from './config.ts'
import type { RevealSettings } from './settings.ts'

interface SavedRingLane {
  readonly common: SavedCommon
  readonly ring: SavedRing<number>
  readonly wanted: number
}

/**
 * Episode 7's ring with several readers, each with a sequence of its own, as in the LMAX Disruptor: a slot is free once
 * the slowest reader has read it. A full ring makes its producer wait, or gives up its oldest record.
 */
export class RingLane implements Lane {
  readonly id: 'block' | 'overwrite'
  private readonly common: Common
  private ring: RingBuffer<number>
  /** The capacity asked for: a ring that blocks may have to be read first before it can shrink to it. */
  private wanted: number

  constructor(id: 'block' | 'overwrite', { settings }: RevealConfig) {
    this.id = id
    this.common = new Common(settings.readers)
    this.wanted = settings.slots
    this.ring = new RingBuffer(settings.slots, this.overflow)
  }

  get books(): Common['books'] {
    return this.common.books
  }

  get history(): Common['history'] {
    return this.common.history
  }

  get enteredAt(): Common['enteredAt'] {
    return this.common.enteredAt
  }

  get kept(): number {
    return this.ring.size
  }

  get peak(): number {
    return this.common.peak
  }

  get capacity(): number {
    return this.ring.capacity
  }

  /** The slot of the oldest record, and the slot to be written next. */
  get head(): number {
    return this.ring.head
  }

  get tail(): number {
    return this.ring.tail
  }

  /** The oldest record in the ring; the next to go in when it is empty. */
  get oldest(): number {
    return this.ring.peek() ?? this.enteredAt.length
  }

  /** The record in a slot; -1 where it is free. */
  inSlot(slot: number): number {
    return this.ring.inSlot(slot) ?? -1
  }

  offer(now: SimTime): void {
    this.common.make()
    this.fill(now)
    this.common.note(now, this.kept)
  }

  read(reader: number, now: SimTime): boolean {
    const books = this.books[reader]
    if (books === undefined || books.counts.unread === 0) return false
    const record = this.ring.inSlot((this.head + books.next - this.oldest) % this.capacity)
    assert(record === books.next, `reader ${reader} found ${record} where ${books.next} should be`)
    books.read(record, now)
    this.release()
    this.fill(now)
    this.common.note(now, this.kept)
    return true
  }

  reconfigure({ slots }: RevealSettings, now: SimTime): void {
    if (slots === this.wanted) return
    this.wanted = slots
    while (this.overflow === 'overwrite-oldest' && this.ring.size > slots) this.giveUp(this.ring.pop(), now)
    this.resize()
    this.fill(now)
    this.common.note(now, this.kept)
  }

  save(): SavedRingLane {
    return { common: this.common.save(), ring: this.ring.save(), wanted: this.wanted }
  }

  restore(saved: unknown): void {
    const { common, ring, wanted } = saved as SavedRingLane // the engine hands back what `save` gave it
    this.common.restore(common)
    this.ring = new RingBuffer(ring.slots.length, this.overflow)
    this.ring.restore(ring)
    this.wanted = wanted
  }

  private get overflow(): Overflow {
    return this.id === 'block' ? 'reject' : 'overwrite-oldest'
  }

  /** Whatever waits goes in, as long as the ring takes it. */
  private fill(now: SimTime): void {
    while ((this.books[0]?.counts.waiting ?? 0) > 0) {
      const pushed = this.ring.push(this.enteredAt.length)
      if (pushed.kind === 'rejected') return
      if (pushed.kind === 'overwrote') this.giveUp(pushed.lost, now)
      this.common.enter(now)
    }
  }

  /** A record goes although some reader may still want it. */
  private giveUp(record: number | undefined, now: SimTime): void {
    for (const books of this.books) if (books.next === record) books.lose(record, now)
  }

  /** Frees the slots that every reader has done with. */
  private release(): void {
    const slowest = Math.min(...this.books.map(({ next }) => next))
    while ((this.ring.peek() ?? Infinity) < slowest) this.ring.pop()
    this.resize()
  }

  /** A ring's capacity is fixed: its content moves over into another, once it fits. */
  private resize(): void {
    const capacity = Math.max(this.wanted, this.ring.size)
    if (capacity === this.ring.capacity) return
    const next = new RingBuffer<number>(capacity, this.overflow)
    for (const record of this.ring.toArray()) next.push(record)
    this.ring = next
  }
}
