import { MILLISECOND, type SimTime } from '../../../kernel/time.ts'
import type { Delivery } from '../../receiver.ts'
import { concealPeriod, PITCH_PERIOD, startConcealment, type Concealment } from './concealment.ts'
import type { Mode, Operation } from './decision.ts'
import { startDelayManager, type DelayManager } from './delay-manager.ts'
import { startLevelFilter, type LevelFilter } from './level-filter.ts'
import {
  appendSound,
  markSound,
  startSound,
  STRETCH_INPUT,
  stretchSound,
  type SoundBuffer,
} from './sound-buffer.ts'

/** The sound card asks for this much at a time. */
export const TICK: SimTime = 10 * MILLISECOND
/** After a stretch, as many ticks without one. */
const TICKS_BETWEEN_STRETCHES = 5

/** Everything NetEq knows, as plain data. */
export interface NetEqState {
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

export const startNetEq = (): NetEqState => ({
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
})

/** How long a packet lasts. */
export type LengthOf = (packet: number) => SimTime

/** Sound that is ready and not heard yet at `now`. */
export const soundLeft = ({ sound }: NetEqState, now: SimTime): SimTime => sound.end - now

/**
 * Carries out what was decided at `now`. Returns by how much the sound got longer or shorter: a pitch period, or
 * nothing. Source: WebRTC modules/audio_coding/neteq/neteq_impl.cc, GetDecision.
 */
export function carryOut(state: NetEqState, operation: Operation, now: SimTime, lengthOf: LengthOf): SimTime {
  const left = soundLeft(state, now)
  switch (operation) {
    case 'expand':
      if (left < TICK) makeUp(state)
      return 0
    case 'normal':
      if (left < TICK) decode(state, TICK, 'normal', lengthOf)
      return 0
    case 'merge':
      decode(state, TICK, 'merge', lengthOf)
      return 0
    case 'accelerate':
    case 'fast-accelerate':
      return accelerate(state, now, left, lengthOf)
    case 'preemptive':
      return expandPreemptively(state, now, left, lengthOf)
  }
}

/** One pitch period of sound out of nothing. */
export function makeUp(state: NetEqState): void {
  if (state.lastMode !== 'expand') markSound(state.sound, state.due, true)
  concealPeriod(state.concealment)
  appendSound(state.sound, PITCH_PERIOD)
  state.changes.expanded += PITCH_PERIOD
  state.lastMode = 'expand'
  state.concealedSince ??= state.ticks
}

/** Takes a pitch period out, once there are 30 ms to work on. */
function accelerate(state: NetEqState, now: SimTime, left: SimTime, lengthOf: LengthOf): SimTime {
  const isLong = state.packetLength >= STRETCH_INPUT
  if (left >= STRETCH_INPUT) return stretch(state, now, -PITCH_PERIOD, 0)
  if (left >= TICK && isLong) return 0
  if (left < 2 * TICK && !isLong) {
    decode(state, 2 * TICK, 'normal', lengthOf)
    return 0
  }
  return stretch(state, now, -PITCH_PERIOD, decode(state, TICK, 'normal', lengthOf))
}

/** Puts a pitch period in, once there are 30 ms to work on, the last ones heard included. */
function expandPreemptively(state: NetEqState, now: SimTime, left: SimTime, lengthOf: LengthOf): SimTime {
  const isLong = state.packetLength >= STRETCH_INPUT
  const hasEnough = left >= STRETCH_INPUT || (left >= TICK && isLong)
  const wanted = left < 2 * TICK && !isLong ? 2 * TICK : TICK
  return stretch(state, now, PITCH_PERIOD, hasEnough ? 0 : decode(state, wanted, 'normal', lengthOf))
}

function stretch(state: NetEqState, now: SimTime, period: SimTime, decoded: SimTime): SimTime {
  if (!stretchSound(state.sound, now, period, decoded)) return 0
  if (period > 0) state.changes.preemptive += period
  else state.changes.accelerated -= period
  state.lastMode = period > 0 ? 'preemptive' : 'accelerate'
  state.stretched = -period
  state.stretchFrom = state.ticks + TICKS_BETWEEN_STRETCHES + 1
  state.concealment = startConcealment()
  return period
}

/** Decodes the first packet and those that follow it without a gap, until `wanted` is there. Returns how much it was. */
function decode(state: NetEqState, wanted: SimTime, mode: Mode, lengthOf: LengthOf): SimTime {
  state.due = state.packets[0]?.packet ?? state.due
  let decoded = 0
  while (decoded < wanted && state.packets[0]?.packet === state.due) {
    state.packets.shift()
    markSound(state.sound, state.due, false)
    state.packetLength = lengthOf(state.due)
    appendSound(state.sound, state.packetLength)
    decoded += state.packetLength
    state.due += 1
  }
  state.lastMode = mode
  state.concealment = startConcealment()
  return decoded
}
