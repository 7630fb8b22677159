import { assert } from '../../shared/assert.ts'
import { copyState } from '../kernel/copy-state.ts'
import { RingBuffer, type SavedRing } from '../kernel/ring-buffer.ts'
import { tickTime, type SimTime } from '../kernel/time.ts'
import { STALL_CAUSE } from './fate.ts'
import { Ledger, type SavedLedger } from './ledger.ts'
import type { GatePolicy, PolicyContext } from './policies/policy.ts'
import type { Delivery, Receiver, Stream } from './receiver.ts'

interface SavedFrameQueue {
  readonly ledger: SavedLedger
  readonly ring: SavedRing<Delivery>
  readonly state: object
  readonly startedAt: SimTime | null
  readonly ticks: number
  readonly playing: boolean
}

/**
 * The whiteboard's player: a ring of frames in the order they came, emptied by a clock of one request a frame
 * interval that starts with the first packet. It reads no timestamp, knows no duplicate, and never discards a
 * frame for being late; a full ring overwrites its oldest frame.
 */
export class FrameQueue implements Receiver {
  readonly ledger = new Ledger()
  private readonly ring: RingBuffer<Delivery>
  private readonly policy: GatePolicy<object>
  private context: PolicyContext
  private readonly perSecond: number
  private state: object
  private startedAt: SimTime | null = null
  private ticks = 0
  private playing = false

  constructor(policy: GatePolicy<object>, context: PolicyContext, perSecond: number) {
    this.policy = policy
    this.context = context
    this.perSecond = perSecond
    this.ring = new RingBuffer(context.options.capacity, 'overwrite-oldest')
    this.state = policy.start(context)
  }

  deliver(delivery: Delivery): SimTime | null {
    return this.isDropped(delivery) ? this.startClock(delivery.arrived) : this.enqueue(delivery)
  }

  // #region frame-queue
  private enqueue(delivery: Delivery): SimTime | null {
    const now = delivery.arrived
    const pushed = this.ring.push(delivery)
    this.ledger.store(delivery.packet, now)
    if (pushed.kind === 'overwrote') this.giveUp(pushed.lost, now)
    return this.startClock(now)
  }

  private nextFrame(): Delivery | undefined {
    const needed = this.framesNeeded()
    if (this.ring.size < needed) return undefined // still buffering
    return this.ring.pop()
  }
  // #endregion frame-queue

  tick(now: SimTime, stream: Stream): SimTime | null {
    this.policy.observe(this.state, now, stream.jitter, this.ring.size)
    const frame = this.nextFrame()
    this.playing = frame !== undefined
    if (frame !== undefined) this.ledger.show(frame.packet, frame.sent, frame.arrived, now)
    else if (stream.noMoreArrivals) {
      this.ledger.finish(now)
      return null
    } else this.ledger.openStall(now, this.ring.size === 0 ? STALL_CAUSE.empty : STALL_CAUSE.gate, -1)
    this.ticks += 1
    return (this.startedAt ?? now) + tickTime(this.ticks, this.perSecond)
  }

  waitingSince(): readonly SimTime[] {
    return this.ring.toArray().map(({ arrived }) => arrived)
  }

  target(): SimTime {
    return this.policy.target(this.state, this.context)
  }

  /** Later decisions read `context`. The ring keeps its size: a buffer in use cannot be resized. */
  reconfigure(context: PolicyContext): void {
    this.context = context
  }

  save(): SavedFrameQueue {
    const { startedAt, ticks, playing } = this
    return {
      ledger: this.ledger.save(),
      ring: this.ring.save(),
      state: copyState(this.state),
      startedAt,
      ticks,
      playing,
    }
  }

  restore(saved: unknown): void {
    const old = saved as SavedFrameQueue // the engine hands back what `save` gave it
    assert(old.ring.slots.length === this.ring.capacity, 'a saved queue fits the queue that saved it')
    this.ledger.restore(old.ledger)
    this.ring.restore(old.ring)
    this.state = copyState(old.state)
    this.startedAt = old.startedAt
    this.ticks = old.ticks
    this.playing = old.playing
  }

  /** Some policies would rather lose a frame than let the queue grow. */
  private isDropped({ packet, arrived }: Delivery): boolean {
    const waiting = Math.min(this.ring.size + 1, this.ring.capacity)
    if (this.policy.put?.(this.state, waiting) !== true) return false
    this.ledger.drop(packet, arrived)
    return true
  }

  private giveUp({ packet, arrived }: Delivery, now: SimTime): void {
    const copyWaits = this.ring.toArray().some((held) => held.packet === packet)
    this.ledger.overwrite(packet, arrived, now, copyWaits)
  }

  private framesNeeded(): number {
    return this.policy.framesNeeded(this.state, this.context, this.playing)
  }

  private startClock(now: SimTime): SimTime | null {
    if (this.startedAt !== null) return null
    this.startedAt = now
    return now
  }
}
