import { copyState } from '../kernel/copy-state.ts'
import type { SimTime } from '../kernel/time.ts'
import { FATE, STALL_CAUSE } from './fate.ts'
import { OVERTAKEN, PATIENCE } from './give-up.ts'
import { Ledger, type SavedLedger } from './ledger.ts'
import type { DelayPolicy, PolicyContext } from './policies/policy.ts'
import { stepOver } from './pace.ts'
import type { Delivery, Receiver, Stream } from './receiver.ts'

interface SavedPlayoutClock {
  readonly ledger: SavedLedger
  readonly state: object
  readonly started: boolean
  readonly turn: number
  readonly ending: boolean
  readonly alarm: SimTime | null
  readonly waitingFrom: SimTime | null
  readonly firstTransit: SimTime
}

/**
 * The production player: every packet has its turn, set by its timestamp. Turns follow each other as the
 * timestamps do, stretched or shortened by at most the allowed share to follow the policy's delay. Who is not
 * there when its turn comes is skipped (the last frame stays up), and discarded should it still arrive; or, where
 * the player was told to stall, its turn lasts until it is there or given up, and the turns after it are later.
 */
export class PlayoutClock implements Receiver {
  readonly ledger = new Ledger()
  private readonly policy: DelayPolicy<object>
  private context: PolicyContext
  private state: object
  private started = false
  /** The packet whose turn the clock rings for next. */
  private turn = 0
  /** The last turn is over; the clock rings once more when its frame has been shown. */
  private ending = false
  /** The ring that counts. A turn that ends sooner than its deadline leaves a ring behind that does not. */
  private alarm: SimTime | null = null
  /** While a turn lasts because its packet is waited for: when it began. */
  private waitingFrom: SimTime | null = null
  private firstTransit: SimTime = 0

  constructor(policy: DelayPolicy<object>, context: PolicyContext) {
    this.policy = policy
    this.context = context
    this.state = policy.start(context)
  }

  // #region playout-clock
  deliver({ packet, sent, arrived }: Delivery): SimTime | null {
    this.policy.observe(this.state, { sequence: packet, sent, arrived }, this.context)
    this.ledger.noteTransit(sent, arrived)
    const fate = this.ledger.fateOf(packet)
    if (fate !== FATE.travelling && fate !== FATE.lost) this.ledger.refuseDuplicate(packet, arrived)
    else if (this.started && packet < this.turn) this.ledger.discardLate(packet, arrived)
    else this.ledger.store(packet, arrived)
    if (this.started) return this.waitingFrom === null ? null : this.ringAt(arrived)
    this.started = true
    this.turn = packet
    this.firstTransit = arrived - sent
    return this.ringAt(arrived + this.target())
  }

  tick(now: SimTime, stream: Stream): SimTime | null {
    if (now !== this.alarm) return null // the deadline of a turn that ended sooner
    this.alarm = null
    if (this.ending) {
      this.ledger.finish(now)
      return null
    }
    const packet = this.turn
    const sent = stream.sentAt(packet)
    const isHere = this.ledger.fateOf(packet) === FATE.waiting
    if (!isHere && this.context.options.whenLate === 'stall' && !this.isGivenUp(now, sent, stream)) {
      this.waitingFrom ??= now
      this.ledger.openStall(now, STALL_CAUSE.awaited, packet)
      return this.ringAt(this.nextLook(now, sent, stream))
    }
    if (isHere) this.ledger.show(packet, sent, stream.arrivedAt(packet), now)
    else this.ledger.openStall(now, STALL_CAUSE.missing, packet)
    this.turn += 1
    this.ending = this.turn >= stream.packetCount
    const spacing = this.ending ? this.context.interval : stream.sentAt(this.turn) - sent
    this.ledger.takeTurn(now, sent, spacing, now - (this.waitingFrom ?? now), !isHere)
    this.waitingFrom = null
    this.policy.overdue?.(this.state, { sequence: packet, sent, now }, this.context)
    const correction = this.correction(now - sent, spacing)
    this.ledger.stretches.play(now, spacing, correction)
    return this.ringAt(now + spacing + correction)
  }

  /** The step towards the policy's delay over `spacing`, within the stretch limit. */
  private correction(delay: SimTime, spacing: SimTime): SimTime {
    const { options, interval } = this.context
    const behind = delay - Math.round(this.policy.offset(this.state, this.context))
    return stepOver(behind, spacing, { pace: options.pace, stretch: options.stretch, interval })
  }
  // #endregion playout-clock

  /**
   * Playout waits for a packet no longer once so many packets sent after it are there that it must be lost, once
   * it is overdue for too long, or once the stream is over. None of this depends on the policy.
   */
  private isGivenUp(now: SimTime, sent: SimTime, stream: Stream): boolean {
    return this.ledger.counts.waiting >= OVERTAKEN || now >= this.deadline(sent) || stream.noMoreArrivals
  }

  /** When a turn that waits looks again if nothing comes: the stream may end with packets that never do. */
  private nextLook(now: SimTime, sent: SimTime, stream: Stream): SimTime {
    const lastSent = stream.sentAt(stream.packetCount - 1)
    const deadline = this.deadline(sent)
    return lastSent > now ? Math.min(deadline, lastSent) : deadline
  }

  /** Against the first packet's transit: the sender's clock is not the receiver's. */
  private deadline(sent: SimTime): SimTime {
    return sent + this.firstTransit + PATIENCE
  }

  private ringAt(time: SimTime): SimTime {
    this.alarm = time
    return time
  }

  waitingSince(stream: Stream): readonly SimTime[] {
    const since: SimTime[] = []
    for (let packet = this.turn; packet < this.ledger.fate.length; packet++)
      if (this.ledger.fateOf(packet) === FATE.waiting) since.push(stream.arrivedAt(packet))
    return since
  }

  target(): SimTime {
    return this.policy.target(this.state, this.context)
  }

  /** Later decisions read `context`. */
  reconfigure(context: PolicyContext): void {
    this.context = context
  }

  save(): SavedPlayoutClock {
    const { started, turn, ending, alarm, waitingFrom, firstTransit } = this
    const [ledger, state] = [this.ledger.save(), copyState(this.state)]
    return { ledger, state, started, turn, ending, alarm, waitingFrom, firstTransit }
  }

  restore(saved: unknown): void {
    const old = saved as SavedPlayoutClock // the engine hands back what `save` gave it
    this.ledger.restore(old.ledger)
    this.state = copyState(old.state)
    this.started = old.started
    this.turn = old.turn
    this.ending = old.ending
    this.alarm = old.alarm
    this.waitingFrom = old.waitingFrom
    this.firstTransit = old.firstTransit
  }
}
