import { HOUR_MS } from './log-clock.ts'
import { lagOf } from './group.ts'
import { drawnLagMsOf, drawnUnreadOf, lagMsOf } from './lag.ts'
import type { TopicEngine } from './topic-engine.ts'
import { recordsIn } from './records-of.ts'

export type LaneId = 'whiteboard' | 'log'

export const LANES: readonly {
  readonly id: LaneId
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
}[] = [
  { id: 'whiteboard', name: 'Whiteboard list', origin: 'whiteboard' },
  { id: 'log', name: 'The log', origin: 'production' },
]

/** The numbers of a lane, over all partitions. What a lane has no notion of is NaN. */
export interface LaneSummary {
  readonly lane: LaneId
  readonly produced: number
  /** appended = retained + deleted by time, by size, by log start + compacted. */
  readonly appended: number
  readonly refused: number
  /** Made, and still in a batch that is being filled. */
  readonly waiting: number
  readonly retained: number
  readonly deletedByTime: number
  readonly deletedBySize: number
  readonly deletedByLogStart: number
  readonly compacted: number
  readonly bytes: number
  readonly segments: number
  readonly rolls: number
  readonly recordsPerBatch: number
  /** Of the bytes appended, those that are neither key nor value, in percent. */
  readonly overheadPercent: number
  /** Of all groups together. */
  readonly delivered: number
  readonly skipped: number
  /** Of the group that has most. */
  readonly lag: number
  readonly lagHours: number
  /** Of the bytes that groups have fetched, in percent. */
  readonly fromDiskPercent: number
  /** Ages of records when retention by time deleted them, in hours of the log's clock; NaN before the first. */
  readonly youngestHours: number
  readonly oldestHours: number
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole)
const sum = <T>(list: readonly T[], of: (one: T) => number): number =>
  list.reduce((total, one) => total + of(one), 0)
const most = <T>(list: readonly T[], of: (one: T) => number): number =>
  list.reduce((top, one) => Math.max(top, of(one)), 0)
/** NaN where no one has a number. */
const least = (numbers: readonly number[]): number => {
  const known = numbers.filter((number) => !Number.isNaN(number))
  return known.length === 0 ? Number.NaN : Math.min(...known)
}
const greatest = (numbers: readonly number[]): number => -least(numbers.map((number) => -number))

/** What a record is besides key and value can only be told of all bytes there ever were. */
export function summariseLog(engine: TopicEngine): LaneSummary {
  const { partitions, producer, groups, logNow } = engine
  const ledgers = partitions.map(({ ledger }) => ledger)
  const appended = sum(ledgers, (ledger) => ledger.appended)
  const batches = sum(ledgers, (ledger) => ledger.batches)
  const bytesAppended = sum(ledgers, (ledger) => ledger.bytesAppended)
  const fetched = sum(groups, ({ counts }) => counts.bytesFromCache + counts.bytesFromDisk)
  return {
    lane: 'log',
    produced: producer.made,
    appended,
    refused: sum(ledgers, (ledger) => ledger.refused),
    waiting: producer.waiting,
    retained: sum(partitions, ({ log }) => sum(log.segments, recordsIn)),
    deletedByTime: sum(ledgers, ({ deleted }) => deleted.time),
    deletedBySize: sum(ledgers, ({ deleted }) => deleted.size),
    deletedByLogStart: sum(ledgers, ({ deleted }) => deleted['log-start']),
    compacted: sum(ledgers, (ledger) => ledger.compacted),
    bytes: engine.bytes,
    segments: sum(partitions, ({ log }) => log.segments.length),
    rolls: sum(ledgers, (ledger) => ledger.rolls),
    recordsPerBatch: batches === 0 ? 0 : appended / batches,
    overheadPercent: share(bytesAppended - sum(ledgers, (ledger) => ledger.payload), bytesAppended),
    delivered: sum(groups, ({ counts }) => counts.delivered),
    skipped: sum(groups, ({ counts }) => counts.skipped),
    lag: most(groups, (group) => lagOf(group, partitions)),
    lagHours: most(groups, (group) => lagMsOf(group, partitions, logNow)) / HOUR_MS,
    fromDiskPercent: share(
      sum(groups, ({ counts }) => counts.bytesFromDisk),
      fetched,
    ),
    youngestHours: least(partitions.map(({ ages }) => ages.youngestMs)) / HOUR_MS,
    oldestHours: greatest(partitions.map(({ ages }) => ages.oldestMs)) / HOUR_MS,
  }
}

export function summariseWhiteboard(engine: TopicEngine): LaneSummary {
  const { producer, logNow } = engine
  const { logs, groups, size } = engine.whiteboard
  return {
    lane: 'whiteboard',
    produced: producer.made,
    appended: sum(logs, ({ writeOffset }) => writeOffset),
    refused: sum(logs, ({ refused }) => refused),
    waiting: 0,
    retained: sum(logs, ({ retained }) => retained),
    deletedByTime: sum(logs, ({ deleted }) => deleted.time),
    deletedBySize: sum(logs, ({ deleted }) => deleted.size),
    deletedByLogStart: Number.NaN,
    compacted: Number.NaN,
    bytes: size,
    segments: sum(logs, ({ segments }) => segments.length),
    rolls: Number.NaN,
    recordsPerBatch: Number.NaN,
    overheadPercent: 0,
    delivered: sum(groups, ({ delivered }) => delivered),
    skipped: sum(groups, ({ skipped }) => skipped),
    lag: most(groups, (group) => drawnUnreadOf(group, logs)),
    lagHours: most(groups, (group) => drawnLagMsOf(group, logs, logNow)) / HOUR_MS,
    fromDiskPercent: Number.NaN,
    youngestHours: least(logs.map(({ ages }) => ages.youngestMs)) / HOUR_MS,
    oldestHours: greatest(logs.map(({ ages }) => ages.oldestMs)) / HOUR_MS,
  }
}

/** Both lanes' numbers as they stand now, in the order of LANES. */
export const summarise = (engine: TopicEngine): readonly LaneSummary[] => [
  summariseWhiteboard(engine),
  summariseLog(engine),
]

const KIB = 1_024

/** A lane's numbers for charts over time, in the order of the lab's measures. */
export const valuesOf = (run: LaneSummary): number[] => [
  run.produced,
  run.appended,
  run.refused,
  run.retained,
  run.deletedByTime,
  run.deletedBySize,
  run.deletedByLogStart,
  run.compacted,
  run.bytes / KIB,
  run.segments,
  run.rolls,
  run.recordsPerBatch,
  run.overheadPercent,
  run.delivered,
  run.skipped,
  run.lag,
  run.lagHours,
  run.fromDiskPercent,
  run.youngestHours,
  run.oldestHours,
]

export const measuresOf = (engine: TopicEngine): number[] => summarise(engine).flatMap(valuesOf)
