import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { Keying } from '../codes.ts'

/** The event-time plane, for the span of a frame. Columns of one group go together, row by row; times in microseconds. */
export interface PlaneFrame {
  readonly span: Span
  readonly now: SimTime
  readonly controls: { readonly watermark: SimTime; readonly lateness: SimTime }
  /** One of so many events is a point: of those on time, and of those that were not. */
  readonly share: { readonly onTime: number; readonly late: number }
  /** From when on all points that should be there are. */
  readonly since: SimTime
  /** Second by second: the watermark, and before which time nothing is taken any more; idle regions as bits. */
  readonly steps: {
    readonly time: Float64Array
    readonly watermark: Float64Array
    readonly closing: Float64Array
    readonly idle: Uint8Array
  }
  /** Minutes of event time that anything happened to; NaN: not yet. */
  readonly panes: {
    readonly number: Int32Array
    readonly opened: Float64Array
    readonly first: Float64Array
    readonly closed: Float64Array
    readonly onTime: Float64Array
    readonly late: Float64Array
    readonly tooLate: Float64Array
  }
  /** What was told of them: kinds are those of FIRING. Updates within five seconds are one row, `count` of them. */
  readonly firings: {
    readonly time: Float64Array
    readonly pane: Int32Array
    readonly kind: Uint8Array
    /** Events of the pane. */
    readonly value: Float64Array
    readonly count: Int32Array
  }
  /** Single events; kinds are those of PLACE. */
  readonly points: {
    readonly arrived: Float64Array
    readonly happened: Float64Array
    /** When it would have arrived by itself: before that a command can still reach it. */
    readonly origin: Float64Array
    readonly place: Uint8Array
    readonly region: Uint8Array
    readonly type: Uint8Array
    readonly title: Int32Array
    readonly idHigh: Float64Array
    readonly idLow: Float64Array
  }
  /** Events held back by hand that have not arrived yet. */
  readonly held: readonly HeldPoint[]
  /** Since the run began. */
  readonly counts: PlaneCounts
  /** By bucket of LATENESS_BUCKETS, of all unique events. */
  readonly lateness: readonly number[]
  /** By region: whether it is silent and so holds nothing back; and the newest time heard of it, NaN before any. */
  readonly idle: readonly boolean[]
  readonly newest: readonly number[]
}

export interface HeldPoint {
  readonly due: SimTime
  readonly happened: SimTime
  readonly origin: SimTime
  readonly region: number
  readonly type: number
  readonly title: number
  readonly idHigh: number
  readonly idLow: number
}

export interface PlaneCounts {
  readonly onTime: number
  readonly late: number
  readonly tooLate: number
  readonly early: number
  readonly first: number
  readonly update: number
  readonly final: number
}

/** One region of the world now. */
export interface RegionFrame {
  /** 0..24 */
  readonly localHour: number
  readonly isEvening: boolean
  /** Viewers who were heard in the last ten seconds: each says something once in ten. */
  readonly viewers: number
  /** Unique events a second, over the last ten. */
  readonly rate: number
  readonly total: number
  readonly collectors: number
  readonly collectorsDown: number
  readonly isIdle: boolean
  /** How far its newest event time is behind now; NaN before any. */
  readonly behind: SimTime
}

export interface WorldFrame {
  readonly now: SimTime
  readonly regions: readonly RegionFrame[]
  /** The region whose events hold the watermark back most; -1 while none does. */
  readonly slowest: number
}

/** Fifty partitions, or what takes the place of them. */
export interface SpreadFrame {
  /** Records so far, records a second over the last ten, and records that no reader has taken yet. */
  readonly records: Float64Array
  readonly rate: Float64Array
  readonly lag: Float64Array
  /** How long the next record to be read has waited, in microseconds; 0 where none waits. */
  readonly wait: Float64Array
  /** The fullest partition's rate over the mean; 0 without traffic. */
  readonly skew: number
}

/** The partition of players' events that most comes in to, and what is in it. */
export interface FullestFrame {
  readonly partition: number
  /** The title that most of its newest records are about, of how many they are; -1: of none. */
  readonly title: number
  readonly aboutTitle: number
  readonly looked: number
}

/** The title that is watched most now, of those one would give a partition of its own. */
export interface HottestFrame {
  readonly title: number
  /** Of players' events, over the last ten seconds. */
  readonly share: number
  /** In how many partitions its records can lie: in the order of KEYINGS. */
  readonly places: readonly number[]
}

export interface PartitionsFrame {
  readonly now: SimTime
  /** What the topics are keyed by now. */
  readonly keying: Keying
  /** In the order of TOPICS. */
  readonly topics: readonly SpreadFrame[]
  /** The events of players, spread in other ways: in the order of KEYINGS. */
  readonly keyings: readonly SpreadFrame[]
  /** Null without traffic. */
  readonly fullest: FullestFrame | null
  readonly hottest: HottestFrame
  /** Records a second that a reader of one partition takes, topic by topic; the keyings have the first topic's. */
  readonly readers: readonly number[]
  /** The first offset that is kept, partition by partition, over all topics. */
  readonly starts: Float64Array
  /** The newest records of each partition, topic by topic: at most three, the newest first. */
  readonly newest: {
    readonly partition: Int32Array
    readonly offset: Float64Array
    readonly received: Float64Array
    readonly happened: Float64Array
    readonly user: Float64Array
    readonly key: Float64Array
    readonly type: Uint8Array
    readonly title: Int32Array
  }
}
