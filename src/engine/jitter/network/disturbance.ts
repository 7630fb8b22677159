import type { RandomStream } from '../../kernel/random.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { NetworkConfig } from '../config.ts'

/** A kind's two streams of chance, so that when things happen does not depend on how many packets meet them. */
export interface Chance {
  /** For what happens in time. */
  readonly times: RandomStream
  /** For what happens to single packets: a fixed number of draws each. */
  readonly packets: RandomStream
}

/**
 * What a kind of network does to packets beyond the path's own jitter. It has chance of its own, and memory of its
 * own in `State`: plain data, copied when a run is saved.
 */
export interface Disturbance<State extends object> {
  /** The concern that its streams of chance serve. */
  readonly concern: string
  start(chance: Chance): State
  /**
   * How much longer the packet sent at `sent` takes; null when it is dropped. Asked once a packet, in order of
   * sending. What happens follows from time and its own chance only.
   */
  meet(state: State, sent: SimTime, config: NetworkConfig, chance: Chance): SimTime | null
}

/** Forgets the type of a state, so that disturbances fit one table; a state only ever meets the one that made it. */
export const disturbance = <S extends object>(one: Disturbance<S>): Disturbance<object> => one
