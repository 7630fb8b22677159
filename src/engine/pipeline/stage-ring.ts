import { RingBuffer, type SavedRing } from '../kernel/ring-buffer.ts'
import type { SimTime } from '../kernel/time.ts'
import type { RingId } from './codes.ts'
import type { FullPolicy } from './settings/rings.ts'

interface SavedStageRing {
  readonly ring: SavedRing<number>
  readonly policy: FullPolicy
  readonly heldTime: number
  readonly heldSince: SimTime
}

/** A ring between two stages of a player, with what becomes of one more frame when it is full. */
export class StageRing {
  readonly id: RingId
  readonly slots: number
  private ring: RingBuffer<number>
  private current: FullPolicy
  private heldTime = 0
  private heldSince: SimTime = 0

  constructor(id: RingId, slots: number, policy: FullPolicy) {
    this.id = id
    this.slots = slots
    this.current = policy
    this.ring = createRing(slots, policy)
  }

  get policy(): FullPolicy {
    return this.current
  }

  get size(): number {
    return this.ring.size
  }

  get head(): number {
    return this.ring.head
  }

  get tail(): number {
    return this.ring.tail
  }

  // #region when-it-is-full
  /** If not, the stage before it must wait. */
  get takesMore(): boolean {
    return this.policy !== 'block' || this.size < this.slots
  }

  /** Returns the frame that is given up; null when there was room. */
  push(frame: number, now: SimTime): number | null {
    this.count(now)
    const pushed = this.ring.push(frame)
    if (pushed.kind === 'overwrote') return pushed.lost // drop-oldest
    return pushed.kind === 'rejected' ? frame : null // drop-newest
  }
  // #endregion when-it-is-full

  pop(now: SimTime): number | undefined {
    this.count(now)
    return this.ring.pop()
  }

  /** The oldest frame, which stays; undefined when there is none. */
  peek(): number | undefined {
    return this.ring.peek()
  }

  /** The `index`-th oldest frame, which stays; undefined when there are not so many. */
  ahead(index: number): number | undefined {
    return index < this.size ? this.inSlot((this.head + index) % this.slots) : undefined
  }

  /** The frame in a slot; -1 where the slot is free. */
  inSlot(slot: number): number {
    return this.ring.inSlot(slot) ?? -1
  }

  /** From now on, when full, it follows `policy`. */
  change(policy: FullPolicy): void {
    if (policy === this.current) return
    const next = createRing(this.slots, policy) // a ring's way to overflow is fixed: its content moves over
    next.restore(this.ring.save())
    this.ring = next
    this.current = policy
  }

  /** The integral of the number held over time, in frame-microseconds. */
  heldIntegral(now: SimTime): number {
    return this.heldTime + this.size * (now - this.heldSince)
  }

  save(): SavedStageRing {
    const { heldTime, heldSince } = this
    return { ring: this.ring.save(), policy: this.current, heldTime, heldSince }
  }

  restore(saved: SavedStageRing): void {
    this.change(saved.policy)
    this.ring.restore(saved.ring)
    this.heldTime = saved.heldTime
    this.heldSince = saved.heldSince
  }

  private count(now: SimTime): void {
    this.heldTime = this.heldIntegral(now)
    this.heldSince = now
  }
}

/** To the ring itself "block" is "reject": waiting is the affair of the stage before it. */
const createRing = (slots: number, policy: FullPolicy): RingBuffer<number> =>
  new RingBuffer(slots, policy === 'drop-oldest' ? 'overwrite-oldest' : 'reject')
