import { at } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { Partition } from '../partition/partition.ts'
import { deletes } from '../partition/settings.ts'
import { GROUP_LETTERS, GROUP_NAMES, HAPPENED, OPENED_BY, type Bound } from './codes.ts'
import type { FoundRecord } from './find-record.ts'
import { lagOf, unreadOf } from './group.ts'
import { drawnLagMsOf, drawnUnreadOf, lagMsOf } from './lag.ts'
import { LANES, summarise, valuesOf, type LaneId, type LaneSummary } from './measures.ts'
import { offsetFromEnd } from './page-cache.ts'
import { recordsIn } from './records-of.ts'
import type { TopicSettings } from './settings.ts'
import type { TopicEngine } from './topic-engine.ts'

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

/** For so long, in microseconds of the run, what went stays in view. */
export const FRESH = 900_000
const MOST_FRESH = 128
const MOST_ROWS = 1_500

/** Everything a view draws; the span matters to what is drawn over time. */
export function buildFrame(engine: TopicEngine, span: Span, columns: Columns): TopicFrame {
  const { found, partitions } = engine
  return {
    now: engine.now,
    span,
    logNow: engine.logNow,
    factor: engine.clock.factor,
    settings: engine.settings,
    nextCheck: engine.nextCheck,
    bound: engine.bound,
    segments: segmentsOf(engine, columns),
    partitions: partitionsOf(engine, columns),
    drawn: drawnOf(engine, columns),
    groups: groupsOf(engine, columns),
    ...freshOf(engine, columns),
    found,
    isFoundThere: found !== null && found.offset >= at(partitions, found.partition).log.logStartOffset,
    series: seriesOf(engine, span, columns),
    lanes: lanesOf(engine, columns),
  }
}

function segmentsOf({ partitions }: TopicEngine, columns: Columns): SegmentColumns {
  const count = partitions.reduce((sum, { log }) => sum + log.segments.length, 0)
  const made = {
    partition: columns.int32(count),
    base: columns.float64(count),
    end: columns.float64(count),
    records: columns.int32(count),
    bytes: columns.float64(count),
    openedBy: columns.uint8(count),
    createdAt: columns.float64(count),
    largestTimestamp: columns.float64(count),
    indexEntries: columns.int32(count),
    indexBytes: columns.float64(count),
  }
  let row = 0
  partitions.forEach(({ log }, partition) => {
    for (const segment of log.segments) {
      made.partition[row] = partition
      made.base[row] = segment.baseOffset
      made.end[row] = segment.nextOffset
      made.records[row] = recordsIn(segment)
      made.bytes[row] = segment.size
      made.openedBy[row] = OPENED_BY.indexOf(segment.openedBy)
      made.createdAt[row] = segment.createdAt
      made.largestTimestamp[row] = segment.maxTimestamp
      made.indexEntries[row] = segment.index.entries
      made.indexBytes[row] = segment.index.bytes().length + segment.timeIndex.bytes().length
      row += 1
    }
  })
  return made
}

function partitionsOf({ partitions, cacheBytes, logNow }: TopicEngine, columns: Columns): PartitionColumns {
  const count = partitions.length
  const made = {
    logStart: columns.float64(count),
    logEnd: columns.float64(count),
    cacheStart: columns.float64(count),
    expired: columns.float64(count),
    cleanedTo: columns.float64(count),
    bytes: columns.float64(count),
    firstSegment: columns.int32(count),
  }
  let row = 0
  partitions.forEach(({ log, cleanedTo }, i) => {
    made.logStart[i] = log.logStartOffset
    made.logEnd[i] = log.logEndOffset
    made.cacheStart[i] = offsetFromEnd(log, cacheBytes)
    made.expired[i] = expiredBelow(log, logNow)
    made.cleanedTo[i] = cleanedTo
    made.bytes[i] = log.size
    made.firstSegment[i] = row
    row += log.segments.length
  })
  return made
}

/** The offset below which records are older than retention.ms, or more than retention.bytes from the end. */
function expiredBelow(log: Partition, now: number): number {
  const { retentionMs, retentionBytes } = log.settings
  if (!deletes(log.settings)) return log.logStartOffset
  const byTime =
    retentionMs < 0 ? log.logStartOffset : (log.offsetForTime(now - retentionMs) ?? log.logEndOffset)
  const bySize = retentionBytes < 0 ? log.logStartOffset : offsetFromEnd(log, retentionBytes)
  return Math.max(log.logStartOffset, byTime, bySize)
}

function drawnOf({ whiteboard: { logs } }: TopicEngine, columns: Columns): DrawnColumns {
  const count = logs.reduce((sum, { segments }) => sum + segments.length, 0)
  const made = {
    partition: columns.int32(count),
    base: columns.float64(count),
    end: columns.float64(count),
    bytes: columns.float64(count),
    createdAt: columns.float64(count),
    start: columns.float64(logs.length),
    writeOffset: columns.float64(logs.length),
    isAlive: columns.uint8(logs.length),
  }
  let row = 0
  logs.forEach((log, i) => {
    made.start[i] = log.start
    made.writeOffset[i] = log.writeOffset
    made.isAlive[i] = log.isAlive ? 1 : 0
    for (const segment of log.segments) {
      made.partition[row] = i
      made.base[row] = segment.base
      made.end[row] = segment.base + segment.count
      made.bytes[row] = segment.bytes
      made.createdAt[row] = segment.createdAt
      row += 1
    }
  })
  return made
}

function groupsOf(engine: TopicEngine, columns: Columns): GroupFrame[] {
  const { partitions, whiteboard, logNow } = engine
  return engine.groups.map((group): GroupFrame => {
    const position = columns.float64(partitions.length)
    const committed = columns.float64(partitions.length)
    const offset = columns.float64(partitions.length)
    const drawn = at(whiteboard.groups, group.id)
    let appended = 0
    partitions.forEach(({ log }, i) => {
      position[i] = group.position(i)
      committed[i] = group.committedOffset(i)
      offset[i] = drawn.offset(i)
      appended += log.logEndOffset - group.startedAt(i)
    })
    const { delivered, skipped, compacted, resets, bytesFromCache, bytesFromDisk, fetches } = group.counts
    return {
      id: group.id,
      letter: at(GROUP_LETTERS, group.id),
      name: at(GROUP_NAMES, group.id),
      joinedAt: group.joinedAt,
      policy: group.policy,
      paused: group.paused,
      speed: engine.speedOf(group.id),
      position,
      committed,
      appended,
      delivered,
      skipped,
      compacted,
      unread: unreadOf(group, partitions),
      lag: lagOf(group, partitions),
      lagMs: lagMsOf(group, partitions, logNow),
      resets,
      bytesFromCache,
      bytesFromDisk,
      fetches,
      drawn: {
        offset,
        delivered: drawn.delivered,
        skipped: drawn.skipped,
        unread: drawnUnreadOf(drawn, whiteboard.logs),
        lagMs: drawnLagMsOf(drawn, whiteboard.logs, logNow),
      },
    }
  })
}

function freshOf(
  { history, runTime }: TopicEngine,
  columns: Columns,
): { readonly deletions: DeletionColumns; readonly resets: ResetColumns } {
  const rows = (kind: number): number[] => {
    const found: number[] = []
    for (let row = history.events - 1; row >= history.eventsSince(runTime - FRESH); row--)
      if (history.event(row).kind === kind && found.length < MOST_FRESH) found.push(row)
    return found.reverse()
  }
  const gone = rows(HAPPENED.delete).map((row) => history.event(row))
  const sent = rows(HAPPENED.reset).map((row) => history.event(row))
  return {
    deletions: {
      time: fill(columns.float64(gone.length), (i) => at(gone, i).time),
      lane: fill(columns.uint8(gone.length), (i) => at(gone, i).lane),
      partition: fill(columns.int32(gone.length), (i) => at(gone, i).partition),
      from: fill(columns.float64(gone.length), (i) => at(gone, i).from),
      to: fill(columns.float64(gone.length), (i) => at(gone, i).to),
      why: fill(columns.uint8(gone.length), (i) => at(gone, i).why),
    },
    resets: {
      time: fill(columns.float64(sent.length), (i) => at(sent, i).time),
      group: fill(columns.uint8(sent.length), (i) => at(sent, i).why),
      partition: fill(columns.int32(sent.length), (i) => at(sent, i).partition),
      from: fill(columns.float64(sent.length), (i) => at(sent, i).from),
      to: fill(columns.float64(sent.length), (i) => at(sent, i).to),
    },
  }
}

function fill<C extends Float64Array | Int32Array | Uint8Array>(column: C, value: (i: number) => number): C {
  for (let i = 0; i < column.length; i++) column[i] = value(i)
  return column
}

function seriesOf({ history, groups }: TopicEngine, span: Span, columns: Columns): TopicFrame['series'] {
  const { seriesTime, seriesBytes, seriesLag } = history
  const first = Math.max(0, seriesTime.lowerBound(span.from) - 1)
  const end = Math.max(first, seriesTime.lowerBound(span.to + 1))
  const stride = Math.max(1, Math.ceil((end - first) / MOST_ROWS))
  const count = Math.ceil((end - first) / stride)
  const column = (from: { get(row: number): number }): Float64Array =>
    fill(columns.float64(count), (i) => from.get(first + i * stride))
  return {
    time: column(seriesTime),
    drawnBytes: column(seriesBytes[0]),
    logBytes: column(seriesBytes[1]),
    lag: groups.map(({ id }) => column(at(seriesLag, id))),
  }
}

function lanesOf(engine: TopicEngine, columns: Columns): LaneFrame[] {
  const ages = [
    engine.whiteboard.logs.map((log) => log.ages.histogram()),
    engine.partitions.map((partition) => partition.ages.histogram()),
  ]
  return summarise(engine).map((summary, i) => {
    const { id, name, origin } = at(LANES, i)
    const all = at(ages, i)
    const bins = columns.float64(at(all, 0).length)
    for (const one of all) one.forEach((count, bin) => (bins[bin] = (bins[bin] ?? 0) + count))
    return { lane: id, name, origin, summary, values: valuesOf(summary), ages: bins }
  })
}
