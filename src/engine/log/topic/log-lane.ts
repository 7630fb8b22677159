import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { SimTime } from '../../kernel/time.ts'
import { BOUNDS, GROUP_LETTERS, OPENED_BY, REFUSED_BY, type Bound } from './codes.ts'
import type { ResetPolicy } from './config.ts'
import { findRecord, type FoundRecord } from './find-record.ts'
import { Group, lagOf, type SavedGroup } from './group.ts'
import type { History } from './history.ts'
import { LogPartition, type SavedLogPartition } from './log-partition.ts'
import type { Sent } from './producer.ts'
import type { TopicSettings } from './settings.ts'

/** When something happens: in the run, and on the log's own clock. */
export interface Moment {
  readonly time: SimTime
  readonly logNow: number
}

/** Sums over all partitions that are wanted after every batch. */
interface Totals {
  appended: number
  bytes: number
  segments: number
  /** Refusals that have been told. */
  refusals: number
}

export interface SavedLogLane {
  readonly partitions: readonly SavedLogPartition[]
  readonly groups: readonly SavedGroup[]
  readonly totals: Totals
}

/** The first refusals are told one by one, the rest only counted: a producer may be refused for ever. */
const TOLD_REFUSALS = 500
const ROLLED_BY_RETENTION = OPENED_BY.indexOf('retention')

/** The topic as Kafka keeps it: its partitions, the groups that read them, and what is told of both. */
export class LogLane {
  readonly partitions: readonly LogPartition[]
  groups: readonly Group[] = []
  private readonly history: History
  private totals: Totals

  constructor(settings: TopicSettings, now: number, history: History) {
    this.history = history
    this.partitions = Array.from({ length: settings.partitions }, () => new LogPartition(settings, now))
    this.totals = { appended: 0, bytes: 0, segments: settings.partitions, refusals: 0 }
  }

  get appended(): number {
    return this.totals.appended
  }

  /** Bytes in all segments of all partitions. */
  get bytes(): number {
    return this.totals.bytes
  }

  /** Which bound of what is kept for a run has been reached, if any. */
  get bound(): Bound | null {
    const { appended, bytes, segments } = this.totals
    if (appended >= BOUNDS.records) return 'records'
    if (bytes >= BOUNDS.bytes) return 'bytes'
    return segments >= BOUNDS.segments ? 'segments' : null
  }

  /** Appends a batch; its first offset, or null where it was refused. */
  append({ partition, records }: Sent, { time, logNow }: Moment): number | null {
    const target = at(this.partitions, partition)
    const before = target.ledger.bytesAppended
    const done = target.append(records, logNow)
    if (!done.ok) {
      if (this.totals.refusals++ < TOLD_REFUSALS)
        this.history.tellRefusal(
          time,
          partition,
          target.log.logEndOffset,
          REFUSED_BY.indexOf(done.error),
          records.length,
        )
      return null
    }
    this.totals.appended += records.length
    this.totals.bytes += target.ledger.bytesAppended - before
    if (done.roll !== null) {
      this.totals.segments += 1
      this.history.tellRoll(time, partition, done.base, OPENED_BY.indexOf(done.roll))
    }
    return done.base
  }

  /** A check of retention over every partition; how many segments went. */
  cleanUp({ time, logNow }: Moment): number {
    let deletions = 0
    this.partitions.forEach((partition, i) => {
      const { gone, rolled } = partition.cleanUp(logNow)
      deletions += gone.length
      if (rolled) this.history.tellRoll(time, i, partition.log.active.baseOffset, ROLLED_BY_RETENTION)
      for (const segment of gone) this.history.tellDeletion(time, 1, i, segment)
    })
    if (deletions > 0) this.recount()
    return deletions
  }

  /** A round of the cleaner over every partition of which so much has not been cleaned yet; what it took out, by partition. */
  compact(
    leastDirty: number,
    { time, logNow }: Moment,
  ): readonly (readonly [partition: number, records: number])[] {
    const done = this.partitions.flatMap((partition, i): (readonly [number, number])[] => {
      if (partition.log.dirtyRatio < leastDirty) return []
      const count = partition.compact(logNow)
      if (count === null) return []
      this.history.tellCompaction(time, i, partition.cleanedTo, count)
      return [[i, count]]
    })
    this.recount()
    return done
  }

  join(policy: ResetPolicy, time: SimTime): Outcome<string> {
    const id = this.groups.length
    if (id >= GROUP_LETTERS.length)
      return refuse(`there are ${GROUP_LETTERS.length} groups, as many as there can be`)
    this.groups = [...this.groups, new Group(id, policy, this.partitions, time)]
    this.history.tellJoin(time, id)
    return accept(`group ${at(GROUP_LETTERS, id)} joins, from the ${policy}`)
  }

  pause(id: number, paused: boolean): Outcome<string> {
    const group = this.groups[id]
    if (group === undefined) return refuse(`there is no group ${id + 1}: ${this.groups.length} have joined`)
    const name = `group ${at(GROUP_LETTERS, id)}`
    if (group.paused === paused) return refuse(`${name} ${paused ? 'is paused already' : 'is not paused'}`)
    group.pause(paused)
    return accept(paused ? `${name} paused` : `${name} goes on`)
  }

  turn(group: Group, rate: number, elapsed: SimTime, cacheBytes: number, time: SimTime): void {
    group.turn(this.partitions, rate, elapsed, cacheBytes, ({ partition, from, to }) =>
      this.history.tellReset(time, partition, from, to, group.id),
    )
  }

  find(partition: number, offset: number, cacheBytes: number): Outcome<FoundRecord> {
    const source = this.need(partition)
    return source.ok ? findRecord(source.value, partition, offset, cacheBytes) : source
  }

  deleteRecords(partition: number, offset: number): Outcome<string> {
    const source = this.need(partition)
    if (!source.ok) return source
    const { log } = source.value
    if (offset <= log.logStartOffset)
      return refuse(`partition ${partition} begins at offset ${log.logStartOffset} already`)
    const done = log.deleteRecordsBefore(offset)
    if (!done.ok) return refuse(`${done.problem.error}: ${done.problem.what}`)
    return accept(`records before ${offset} of partition ${partition} deleted`)
  }

  setRetention(settings: TopicSettings): void {
    for (const partition of this.partitions) partition.setRetention(settings)
  }

  lags(): number[] {
    return this.groups.map((group) => lagOf(group, this.partitions))
  }

  save(): SavedLogLane {
    return {
      partitions: this.partitions.map((partition) => partition.save()),
      groups: this.groups.map((group) => group.save()),
      totals: { ...this.totals },
    }
  }

  restore(saved: SavedLogLane, settings: TopicSettings): void {
    this.partitions.forEach((partition, i) => partition.restore(at(saved.partitions, i), settings))
    this.groups = saved.groups.map((group) => Group.restored(group))
    this.totals = { ...saved.totals }
  }

  private need(partition: number): Outcome<LogPartition> {
    const source = this.partitions[partition]
    return source === undefined
      ? refuse(`there is no partition ${partition}: the last is ${this.partitions.length - 1}`)
      : accept(source)
  }

  private recount(): void {
    this.totals.bytes = this.partitions.reduce(
      (sum, { ledger }) => sum + ledger.bytesAppended - ledger.bytesDeleted,
      0,
    )
    this.totals.segments = this.partitions.reduce((sum, { log }) => sum + log.segments.length, 0)
  }
}
