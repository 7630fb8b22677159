import type { NewRecord } from '../bytes/record.ts'
import { Partition, type SavedPartition } from '../partition/partition.ts'
import type { DeletionReason } from '../partition/retention.ts'
import { compacts } from '../partition/settings.ts'
import type { RollReason } from '../segment/roll.ts'
import type { Segment } from '../segment/segment.ts'
import { Ages, type SavedAges } from './ages.ts'
import type { Gone } from './history.ts'
import { Ledger, type SavedLedger } from './ledger.ts'
import type { LogErrorName } from '../partition/log-error.ts'
import { eachTimestamp, recordsIn } from './records-of.ts'
import { limitsOf, partitionSettings } from './topic-settings.ts'
import type { TopicSettings } from './settings.ts'

/** What an append came to. */
export type AppendResult =
  | { readonly ok: true; readonly roll: RollReason | null; readonly base: number }
  | { readonly ok: false; readonly error: LogErrorName }

export interface SavedLogPartition {
  readonly partition: SavedPartition
  readonly ledger: SavedLedger
  readonly ages: SavedAges
  readonly cleanedTo: number
}

/** One partition of the topic, on one broker: the log itself, and the books of what came into it and what left it. */
export class LogPartition {
  readonly log: Partition
  readonly ledger = new Ledger()
  readonly ages = new Ages()
  /** The cleaner has been over everything below: offsets may be missing there. */
  private cleaned = 0

  constructor(settings: TopicSettings, now: number) {
    this.log = new Partition(partitionSettings(settings), now)
  }

  get cleanedTo(): number {
    return this.cleaned
  }

  append(records: readonly NewRecord[], now: number): AppendResult {
    const appended = this.log.append({ records }, now)
    if (!appended.ok) {
      this.ledger.refused += records.length
      return { ok: false, error: appended.problem.error }
    }
    const { baseOffset, bytes, roll } = appended.value
    // One broker, so what is written is committed: replication is another lab's matter.
    this.log.advanceHighWatermark(this.log.logEndOffset)
    this.ledger.appended += records.length
    this.ledger.bytesAppended += bytes
    for (const { key, value } of records) this.ledger.payload += (key?.length ?? 0) + (value?.length ?? 0)
    this.ledger.batches += 1
    if (roll !== null) this.ledger.rolls += 1
    return { ok: true, roll, base: baseOffset }
  }

  /** A check of retention. */
  cleanUp(now: number): { readonly gone: readonly Gone[]; readonly rolled: boolean } {
    const { deleted, rolled } = this.log.cleanUp(now)
    if (rolled) this.ledger.rolls += 1
    return { gone: deleted.map(({ segment, reason }) => this.bury(segment, reason, now)), rolled }
  }

  /** A round of the cleaner; how many records it took out, or null where there is nothing to clean. */
  compact(now: number): number | null {
    if (!compacts(this.log.settings)) return null
    const end = this.log.active.baseOffset
    const done = this.log.compact(now)
    if (done === null) return null
    this.cleaned = Math.max(this.cleaned, end)
    const removed = done.recordsBefore - done.recordsAfter
    this.ledger.compacted += removed
    this.ledger.bytesDeleted += done.bytesBefore - done.bytesAfter
    return removed
  }

  setRetention(settings: TopicSettings): void {
    this.log.setRetention(limitsOf(settings))
  }

  save(): SavedLogPartition {
    return {
      partition: this.log.save(),
      ledger: this.ledger.save(),
      ages: this.ages.save(),
      cleanedTo: this.cleaned,
    }
  }

  restore(saved: SavedLogPartition, settings: TopicSettings): void {
    this.log.restore(saved.partition)
    this.ledger.restore(saved.ledger)
    this.ages.restore(saved.ages)
    this.cleaned = saved.cleanedTo
    this.setRetention(settings)
  }

  private bury(segment: Segment, reason: DeletionReason, now: number): Gone {
    const records = recordsIn(segment)
    const { ledger, ages, log } = this
    ledger.deleted[reason] += records
    ledger.bytesDeleted += segment.size
    ledger.segmentsDeleted += 1
    const { retentionMs } = log.settings
    if (reason === 'time')
      eachTimestamp(segment.bytes(), (timestamp) => ages.add(now - timestamp, retentionMs))
    return { base: segment.baseOffset, end: segment.nextOffset, records, reason }
  }
}
