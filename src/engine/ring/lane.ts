import { RandomStream } from '../kernel/random.ts'
import { fromMs, type SimTime } from '../kernel/time.ts'
import { HAPPENED } from './codes.ts'
import type { RingConfig } from './config.ts'
import { GrowingList } from './growing-list.ts'
import { History, type SavedHistory } from './history.ts'
import { Ledger, type SavedLedger } from './ledger.ts'
import { Pacer, type SavedPacer } from '../kernel/pacer.ts'
import { RingStore } from './ring-store.ts'
import type { RingSettings } from './settings.ts'
import type { Store } from './store.ts'

export type LaneId = 'list' | 'ring'

export const LANES: Record<LaneId, { readonly name: string; readonly origin: 'whiteboard' | 'production' }> =
  {
    list: { name: 'Growing list', origin: 'whiteboard' },
    ring: { name: 'Ring buffer', origin: 'production' },
  }

/** An item in the hand of a producer that waits for a free slot. */
export interface Waiting {
  readonly item: number
  readonly since: SimTime
}

export interface SavedLane {
  readonly store: unknown
  readonly ledger: SavedLedger
  readonly history: SavedHistory
  readonly producer: SavedPacer
  readonly waiting: Waiting | null
  readonly blockedBefore: SimTime
  readonly idle: boolean
}

/**
 * A producer, a buffer, and its side of the consumer. Every lane's producer draws the same gaps, so lanes are fed
 * alike until one of them makes its producer wait.
 */
export class Lane {
  readonly id: LaneId
  readonly store: Store
  readonly ledger = new Ledger()
  readonly history = new History()
  readonly producer: Pacer
  /** How many items make a full batch here: no more than a ring can hold. */
  readonly fullBatch: number
  private readonly ring: RingStore | null
  private readonly batch: number
  private readonly flushAfter: SimTime
  private readonly slots: number
  private inHand: Waiting | null = null
  private blockedBefore: SimTime = 0
  /** The consumer's last turn took nothing here: it may still be used for a partial batch. */
  private idle = false

  constructor(id: LaneId, { seed, settings }: RingConfig) {
    this.id = id
    this.ring = id === 'ring' ? new RingStore(settings.slots, settings.overflow) : null
    this.store = this.ring ?? new GrowingList()
    this.producer = new Pacer(RandomStream.of(seed, 'producer.gaps'), producerPace(settings), 'at-once')
    this.slots = settings.slots
    this.batch = settings.batch
    this.fullBatch = Math.min(settings.batch, this.store.bound ?? settings.batch)
    this.flushAfter = fromMs(settings.flush)
  }

  get waiting(): Waiting | null {
    return this.inHand
  }

  /** True when one more item would have to wait for a free slot. */
  get wouldBlock(): boolean {
    return this.ring !== null && this.ring.policy === 'block' && this.ring.size === this.ring.bound
  }

  /** When a partial batch is taken without waiting for the consumer's next turn; null when none is due. */
  get flushDue(): SimTime | null {
    if (!this.idle || this.fullBatch === 1) return null
    const oldest = this.store.peek()
    return oldest === undefined ? null : this.ledger.enteredAt.get(oldest) + this.flushAfter
  }

  /** How long the producer has waited up to `now`, the wait that is on included. */
  blockedTime(now: SimTime): SimTime {
    return this.blockedBefore + (this.inHand === null ? 0 : now - this.inHand.since)
  }

  /** The producer makes an item and pushes it. */
  make(now: SimTime): void {
    this.push(this.ledger.make(now), now)
    this.note(now)
  }

  /** The consumer comes. It takes a full batch, or what has waited long enough; otherwise it leaves things be. */
  turn(now: SimTime): void {
    const oldest = this.store.peek()
    const isOld = oldest !== undefined && now - this.ledger.enteredAt.get(oldest) >= this.flushAfter
    const takes = isOld || this.store.size >= this.fullBatch
    if (takes) this.take(now, this.batch)
    this.idle = !takes
  }

  /** The oldest item of a partial batch has waited long enough. */
  flush(now: SimTime): void {
    this.take(now, this.batch)
    this.idle = false
  }

  /** The consumer stalls: a turn it has not used is gone. */
  forgetTurn(): void {
    this.idle = false
  }

  /** Takes out up to `most` items; then a waiting producer may go on. Returns how many it took. */
  take(now: SimTime, most: number): number {
    let taken = 0
    for (; taken < most; taken++) {
      const slot = this.store.head
      const item = this.store.pop()
      if (item === undefined) break
      this.ledger.consume(item, now)
      this.history.add(now, HAPPENED.pop, slot, item)
    }
    if (taken === 0) return 0
    this.ledger.counts.flushes += 1
    this.endWait(now)
    this.note(now)
    return taken
  }

  /** Later items follow these settings, and so does the one that waits. */
  reconfigure(settings: RingSettings, now: SimTime): void {
    this.producer.change(producerPace(settings), now)
    this.ring?.change(settings.overflow)
    if (!this.wouldBlock) this.endWait(now)
    this.note(now)
  }

  save(): SavedLane {
    return {
      store: this.store.save(),
      ledger: this.ledger.save(),
      history: this.history.save(),
      producer: this.producer.save(),
      waiting: this.inHand,
      blockedBefore: this.blockedBefore,
      idle: this.idle,
    }
  }

  restore(saved: SavedLane): void {
    this.store.restore(saved.store)
    this.ledger.restore(saved.ledger)
    this.history.restore(saved.history)
    this.producer.restore(saved.producer)
    this.inHand = saved.waiting
    this.blockedBefore = saved.blockedBefore
    this.idle = saved.idle
  }

  private push(item: number, now: SimTime): void {
    const slot = this.store.tail
    if (this.wouldBlock) return this.wait(item, slot, now)
    const pushed = this.store.push(item)
    if (pushed.kind === 'rejected') {
      this.ledger.reject(item, now)
      this.history.add(now, HAPPENED.reject, slot, item)
      return
    }
    if (pushed.kind === 'overwrote') {
      this.ledger.overwrite(pushed.lost, now)
      this.history.add(now, HAPPENED.overwrite, slot, pushed.lost)
    }
    this.ledger.enter(item, now)
    this.history.add(now, HAPPENED.push, slot, item)
  }

  /** The producer stands still with the item in hand. */
  private wait(item: number, slot: number, now: SimTime): void {
    this.inHand = { item, since: now }
    this.producer.stop(now)
    this.history.add(now, HAPPENED.block, slot, item)
  }

  /** The item in hand, if there is one, goes where it can now, and the producer goes on. */
  private endWait(now: SimTime): void {
    if (this.inHand === null) return
    const { item, since } = this.inHand
    this.inHand = null
    this.blockedBefore += now - since
    this.producer.goOn(now)
    this.push(item, now)
  }

  private note(now: SimTime): void {
    const { size, bound } = this.store
    this.history.noteDepth(now, size)
    if (bound !== null) this.history.noteFullness(now, size, bound)
    else if (size > this.slots) this.history.noteFirst('outgrow', now)
  }
}

const producerPace = ({ produce, produceUneven }: RingSettings): { rate: number; unevenness: number } => ({
  rate: produce,
  unevenness: produceUneven,
})
