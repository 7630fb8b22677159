import { at } from '../../../shared/assert.ts'
import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64, int32, restoreColumns, saveColumns, uint8 } from '../../kernel/typed-columns.ts'
import type { SimTime } from '../../kernel/time.ts'
import { FATE, MARK, type Fate, type Mark } from './codes.ts'
import type { Topic } from './topic.ts'

/**
 * What became of the records, counted as it happens:
 * produced = processed + lost + skipped + held + waiting, and
 * deliveries = processed + duplicates + ignored + dropped + in hands.
 */
export interface Counts {
  processed: number
  lost: number
  skipped: number
  held: number
  waiting: number
  /** Records handed out by polls, each time counted. */
  deliveries: number
  /** Of these: records that had been handed out before. */
  redelivered: number
  /** Processed once more, with effect. */
  duplicates: number
  /** Came once more, and the sink knew them. */
  ignored: number
  /** Handed out and dropped unprocessed: their member crashed, or was told that it has no say any more. */
  dropped: number
  /** In batches now; a record in two batches counts twice. */
  inHands: number
  /** Processed for the first time after a later record of the same key. */
  outOfOrder: number
  commits: number
  refused: number
}

export interface SavedLedger {
  readonly counts: Counts
  readonly columns: readonly SavedColumn[]
  readonly committed: readonly number[]
  readonly passed: readonly number[]
  readonly latestOfKey: readonly number[]
}

/** The books of one lane: each record's fate, the offsets the group has committed, and what its sink has seen. */
export class Ledger {
  readonly counts: Counts = {
    processed: 0,
    lost: 0,
    skipped: 0,
    held: 0,
    waiting: 0,
    deliveries: 0,
    redelivered: 0,
    duplicates: 0,
    ignored: 0,
    dropped: 0,
    inHands: 0,
    outOfOrder: 0,
    commits: 0,
    refused: 0,
  }
  /** By record: when it was first processed, or lost or passed over; and by whom it was first processed. */
  readonly endedAt = float64()
  readonly firstBy = uint8()
  /** By record: how often it was handed out, and in how many batches it is. */
  readonly handed = int32()
  private readonly fates = uint8()
  private readonly hands = uint8()
  /** What came to the sink, in order: when, which record, from whom, and how it found it. */
  readonly sinkAt = float64()
  readonly sinkRecord = int32()
  readonly sinkBy = uint8()
  readonly sinkNew = uint8()
  /** What is marked in the picture: when, what, which record, and whose doing. */
  readonly markAt = float64()
  readonly markKind = uint8()
  readonly markRecord = int32()
  private readonly topic: Topic
  private readonly dedupes: boolean
  /** By partition: the next offset the group will read after a failure; -1 where it has committed none. */
  private committed: number[]
  /** By partition: everything below that nobody had in hand was passed over. */
  private passed: number[]
  private latestOfKey: number[]

  /** `dedupes`: the sink knows every record by partition and offset, and takes it once. */
  constructor(topic: Topic, keys: number, dedupes: boolean) {
    this.topic = topic
    this.dedupes = dedupes
    this.committed = topic.partitions.map(() => -1)
    this.passed = topic.partitions.map(() => 0)
    this.latestOfKey = Array.from({ length: keys }, () => -1)
  }

  get length(): number {
    return this.fates.length
  }

  fateOf(record: number): Fate {
    return this.fates.get(record) as Fate // only codes of FATE are ever written
  }

  committedOf(partition: number): number {
    return at(this.committed, partition)
  }

  /** Records from the committed offset on: the group's lag. From the start where nothing is committed. */
  lagOf(partition: number): number {
    return this.topic.endOf(partition) - Math.max(0, this.committedOf(partition), at(this.passed, partition))
  }

  /** A record was produced. */
  add(): void {
    this.fates.push(FATE.waiting)
    this.hands.push(0)
    this.handed.push(0)
    this.endedAt.push(Number.NaN)
    this.firstBy.push(0)
    this.counts.waiting += 1
  }

  /** A poll hands a record out. */
  hand(record: number, now: SimTime): void {
    if (this.handed.get(record) > 0) this.counts.redelivered += 1
    this.handed.set(record, this.handed.get(record) + 1)
    this.hands.set(record, this.hands.get(record) + 1)
    this.counts.deliveries += 1
    this.counts.inHands += 1
    this.settle(record, now)
  }

  /** It is processed: what comes out of it reaches the sink. */
  process(record: number, by: number, now: SimTime): void {
    this.takeBack(record)
    const isNew = this.fateOf(record) !== FATE.processed
    this.sinkAt.push(now)
    this.sinkRecord.push(record)
    this.sinkBy.push(by)
    this.sinkNew.push(isNew ? 1 : 0)
    if (!isNew) {
      if (this.dedupes) this.counts.ignored += 1
      else this.counts.duplicates += 1
      this.mark(record, this.dedupes ? MARK.ignored : MARK.duplicate, now)
      return
    }
    this.firstBy.set(record, by)
    this.change(record, FATE.processed, now)
    const key = this.topic.key.get(record)
    const latest = this.latestOfKey[key] ?? -1
    if (latest > record) this.counts.outOfOrder += 1
    else this.latestOfKey[key] = record
  }

  /** Handed out, and not to be processed by whom had it. */
  drop(record: number, now: SimTime): void {
    this.takeBack(record)
    this.counts.dropped += 1
    this.settle(record, now)
  }

  /** The group notes that it will go on at `offset`. It never goes back. */
  commit(partition: number, offset: number, now: SimTime): void {
    const before = Math.max(0, this.committedOf(partition))
    if (offset <= this.committedOf(partition)) return
    this.committed[partition] = offset
    for (let i = before; i < offset; i++) this.settle(this.topic.recordAt(partition, i), now)
  }

  /** Nothing is committed here and the group begins at the end: what nobody has read is passed over. */
  pass(partition: number, offset: number, now: SimTime): void {
    const before = at(this.passed, partition)
    this.passed[partition] = Math.max(before, offset)
    for (let i = before; i < offset; i++) this.settle(this.topic.recordAt(partition, i), now)
  }

  save(): SavedLedger {
    return {
      counts: { ...this.counts },
      columns: saveColumns(this.columns()),
      committed: this.committed.slice(),
      passed: this.passed.slice(),
      latestOfKey: this.latestOfKey.slice(),
    }
  }

  restore(saved: SavedLedger): void {
    Object.assign(this.counts, saved.counts)
    restoreColumns(this.columns(), saved.columns)
    this.committed = saved.committed.slice()
    this.passed = saved.passed.slice()
    this.latestOfKey = saved.latestOfKey.slice()
  }

  private takeBack(record: number): void {
    this.hands.set(record, this.hands.get(record) - 1)
    this.counts.inHands -= 1
  }

  /** Whatever is not processed: who has it, and if nobody, whether the group will ever come to it. */
  private settle(record: number, now: SimTime): void {
    if (this.fateOf(record) === FATE.processed) return
    if (this.hands.get(record) > 0) return this.change(record, FATE.held, now)
    const partition = this.topic.partition.get(record)
    const offset = this.topic.offset.get(record)
    if (offset < at(this.passed, partition) && this.handed.get(record) === 0)
      return this.change(record, FATE.skipped, now)
    const isBehind = offset < Math.max(this.committedOf(partition), at(this.passed, partition))
    this.change(record, isBehind ? FATE.lost : FATE.waiting, now)
  }

  private change(record: number, fate: Fate, now: SimTime): void {
    const before = this.fateOf(record)
    if (before === fate) return
    this.counts[FATE_COUNTS[before]] -= 1
    this.counts[FATE_COUNTS[fate]] += 1
    this.fates.set(record, fate)
    if (fate === FATE.lost) this.mark(record, MARK.lost, now)
    if (fate === FATE.skipped) this.mark(record, MARK.skipped, now)
    this.endedAt.set(record, fate === FATE.waiting || fate === FATE.held ? Number.NaN : now)
  }

  private mark(record: number, kind: Mark, now: SimTime): void {
    this.markAt.push(now)
    this.markKind.push(kind)
    this.markRecord.push(record)
  }

  private columns(): PagedColumn[] {
    const { endedAt, firstBy, handed, fates, hands, sinkAt, sinkRecord, sinkBy, sinkNew } = this
    const { markAt, markKind, markRecord } = this
    const ofRecords = [endedAt, firstBy, handed, fates, hands]
    return [...ofRecords, sinkAt, sinkRecord, sinkBy, sinkNew, markAt, markKind, markRecord]
  }
}

const FATE_COUNTS: Readonly<Record<Fate, 'waiting' | 'held' | 'processed' | 'lost' | 'skipped'>> = {
  [FATE.waiting]: 'waiting',
  [FATE.held]: 'held',
  [FATE.processed]: 'processed',
  [FATE.lost]: 'lost',
  [FATE.skipped]: 'skipped',
}
