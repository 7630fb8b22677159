import type { SetCommand } from '../kernel/set-command.ts'
import type { SimTime } from '../kernel/time.ts'

import type { Pace } from './pace.ts'
import type { JitterSettings } from './settings.ts'
import type { Trace } from './trace.ts'

/** The shape of the random part of the network's delay. */
export type DelayShape = 'constant' | 'uniform' | 'normal' | 'gamma' | 'pareto' | 'experimental'

/** What the network does beyond the path's own jitter: one file in `network/` each, but for the plain path. */
export type NetworkKind = 'path' | 'spells' | 'blocking' | 'cross' | 'contention' | 'handover' | 'satellite'

/** What the network does to packets. Times in microseconds, rates as probabilities. */
export interface NetworkConfig {
  /** The mean delay, before the random part. */
  readonly base: SimTime
  readonly shape: DelayShape
  /** The shape parameter of `gamma`: 1 is the exponential, large ones come near the normal. */
  readonly form: number
  /** Standard deviation of the random part. */
  readonly deviation: SimTime
  /** Correlation of one packet's random part with the next one's, 0 .. 1. */
  readonly correlation: number
  /** Mean share of packets lost, and the mean number lost in a row (1 or less: independent losses). */
  readonly lossRate: number
  readonly lossBurst: number
  readonly duplicateRate: number
  /** True: packets leave in the order they came (a queue). False: a packet may overtake another. */
  readonly keepsOrder: boolean
  /** With `keepsOrder` false: the share of packets sent on a detour of `detour` more. */
  readonly detourRate: number
  readonly detour: SimTime
  /** One packet, the first sent at or after `at`, takes `size` longer. */
  readonly spike: { readonly at: SimTime; readonly size: SimTime } | null
  /** Between `at` and `size` later nothing is delivered; then everything that waited arrives at once. */
  readonly stall: { readonly at: SimTime; readonly size: SimTime } | null
  /** From `at` on, the path takes `size` longer. */
  readonly step: { readonly at: SimTime; readonly size: SimTime } | null
  /** The slowest hop passes this many packets a second; 0 for no such hop. */
  readonly bottleneck: number
  readonly kind: NetworkKind
  /** Mean lengths of calm and of bad spells, and the delay that a bad one adds, with its standard deviation. */
  readonly spells: {
    readonly calm: SimTime
    readonly bad: SimTime
    readonly delay: SimTime
    readonly deviation: SimTime
  }
  /** Mean time between stuck packets, and mean time that one is stuck. */
  readonly blocking: { readonly every: SimTime; readonly lasts: SimTime }
  /** Mean time between bursts, mean length of one, its speed in links, and the most the queue holds. */
  readonly cross: {
    readonly every: SimTime
    readonly lasts: SimTime
    readonly load: number
    readonly limit: SimTime
  }
  /** The share of packets that the radio must repeat. */
  readonly contention: { readonly share: number }
  /** Mean time between changes of cell, how long one takes, and by how much ways differ at most. */
  readonly handover: { readonly every: SimTime; readonly gap: SimTime; readonly step: SimTime }
  /** How much delays are raised at a change of satellites, and by how much ways differ at most. */
  readonly satellite: { readonly spike: SimTime; readonly step: SimTime }
}

/** A late packet is skipped, and discarded should it still arrive; or playout stalls until it is there. */
export type WhenLate = 'skip' | 'stall'

/** The settings every policy may read. */
export interface PlayoutOptions {
  /** Playout delay of the fixed policy, above the fastest packet seen. */
  readonly fixedDelay: SimTime
  /** Slots of a whiteboard buffer's ring. */
  readonly capacity: number
  /** How much faster or slower than real time the timestamp players may run, as a share. */
  readonly stretch: number
  /** How they get there. */
  readonly pace: Pace
  /** What a timestamp player does about a packet that is not there at its turn. */
  readonly whenLate: WhenLate
  /** The delay that is thought as bad as 1 % of packets late (or of time stalled): the lambda of the score. */
  readonly price: SimTime
}

export interface JitterConfig {
  readonly seed: number
  readonly settings: JitterSettings
  /** A recorded network instead of the simulated one. */
  readonly trace: Trace | null
  /** Arrivals as drawn on a slide, in microseconds, instead of either. */
  readonly row: readonly SimTime[] | null
}

/** What a person can do while it runs. */
export type JitterCommand =
  /** Lets packet `packet`, still in the network, arrive at `arrival` instead. */
  | { readonly kind: 'move'; readonly packet: number; readonly arrival: SimTime }
  /** Loses packet `packet`, still in the network. */
  | { readonly kind: 'lose'; readonly packet: number }
  | SetCommand
