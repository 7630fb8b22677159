import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { Bound } from './codes.ts'
import type { FoundRecord } from './find-record.ts'
import type { LaneId, LaneSummary } from './measures.ts'
import type { TopicSettings } from './settings.ts'

/** The segments of all partitions, a row each: partition by partition, oldest first. */
export interface SegmentColumns {
  readonly partition: Int32Array
  /** The first offset, and the one behind the last. */
  readonly base: Float64Array
  readonly end: Float64Array
  readonly records: Int32Array
  readonly bytes: Float64Array
  /** A code of OPENED_BY. */
  readonly openedBy: Uint8Array
  /** On the log's clock, milliseconds since 1970: when it was opened, and its latest record's time (-1 without any). */
  readonly createdAt: Float64Array
  readonly largestTimestamp: Float64Array
  /** Entries of its offset index; what that and the time index take, in bytes. */
  readonly indexEntries: Int32Array
  readonly indexBytes: Float64Array
}

/** What is drawn of a partition beside its segments. */
export interface PartitionColumns {
  readonly logStart: Float64Array
  /** The log end offset, and on one broker the high watermark as well. */
  readonly logEnd: Float64Array
  /** The first offset that is read from the page cache. */
  readonly cacheStart: Float64Array
  /** Everything below is beyond one of the limits of retention; it goes once a whole segment is. */
  readonly expired: Float64Array
  /** Below, the cleaner may have taken records out. */
  readonly cleanedTo: Float64Array
  readonly bytes: Float64Array
  /** Its first row among the segments. */
  readonly firstSegment: Int32Array
}

/** The whiteboard's segments and partitions, in the same manner. */
export interface DrawnColumns {
  readonly partition: Int32Array
  readonly base: Float64Array
  readonly end: Float64Array
  readonly bytes: Float64Array
  readonly createdAt: Float64Array
  readonly start: Float64Array
  readonly writeOffset: Float64Array
  /** 0 once its partition can't be written to any more. */
  readonly isAlive: Uint8Array
}

export interface GroupFrame {
  readonly id: number
  readonly letter: string
  readonly name: string
  readonly joinedAt: SimTime
  readonly policy: 'earliest' | 'latest'
  readonly paused: boolean
  /** Records a second of the run. */
  readonly speed: number
  readonly position: Float64Array
  readonly committed: Float64Array
  /** appended since it joined = delivered + skipped + compacted + unread. */
  readonly appended: number
  readonly delivered: number
  readonly skipped: number
  readonly compacted: number
  readonly unread: number
  readonly lag: number
  readonly lagMs: number
  readonly resets: number
  readonly bytesFromCache: number
  readonly bytesFromDisk: number
  readonly fetches: number
  /** The whiteboard's group of the same name. */
  readonly drawn: {
    readonly offset: Float64Array
    readonly delivered: number
    readonly skipped: number
    readonly unread: number
    readonly lagMs: number
  }
}

/** Segments that have just gone: oldest first. */
export interface DeletionColumns {
  readonly time: Float64Array
  /** 0 the whiteboard's, 1 the log's. */
  readonly lane: Uint8Array
  readonly partition: Int32Array
  readonly from: Float64Array
  readonly to: Float64Array
  /** A code of DELETED_BY. */
  readonly why: Uint8Array
}

/** A group that has just been sent elsewhere. */
export interface ResetColumns {
  readonly time: Float64Array
  readonly group: Uint8Array
  readonly partition: Int32Array
  readonly from: Float64Array
  readonly to: Float64Array
}

export interface LaneFrame {
  readonly lane: LaneId
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  readonly summary: LaneSummary
  /** Its numbers, in the order of the lab's measures. */
  readonly values: readonly number[]
  /** Records by their age when retention by time deleted them; see AGE_BINS. */
  readonly ages: Float64Array
}

export interface TopicFrame {
  readonly now: SimTime
  readonly span: Span
  /** Now on the log's own clock, and how many of its seconds go into one of the run. */
  readonly logNow: number
  readonly factor: number
  readonly settings: TopicSettings
  readonly nextCheck: SimTime
  /** What the run ended at before its time; null for its time. */
  readonly bound: Bound | null
  readonly segments: SegmentColumns
  readonly partitions: PartitionColumns
  readonly drawn: DrawnColumns
  readonly groups: readonly GroupFrame[]
  readonly deletions: DeletionColumns
  readonly resets: ResetColumns
  /** The record looked up last, and whether it is in the log still. */
  readonly found: FoundRecord | null
  readonly isFoundThere: boolean
  /** Bytes kept and lag over the span: each row holds until the next. */
  readonly series: {
    readonly time: Float64Array
    readonly drawnBytes: Float64Array
    readonly logBytes: Float64Array
    readonly lag: readonly Float64Array[]
  }
  /** The whiteboard, then the log. */
  readonly lanes: readonly LaneFrame[]
}
