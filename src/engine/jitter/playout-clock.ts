import { clamp } from '../../shared/clamp.ts'
import { copyState } from '../kernel/copy-state.ts'
import type { SimTime } from '../kernel/time.ts'
import { FATE, STALL_CAUSE } from './fate.ts'
import { Ledger, type SavedLedger } from './ledger.ts'
import type { DelayPolicy, PolicyContext } from './policies/policy.ts'
import type { Delivery, Receiver, Stream } from './receiver.ts'

interface SavedPlayoutClock {
  readonly ledger: SavedLedger
  readonly state: object
  readonly started: boolean
  readonly turn: number
  readonly ending: boolean
}

/**
 * The production player: every packet has its turn, set by its timestamp. Turns follow each other as the
 * timestamps do, stretched or shortened by at most the allowed share to follow the policy's delay. Who is not
 * there when its turn comes is skipped (the last frame stays up), and discarded should it still arrive.
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

  constructor(policy: DelayPolicy<object>, context: PolicyContext) {
    this.policy = policy
    this.context = context
    this.state = policy.start(context)
  }

  // #region playout-clock
  deliver({ packet, sent, arrived }: Delivery): SimTime | null {
    this.policy.observe(this.state, { sequence: packet, sent, arrived }, this.context)
    const fate = this.ledger.fateOf(packet)
    if (fate !== FATE.travelling && fate !== FATE.lost) this.ledger.refuseDuplicate(packet, arrived)
    else if (this.started && packet < this.turn) this.ledger.discardLate(packet, arrived)
    else this.ledger.store(packet, arrived)
    if (this.started) return null
    this.started = true
    this.turn = packet
    return arrived + this.target()
  }

  tick(now: SimTime, stream: Stream): SimTime | null {
    if (this.ending) {
      this.ledger.finish(now)
      return null
    }
    const packet = this.turn
    const sent = stream.sentAt(packet)
    if (this.ledger.fateOf(packet) === FATE.waiting)
      this.ledger.show(packet, sent, stream.arrivedAt(packet), now)
    else this.ledger.openStall(now, STALL_CAUSE.missing, packet)
    this.turn += 1
    this.ending = this.turn >= stream.packetCount
    const spacing = this.ending ? this.context.interval : stream.sentAt(this.turn) - sent
    return now + spacing + this.correction(now - sent, spacing)
  }

  /** The step towards the policy's delay that the stretch limit allows over `spacing`. */
  private correction(delay: SimTime, spacing: SimTime): SimTime {
    const limit = Math.floor(spacing * this.context.options.stretch)
    return clamp(Math.round(this.policy.offset(this.state, this.context)) - delay, -limit, limit)
  }
  // #endregion playout-clock

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
    const { started, turn, ending } = this
    return { ledger: this.ledger.save(), state: copyState(this.state), started, turn, ending }
  }

  restore(saved: unknown): void {
    const old = saved as SavedPlayoutClock // the engine hands back what `save` gave it
    this.ledger.restore(old.ledger)
    this.state = copyState(old.state)
    this.started = old.started
    this.turn = old.turn
    this.ending = old.ending
  }
}
