import { RingBuffer, type Pushed, type SavedRing } from '../kernel/ring-buffer.ts'
import type { OverflowPolicy } from './settings.ts'
import type { Cost, Store } from './store.ts'

interface SavedRingStore {
  readonly ring: SavedRing<number>
  readonly policy: OverflowPolicy
  readonly cost: Cost
}

/**
 * Production's buffer: the kernel's ring. No item ever moves; a push or a pop touches one slot. To the ring
 * itself, "block" is "reject": waiting is the producer's affair.
 */
export class RingStore implements Store {
  readonly cost: Cost = { moved: 0, touched: 0, operations: 0 }
  private ring: RingBuffer<number>
  private current: OverflowPolicy

  constructor(slots: number, policy: OverflowPolicy) {
    this.ring = createRing(slots, policy)
    this.current = policy
  }

  get policy(): OverflowPolicy {
    return this.current
  }

  get size(): number {
    return this.ring.size
  }

  get bound(): number {
    return this.ring.capacity
  }

  get memory(): number {
    return this.ring.capacity
  }

  get head(): number {
    return this.ring.head
  }

  get tail(): number {
    return this.ring.tail
  }

  push(item: number): Pushed<number> {
    const pushed = this.ring.push(item)
    if (pushed.kind !== 'rejected') this.charge()
    return pushed
  }

  pop(): number | undefined {
    const item = this.ring.pop()
    if (item !== undefined) this.charge()
    return item
  }

  peek(): number | undefined {
    return this.ring.peek()
  }

  inSlot(slot: number): number {
    return this.ring.inSlot(slot) ?? -1
  }

  /** From now on a full ring follows `policy`. */
  change(policy: OverflowPolicy): void {
    if (policy === this.current) return
    const next = createRing(this.ring.capacity, policy) // a ring's policy is fixed: its content moves over
    next.restore(this.ring.save())
    this.ring = next
    this.current = policy
  }

  save(): SavedRingStore {
    return { ring: this.ring.save(), policy: this.current, cost: { ...this.cost } }
  }

  restore(saved: unknown): void {
    const { ring, policy, cost } = saved as SavedRingStore // the engine hands back what `save` gave it
    this.change(policy)
    this.ring.restore(ring)
    Object.assign(this.cost, cost)
  }

  private charge(): void {
    this.cost.operations += 1
    this.cost.touched += 1
  }
}

const createRing = (slots: number, policy: OverflowPolicy): RingBuffer<number> =>
  new RingBuffer(slots, policy === 'overwrite-oldest' ? 'overwrite-oldest' : 'reject')
