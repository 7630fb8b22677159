import { at } from '../../shared/assert.ts'
import { copyState } from '../kernel/copy-state.ts'
import { fromMs, MILLISECOND, toMs, type SimTime } from '../kernel/time.ts'
import { FATE, STALL_CAUSE } from './fate.ts'
import { Ledger, type SavedLedger } from './ledger.ts'
import { fastestTransit, slowestDelay } from './policies/arrival-history.ts'
import {
  concealPeriod,
  PITCH_PERIOD,
  startConcealment,
  type Concealment,
} from './policies/neteq/concealment.ts'
import { decide, type Mode, type Operation, type Situation } from './policies/neteq/decision.ts'
import { PACKET_SLOTS } from './policies/neteq/delay-constraints.ts'
import {
  hearPacket,
  startDelayManager,
  targetDelay,
  type DelayManager,
} from './policies/neteq/delay-manager.ts'
import {
  levelOf,
  resetLevel,
  startLevelFilter,
  updateLevel,
  type LevelFilter,
} from './policies/neteq/level-filter.ts'
import {
  appendSound,
  markSound,
  startSound,
  STRETCH_INPUT,
  stretchSound,
  takeMark,
  type SoundBuffer,
} from './policies/neteq/sound-buffer.ts'
import type { PolicyContext } from './policies/policy.ts'
import type { Delivery, Receiver, SoundReport, Stream } from './receiver.ts'

/** The sound card asks for this much at a time. */
const TICK: SimTime = 10 * MILLISECOND
/** After a stretch, as many ticks without one. */
const TICKS_BETWEEN_STRETCHES = 5
/** The level is kept in samples at 8 kHz. */
const SAMPLE: SimTime = MILLISECOND / 8

interface NetEqState {
  readonly manager: DelayManager
  readonly sound: SoundBuffer
  readonly level: LevelFilter
  readonly changes: { accelerated: SimTime; preemptive: SimTime; expanded: SimTime }
  concealment: Concealment
  /** Packets not decoded yet, in order of their numbers. */
  packets: Delivery[]
  /** When the sound card first asked; null before the first packet. */
  startedAt: SimTime | null
  /** How often it has asked. */
  ticks: number
  /** The packet whose turn it is to be decoded. */
  due: number
  lastMode: Mode
  /** The tick at which made-up sound began; null while there is none. */
  concealedSince: number | null
  /** From this tick on a stretch is allowed. */
  stretchFrom: number
  /** Sound that the last stretch took out, until the level knows of it. */
  stretched: SimTime
  /** How long the last packet decoded lasts. */
  packetLength: SimTime
  /** All has been decoded; what is left is heard to its end. */
  isClosing: boolean
}

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
  private state: NetEqState

  constructor(context: PolicyContext) {
    this.context = context
    this.state = {
      manager: startDelayManager(),
      sound: startSound(),
      level: startLevelFilter(),
      changes: { accelerated: 0, preemptive: 0, expanded: 0 },
      concealment: startConcealment(),
      packets: [],
      startedAt: null,
      ticks: 0,
      due: 0,
      lastMode: 'normal',
      concealedSince: null,
      stretchFrom: TICKS_BETWEEN_STRETCHES + 1,
      stretched: 0,
      packetLength: STRETCH_INPUT,
      isClosing: false,
    }
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
    if (state.packets.length === 0 && stream.noMoreArrivals && this.left(now) < TICK) {
      state.isClosing = true
      return
    }
    const situation = this.situation(now, stream)
    if (state.lastMode !== 'expand') this.updateLevel(situation, stream)
    const operation = decide(situation)
    const { leap, concealed, buffered } = situation
    if (operation === 'merge' && leap !== concealed)
      resetLevel(state.level, Math.round(fromMs(buffered) / SAMPLE)) // the delay has changed at a stroke
    this.carryOut(operation, now, stream)
    state.isClosing = state.due >= stream.packetCount
    while (!state.isClosing && this.left(now) < TICK) this.makeUp()
    if (state.lastMode !== 'expand') state.concealedSince = null
  }

  private left(now: SimTime): SimTime {
    return this.state.sound.end - now
  }

  private situation(now: SimTime, stream: Stream): Situation {
    const { manager, packets, due, concealedSince, concealment, lastMode, ticks, stretchFrom } = this.state
    const [first] = packets
    const last = packets.at(-1)
    const heard = stream.sentAt(due) - this.left(now)
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

  private carryOut(operation: Operation, now: SimTime, stream: Stream): void {
    const left = this.left(now)
    switch (operation) {
      case 'expand':
        if (left < TICK) this.makeUp()
        return
      case 'normal':
        if (left < TICK) this.decode(TICK, 'normal', stream)
        return
      case 'merge':
        this.decode(TICK, 'merge', stream)
        return
      case 'accelerate':
      case 'fast-accelerate':
        this.accelerate(now, left, stream)
        return
      case 'preemptive':
        this.expandPreemptively(now, left, stream)
    }
  }

  /** Takes a pitch period out, once there are 30 ms to work on. */
  private accelerate(now: SimTime, left: SimTime, stream: Stream): void {
    const { packetLength } = this.state
    if (left >= STRETCH_INPUT) this.stretch(now, -PITCH_PERIOD, 0)
    else if (left >= TICK && packetLength >= STRETCH_INPUT) return
    else if (left < 2 * TICK && packetLength < STRETCH_INPUT) this.decode(2 * TICK, 'normal', stream)
    else this.stretch(now, -PITCH_PERIOD, this.decode(TICK, 'normal', stream))
  }

  /** Puts a pitch period in, once there are 30 ms to work on, the last ones heard included. */
  private expandPreemptively(now: SimTime, left: SimTime, stream: Stream): void {
    const { packetLength } = this.state
    const hasEnough = left >= STRETCH_INPUT || (left >= TICK && packetLength >= STRETCH_INPUT)
    const wanted = left < 2 * TICK && packetLength < STRETCH_INPUT ? 2 * TICK : TICK
    this.stretch(now, PITCH_PERIOD, hasEnough ? 0 : this.decode(wanted, 'normal', stream))
  }

  private stretch(now: SimTime, period: SimTime, decoded: SimTime): void {
    const { state } = this
    if (!stretchSound(state.sound, now, period, decoded)) return
    if (period > 0) state.changes.preemptive += period
    else state.changes.accelerated -= period
    state.lastMode = period > 0 ? 'preemptive' : 'accelerate'
    state.stretched = -period
    state.stretchFrom = state.ticks + TICKS_BETWEEN_STRETCHES + 1
    state.concealment = startConcealment()
  }

  /** Decodes the first packet and those that follow it without a gap, until `wanted` is there. Returns how much it was. */
  private decode(wanted: SimTime, mode: Mode, stream: Stream): SimTime {
    const { state } = this
    state.due = at(state.packets, 0).packet
    let decoded = 0
    while (decoded < wanted && state.packets[0]?.packet === state.due) {
      state.packets.shift()
      markSound(state.sound, state.due, false)
      state.packetLength = this.lengthOf(state.due, stream)
      appendSound(state.sound, state.packetLength)
      decoded += state.packetLength
      state.due += 1
    }
    state.lastMode = mode
    state.concealment = startConcealment()
    return decoded
  }

  /** One pitch period of sound out of nothing. */
  private makeUp(): void {
    const { state } = this
    if (state.lastMode !== 'expand') markSound(state.sound, state.due, true)
    concealPeriod(state.concealment)
    appendSound(state.sound, PITCH_PERIOD)
    state.changes.expanded += PITCH_PERIOD
    state.lastMode = 'expand'
    state.concealedSince ??= state.ticks
  }

  /** A packet lasts until the timestamp of the next one; the last of all lasts as long as is usual. */
  private lengthOf(packet: number, stream: Stream): SimTime {
    return packet + 1 < stream.packetCount
      ? stream.sentAt(packet + 1) - stream.sentAt(packet)
      : this.context.interval
  }
}
