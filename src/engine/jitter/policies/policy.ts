import type { SimTime } from '../../kernel/time.ts'
import type { PlayoutOptions } from '../config.ts'
import type { Receiver } from '../receiver.ts'

/** What a policy may know beside the packets: settings, and the sender's frame interval. */
export interface PolicyContext {
  readonly options: PlayoutOptions
  readonly interval: SimTime
}

/** A packet as a receiver sees it: the sender's timestamp and the receiver's clock, whose offset it cannot know. */
export interface ArrivedPacket {
  readonly sequence: number
  readonly sent: SimTime
  readonly arrived: SimTime
}

/** A turn of the playout clock: whose it was, when that was sent, and when the turn ended. */
export interface Turn {
  readonly sequence: number
  readonly sent: SimTime
  readonly now: SimTime
}

/**
 * A policy that knows no timestamps: it guards the exit of a first-in first-out buffer and says, each time the
 * player asks for a frame, how many must be waiting before one is handed out.
 */
export interface GatePolicy<State extends object> {
  readonly kind: 'gate'
  start(context: PolicyContext): State
  /**
   * A frame comes in, the `waiting`-th to wait (a full ring stays full). True: the player drops it at once. A policy
   * without it hears of no arrivals and drops nothing.
   */
  put?(state: State, waiting: number): boolean
  /**
   * At every request of the player, before the gate is asked, with `waiting` frames in the buffer. `jitter` is
   * RFC 3550's, in microseconds.
   */
  observe(state: State, now: SimTime, jitter: number, waiting: number): void
  /** The frames that must wait before one is handed out. `playing`: the last request was answered. */
  framesNeeded(state: State, context: PolicyContext, playing: boolean): number
  /** The delay it aims at. */
  target(state: State, context: PolicyContext): SimTime
}

/**
 * A policy that plays by timestamp: from the packets seen it says how long after its sending each packet is to be
 * played. The playout clock follows within its stretch limit.
 */
export interface DelayPolicy<State extends object> {
  readonly kind: 'delay'
  start(context: PolicyContext): State
  observe(state: State, packet: ArrivedPacket, context: PolicyContext): void
  /**
   * A turn is over, and `offset` will be asked: time has passed, though perhaps nothing has arrived. For policies
   * that read something from a silence.
   */
  overdue?(state: State, turn: Turn, context: PolicyContext): void
  /** Playout time minus timestamp, on the receiver's clock; asked for only after a packet was observed. */
  offset(state: State, context: PolicyContext): SimTime
  /** The part of the offset above the fastest packet: the delay it adds on purpose. */
  target(state: State, context: PolicyContext): SimTime
}

/** A policy that can't be told apart from its player: it decides from moment to moment what to do with the sound. */
export interface PlayerPolicy {
  readonly kind: 'player'
  create(context: PolicyContext): Receiver
}

export type AnyPolicy = GatePolicy<object> | DelayPolicy<object> | PlayerPolicy

/**
 * Forgets the type of a policy's state, so that policies fit one table. Sound because a state only ever meets the
 * policy that made it: a receiver keeps the two together.
 */
export const gatePolicy = <S extends object>(policy: GatePolicy<S>): GatePolicy<object> => policy
export const delayPolicy = <S extends object>(policy: DelayPolicy<S>): DelayPolicy<object> => policy
