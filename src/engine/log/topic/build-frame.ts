import { at } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import type { Partition } from '../partition/partition.ts'
import { deletes } from '../partition/settings.ts'
import { GROUP_LETTERS, GROUP_NAMES, HAPPENED, OPENED_BY } from './codes.ts'
import type {
  DeletionColumns,
  DrawnColumns,
  GroupFrame,
  LaneFrame,
  PartitionColumns,
  ResetColumns,
  SegmentColumns,
  TopicFrame,
} from './frame.ts'
import { lagOf, unreadOf } from './group.ts'
import { drawnLagMsOf, drawnUnreadOf, lagMsOf } from './lag.ts'
import { LANES, summarise, valuesOf } from './measures.ts'
import { offsetFromEnd } from './page-cache.ts'
import { recordsIn } from './records-of.ts'
import type { TopicEngine } from './topic-engine.ts'

/** For so long, in microseconds of the run, what went stays in view. */
const FRESH = 900_000
const MOST_FRESH = 128
const MOST_ROWS = 1_500

/** Everything a view draws; the span matters to what is drawn over time. */
export function buildFrame(engine: TopicEngine, span: Span, columns: Columns): TopicFrame {
  const { found, partitions } = engine
  return {
    now: engine.now,
    span,
    logNow: engine.logNow,
    factor: engine.logClock.factor,
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
  { history, clock }: TopicEngine,
  columns: Columns,
): { readonly deletions: DeletionColumns; readonly resets: ResetColumns } {
  const rows = (kind: number): number[] => {
    const found: number[] = []
    for (let row = history.events - 1; row >= history.eventsSince(clock - FRESH); row--)
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
