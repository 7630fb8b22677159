import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { Strategy } from './codes.ts'
import type { ClientId, PolicyId, PressureSettings } from './settings.ts'

/**
 * Messages of a lane since the start, retries included, each under exactly one heading:
 * offered = served + every loss + held + waiting.
 */
export interface LaneCounts {
  readonly offered: number
  /** Served while the client still waited. */
  readonly served: number
  /** In the queue, and in workers' hands. */
  readonly held: number
  /** In the hand of a producer that may not send. */
  readonly waiting: number
  readonly droppedNewest: number
  readonly droppedOldest: number
  readonly sampledOut: number
  readonly codel: number
  readonly noToken: number
  readonly timedOut: number
  readonly lostInCrash: number
  readonly expired: number
}

/** Requests as their clients see them: a request may take several messages. Same as messages without retries. */
export interface RequestCounts {
  readonly begun: number
  readonly succeeded: number
  readonly failed: number
  readonly pending: number
  /** Messages offered a request, on average: above 1 is amplification by retries. */
  readonly attemptsEach: number
}

/** Times in milliseconds over every sample of the run, to 0.1 %; NaN before the first. */
export interface Quantiles {
  readonly count: number
  readonly mean: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}

/** A stretch of time; `end` is NaN while it lasts. */
export interface Stretch {
  readonly start: SimTime
  readonly end: SimTime
}

/** Messages a second by bucket: bucket i is the time from start + i·width to start + (i + 1)·width. All have one length. */
export interface FlowColumns {
  readonly start: SimTime
  readonly width: SimTime
  /** First attempts and retries. */
  readonly offered: Float64Array
  /** Into the queue. */
  readonly inflow: Float64Array
  /** Served, in time or not. */
  readonly outflow: Float64Array
  /** Every loss but work for nobody. */
  readonly dropped: Float64Array
  /** Share of the workers' time in use, 0 to 1. */
  readonly busy: Float64Array
  /** Switches of strategy a second. */
  readonly switches: Float64Array
  /** Share of the bucket's time in each strategy, 0 to 1; by code of STRATEGY, of those the lane has. */
  readonly shares: readonly { readonly strategy: Strategy; readonly share: Float64Array }[]
}

/** The newest switches of strategy in the span, oldest first, beginning with the one in force at its start. A row each. */
export interface BandColumns {
  /** When the strategy began; it lasts until the next row's time, the last one until now. */
  readonly time: Float64Array
  /** Codes of STRATEGY. */
  readonly strategy: Uint8Array
  /** Codes of SIGNAL: what decided it; its value then, and the threshold it passed. NaN for the first strategy of all. */
  readonly signal: Uint8Array
  readonly value: Float64Array
  readonly threshold: Float64Array
  /** Switches in the span that are not listed because there are too many: see FlowColumns.shares for these. */
  readonly leftOut: number
}

/** What an estimate made from the survivors comes to, beside the truth; in views. */
export interface Estimate {
  /** Views offered so far and settled: those of messages still held or waiting are not in it. */
  readonly truth: number
  /** Views among the messages served. */
  readonly unweighted: number
  /** Each view counted 1 / (the chance that its message was kept). */
  readonly weighted: number
  /** Of the sessions (keys) with anything settled, the share that lost no message, 0 to 1. */
  readonly wholeSessions: number
  /** The keys with the most views: key, and the three figures. */
  readonly keys: {
    readonly key: Int32Array
    readonly truth: Float64Array
    readonly unweighted: Float64Array
    readonly weighted: Float64Array
  }
}

/** One lane in view. What is "now" is so at the frame's `now`, whatever the span. */
export interface LaneFrame {
  /** Its id: the policy's, or "policy.client" for clients other than the open loop. */
  readonly lane: string
  readonly policy: PolicyId
  readonly client: ClientId
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  /** What the policy does, and the clients, in a sentence or two. */
  readonly sentence: string
  /** How many messages may be in the queue; null where it grows. */
  readonly limit: number | null
  /** How many bytes may be held; null where messages are counted instead. */
  readonly byteLimit: number | null
  /** Messages in the queue now (a log: not read yet), without those in service, and the most so far. */
  readonly level: number
  readonly peak: number
  readonly bytes: number
  readonly inService: number
  readonly waiting: number
  /** How long the oldest message that is held or waits has been there: the lag in seconds, in ms; 0 for none. */
  readonly oldestMs: number
  readonly strategy: Strategy
  /** The chance with which a message is kept now; 1 for policies that do not sample. */
  readonly keep: number
  /** Messages in the queue over time; each row holds until the next. Begins before the span. */
  readonly series: { readonly time: Float64Array; readonly level: Int32Array }
  readonly flow: FlowColumns
  /** The stretches in the span in which the producer had to wait, oldest first; all of them in ms in `stalledMs`. */
  readonly stalls: readonly Stretch[]
  readonly stalledMs: number
  readonly bands: BandColumns
  /** Switches of strategy since the start, and a second. */
  readonly switches: number
  readonly switchesPerSecond: number
  /** Workers over time; each row holds until the next. `target` counts those that are starting, too. */
  readonly workers: {
    readonly time: Float64Array
    readonly running: Int32Array
    readonly target: Int32Array
  }
  /** From being offered to the start of service, of every message whose service began. */
  readonly waits: Quantiles
  /** From being offered to the end of service, of every message served: how old the survivors are. */
  readonly ages: Quantiles
  /** What a client measures: from sending a request first to its answer, of those that were answered in time. */
  readonly clientLatency: Quantiles
  /** In a closed loop: the same with what was not measured because nothing was sent filled in; null for other clients. */
  readonly correctedLatency: Quantiles | null
  /** Waits by the second in which service began: `time` is the second's start. Seconds with no service are NaN. */
  readonly waitsBySecond: {
    readonly time: Float64Array
    readonly p50: Float64Array
    readonly p99: Float64Array
  }
  /** Waits by octave, for a small picture: bucket i counts waits from edge[i] to below edge[i + 1] ms. */
  readonly waitHistogram: { readonly edge: Float64Array; readonly count: Float64Array }
  /** Newest messages that ended in the span, oldest first, for the picture: at most MAX_DOTS. */
  readonly ended: {
    readonly time: Float64Array
    /** When it was offered. */
    readonly offered: Float64Array
    /** Codes of FATE. */
    readonly fate: Uint8Array
    readonly key: Int32Array
  }
  readonly counts: LaneCounts
  readonly requests: RequestCounts
  /** Share of the workers' time in use so far, 0 to 1. */
  readonly utilisation: number
  /** Messages served a second, so far. */
  readonly throughput: number
  /** Of the messages offered, the share lost, 0 to 1. */
  readonly lossShare: number
  readonly estimate: Estimate
  /** Worker-seconds paid for, those of workers that are starting included. */
  readonly workerSeconds: number
  /** Its numbers, in the order of the lab's measures. */
  readonly values: readonly number[]
}

/** A law beside the measurement, where the settings make the law apply. */
export interface TheoryRow {
  readonly lane: string
  readonly id: string
  /** "M/M/1: mean wait" */
  readonly label: string
  readonly unit: string
  readonly predicted: number
  readonly measured: number
  /** Half the width of the measurement's confidence interval; NaN while the run is too short to tell. */
  readonly halfWidth: number
  readonly verdict: 'agrees' | 'disagrees' | 'too short to tell'
  readonly source: string
}

/** A time in which the service is disturbed. */
export interface FaultStretch {
  readonly from: SimTime
  readonly to: SimTime
  readonly kind: 'slow' | 'stall'
}

export interface PressureFrame {
  readonly now: SimTime
  readonly span: Span
  /** When the run is over. */
  readonly end: SimTime
  /** The settings as they are now, changes on the way included. */
  readonly settings: PressureSettings
  readonly load: {
    /** First attempts so far. */
    readonly arrivals: number
    /** Messages a second that the load offers, and a worker serves, at this moment by the settings. */
    readonly arrivalRate: number
    readonly serviceRate: number
    /** 1 - service rate / arrival rate over the run so far, with the workers of the start; 0 when there is room. */
    readonly lossFloor: number
    /** First attempts a second by bucket, with the buckets of the lanes' flow. */
    readonly rate: { readonly start: SimTime; readonly width: SimTime; readonly offered: Float64Array }
  }
  readonly faults: readonly FaultStretch[]
  readonly lanes: readonly LaneFrame[]
  /** Lanes asked for beyond the most there can be. */
  readonly lanesLeftOut: number
  readonly theory: readonly TheoryRow[]
}

/** A piece of the reckoning of latency against load. */
export type LoadPiece =
  /** Part 0: what the theory says, for loads in `load`; null where no law applies to these settings. */
  | {
      readonly kind: 'theory'
      /** "M/M/1" */
      readonly law: string | null
      readonly load: readonly number[]
      /** Mean wait in ms; Infinity where there is none. */
      readonly waitMs: readonly number[]
      /** The present run: its load, and what each lane measured so far. */
      readonly here: readonly LoadPoint[]
    }
  /** The others: a short run of its own at another load, all lanes. */
  | { readonly kind: 'load'; readonly load: number; readonly points: readonly LoadPoint[] }

/** A lane at one load. */
export interface LoadPoint {
  readonly lane: string
  /** Arrival rate / (service rate × workers at the start). */
  readonly load: number
  readonly meanMs: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly lossShare: number
  readonly throughput: number
  readonly utilisation: number
}
