import { copyState } from '../kernel/copy-state.ts'
import { fromMs, MILLISECOND, toMs, type SimTime } from '../kernel/time.ts'
import { FATE, STALL_CAUSE } from './fate.ts'
import { Ledger, type SavedLedger } from './ledger.ts'
import { fastestTransit, slowestDelay } from './policies/arrival-history.ts'
import { PITCH_PERIOD } from './policies/neteq/concealment.ts'
import { decide, type Situation } from './policies/neteq/decision.ts'
import { PACKET_SLOTS } from './policies/neteq/delay-constraints.ts'
import { hearPacket, targetDelay } from './policies/neteq/delay-manager.ts'
import { levelOf, resetLevel, updateLevel } from './policies/neteq/level-filter.ts'
import {
  carryOut,
  makeUp,
  soundLeft,
  startNetEq,
  TICK,
  type NetEqState,
} from './policies/neteq/operations.ts'
import { takeMark } from './policies/neteq/sound-buffer.ts'
import type { PolicyContext } from './policies/policy.ts'
import type { Delivery, Receiver, SoundReport, Stream } from './receiver.ts'

/** The level is kept in samples at 8 kHz. */
const SAMPLE: SimTime = MILLISECOND / 8

interface SavedNetEq {
  readonly ledger: SavedLedger
  readonly state: NetEqState
}

/**
 * NetEq as a player. The sound card asks every 10 ms, from the first packet on, and NetEq decides how to have 10 ms
 * ready: decode, decode and stretch, or make sound up. A packet lasts until the timestamp of the next; it is shown
 * when its first sample is heard. Made-up sound is a stall: nothing new is played.
 * Source: WebRTC modules/audio_coding/neteq/neteq_impl.cc.
 */
export class NetEqPlayer implements Receiver {
  readonly ledger = new Ledger()
  private context: PolicyContext
  private state = startNetEq()

  constructor(context: PolicyContext) {
    this.context = context
  }

  reportSound(now: SimTime): SoundReport {
    const { changes, level, sound } = this.state
    return { ...changes, buffered: levelOf(level) * SAMPLE + Math.max(0, sound.end - now) }
  }

  deliver(delivery: Delivery): SimTime | null {
    const { packet, sent, arrived } = delivery
    const { state, ledger } = this
    const isFirst = state.startedAt === null
    if (isFirst) {
      state.startedAt = arrived
      state.due = packet
      state.sound.end = arrived
    }
    hearPacket(state.manager, { sequence: packet, sent, arrived: this.onTick(arrived) })
    const fate = ledger.fateOf(packet)
    if (fate !== FATE.travelling && fate !== FATE.lost) ledger.refuseDuplicate(packet, arrived)
    else if (packet < state.due) ledger.discardLate(packet, arrived)
    else this.store(delivery)
    return isFirst ? arrived : null
  }

  tick(now: SimTime, stream: Stream): SimTime | null {
    const { state } = this
    this.hear(now, stream)
    if (!state.isClosing && now === this.nextTick) {
      this.fill(now, stream)
      state.ticks += 1
      this.hear(now, stream)
    }
    const end = state.isClosing ? state.sound.end : this.nextTick
    if (state.isClosing && now >= end) {
      this.ledger.finish(now)
      return null
    }
    return Math.min(end, state.sound.marks[0]?.at ?? Infinity)
  }

  waitingSince(stream: Stream): readonly SimTime[] {
    const { packets, sound } = this.state
    const decoded = sound.marks.filter(({ isMissing }) => !isMissing)
    return [
      ...packets.map(({ arrived }) => arrived),
      ...decoded.map(({ packet }) => stream.arrivedAt(packet)),
    ]
  }

  target(): SimTime {
    return targetDelay(this.state.manager, this.context.interval)
  }

  reconfigure(context: PolicyContext): void {
    this.context = context
  }

  save(): SavedNetEq {
    return { ledger: this.ledger.save(), state: copyState(this.state) }
  }

  restore(saved: unknown): void {
    const old = saved as SavedNetEq // the engine hands back what `save` gave it
    this.ledger.restore(old.ledger)
    this.state = copyState(old.state)
  }

  private get nextTick(): SimTime {
    return (this.state.startedAt ?? 0) + this.state.ticks * TICK
  }

  /** NetEq's clock counts ticks: a packet came with the last one. */
  private onTick(time: SimTime): SimTime {
    const start = this.state.startedAt ?? time
    return start + Math.floor((time - start) / TICK) * TICK
  }

  private store(delivery: Delivery): void {
    const { state, ledger } = this
    if (state.packets.length >= PACKET_SLOTS) {
      for (const { packet, arrived } of state.packets)
        ledger.overwrite(packet, arrived, delivery.arrived, false)
      state.packets = []
    }
    const later = state.packets.findIndex(({ packet }) => packet > delivery.packet)
    state.packets.splice(later < 0 ? state.packets.length : later, 0, delivery)
    ledger.store(delivery.packet, delivery.arrived)
  }

  /** Whatever begins to be heard at `now`. */
  private hear(now: SimTime, stream: Stream): void {
    for (let mark = takeMark(this.state.sound, now); mark !== null; mark = takeMark(this.state.sound, now)) {
      const { packet, isMissing } = mark
      if (isMissing) this.ledger.openStall(now, STALL_CAUSE.awaited, packet)
      else this.ledger.show(packet, stream.sentAt(packet), stream.arrivedAt(packet), now)
    }
  }

  /** Sees to it that there is sound for the next tick, or that the end is near. */
  private fill(now: SimTime, stream: Stream): void {
    const { state } = this
    if (state.packets.length === 0 && stream.noMoreArrivals && soundLeft(state, now) < TICK) {
      state.isClosing = true
      return
    }
    const situation = this.situation(now, stream)
    if (state.lastMode !== 'expand') this.updateLevel(situation, stream)
    const operation = decide(situation)
    const { leap, concealed, buffered } = situation
    if (operation === 'merge' && leap !== concealed)
      resetLevel(state.level, Math.round(fromMs(buffered) / SAMPLE)) // the delay has changed at a stroke
    const shift = carryOut(state, operation, now, (packet) => this.lengthOf(packet, stream))
    // One period becomes two, or two become one.
    this.ledger.stretches.play(now, shift > 0 ? PITCH_PERIOD : 2 * PITCH_PERIOD, shift)
    state.isClosing = state.due >= stream.packetCount
    while (!state.isClosing && soundLeft(state, now) < TICK) makeUp(state)
    if (state.lastMode !== 'expand') state.concealedSince = null
  }

  private situation(now: SimTime, stream: Stream): Situation {
    const { manager, packets, due, concealedSince, concealment, lastMode, ticks, stretchFrom } = this.state
    const [first] = packets
    const last = packets.at(-1)
    const heard = stream.sentAt(due) - soundLeft(this.state, now)
    return {
      lastMode,
      next: first === undefined ? 'none' : first.packet === due ? 'expected' : 'future',
      leap: first === undefined ? 0 : toMs(first.sent - stream.sentAt(due)),
      concealed: concealedSince === null ? 0 : toMs((ticks - concealedSince) * TICK),
      loudness: concealment.loudness,
      buffered:
        first === undefined || last === undefined ? 0 : toMs(last.sent - first.sent + now - last.arrived),
      playoutDelay: toMs(Math.max(0, now - heard - fastestTransit(manager.history))),
      target: toMs(this.target()),
      slowest: toMs(slowestDelay(manager.history)),
      mayStretch: ticks >= stretchFrom,
    }
  }

  private updateLevel({ target }: Situation, stream: Stream): void {
    const { packets, level, stretched } = this.state
    const [first] = packets
    const last = packets.at(-1)
    const span =
      first === undefined || last === undefined
        ? 0
        : last.sent - first.sent + this.lengthOf(last.packet, stream)
    updateLevel(level, Math.round(span / SAMPLE), Math.round(stretched / SAMPLE), target)
    this.state.stretched = 0
  }

  /** A packet lasts until the timestamp of the next one; the last of all lasts as long as is usual. */
  private lengthOf(packet: number, stream: Stream): SimTime {
    return packet + 1 < stream.packetCount
      ? stream.sentAt(packet + 1) - stream.sentAt(packet)
      : this.context.interval
  }
}
