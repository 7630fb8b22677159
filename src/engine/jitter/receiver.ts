import type { SimTime } from '../kernel/time.ts'
import type { Ledger } from './ledger.ts'

/** A packet on its way into a receiver. */
export interface Delivery {
  readonly packet: number
  /** Its timestamp, by the sender's clock: all that a player can know of its sending. */
  readonly sent: SimTime
  readonly arrived: SimTime
}

/** What a player can learn of the stream beside the packets it was given. */
export interface Stream {
  /** RFC 3550's interarrival jitter now, in microseconds. */
  readonly jitter: number
  /** No packet is in the network and none will be sent. */
  readonly noMoreArrivals: boolean
  /** How many packets were sent or, where the sender's plan is known, will be. */
  readonly packetCount: number
  /** The timestamp of packet `number`, 0 .. packetCount - 1, by the sender's clock. */
  sentAt(number: number): SimTime
  arrivedAt(number: number): SimTime
}

/** A policy with its player: takes packets in and shows frames, each on its own clock. */
export interface Receiver {
  readonly ledger: Ledger
  /** A packet or a copy of one comes in. Returns when the player's clock must ring for it, or null where it runs on as it was. */
  deliver(delivery: Delivery): SimTime | null
  /** The player's clock rings. Returns when it must ring next; null when a ring is set already, or its work is done. */
  tick(now: SimTime, stream: Stream): SimTime | null
  /** When each packet that waits in the buffer came in. */
  waitingSince(stream: Stream): readonly SimTime[]
  /** The delay the policy aims at now. */
  target(): SimTime
  save(): unknown
  restore(saved: unknown): void
}
