import { assert, at } from '../../../shared/assert.ts'
import { MILLISECOND, toMs, type SimTime } from '../../kernel/time.ts'
import { Partition, type SavedPartition } from '../partition/partition.ts'
import { KAFKA_DEFAULTS, type PartitionSettings } from '../partition/settings.ts'
import type { NewRecord } from '../bytes/record.ts'
import type { RevealConfig } from './config.ts'
import { Common, type Lane, type SavedCommon } from './lane.ts'
import { TURN } from './lane-history.ts'
import { RECORD_BYTES, type RevealSettings } from './settings.ts'

interface SavedLogLane {
  readonly common: SavedCommon
  readonly partition: SavedPartition
  readonly settings: RevealSettings
  readonly offsets: readonly number[]
  readonly deletedSegments: number
  readonly deletedRecords: number
  readonly resets: number
  readonly worstExcess: number
  readonly mostBytes: number
}

/** With it a batch of one record is RECORD_BYTES long. */
const VALUE = new Uint8Array(59)

/**
 * Production's buffer: a partition of a log, byte for byte. Readers keep an offset each, and reading frees nothing;
 * what goes, goes by retention, in whole segments, when it is checked. Readable is what is replicated.
 */
export class LogLane implements Lane {
  readonly id = 'log'
  private readonly common: Common
  private settings: RevealSettings
  private log: Partition
  private offsets: number[]
  private segmentsGone = 0
  private recordsGone = 0
  private resetCount = 0
  /** By how many bytes a check ever left more than the limit, one segment and what is not replicated yet. */
  private worst = 0
  private most = 0

  constructor({ settings }: RevealConfig) {
    this.settings = settings
    this.common = new Common(settings.readers)
    this.log = new Partition(partitionSettings(settings), 0)
    this.offsets = this.common.books.map(() => 0)
  }

  get books(): Common['books'] {
    return this.common.books
  }

  get history(): Common['history'] {
    return this.common.history
  }

  get enteredAt(): Common['enteredAt'] {
    return this.common.enteredAt
  }

  get partition(): Partition {
    return this.log
  }

  get kept(): number {
    return this.log.logEndOffset - this.log.logStartOffset
  }

  get peak(): number {
    return this.common.peak
  }

  get deletedSegments(): number {
    return this.segmentsGone
  }

  get deletedRecords(): number {
    return this.recordsGone
  }

  /** How often a reader's offset was out of range. */
  get resets(): number {
    return this.resetCount
  }

  get worstExcess(): number {
    return this.worst
  }

  /** The most bytes there ever were. */
  get mostBytes(): number {
    return this.most
  }

  /** When the oldest record beyond the high watermark will be replicated; null when all are. */
  get commitDue(): SimTime | null {
    const { highWatermark, logEndOffset } = this.log
    if (highWatermark >= logEndOffset) return null
    return this.enteredAt.get(highWatermark) + this.settings.replicaLag * MILLISECOND
  }

  offer(now: SimTime): void {
    this.common.make()
    const record: NewRecord = { key: null, value: VALUE, headers: [], timestamp: Math.floor(toMs(now)) }
    const appended = this.log.append({ records: [record] }, Math.floor(toMs(now)))
    assert(appended.ok && appended.value.bytes === RECORD_BYTES, 'a batch that is as long as it should be')
    this.common.enter(now)
    this.most = Math.max(this.most, this.log.size)
    this.commit(now)
    this.common.note(now, this.kept)
  }

  /** Raises the high watermark to what is replicated by now. */
  commit(now: SimTime): void {
    for (let due = this.commitDue; due !== null && due <= now; due = this.commitDue)
      this.log.advanceHighWatermark(this.log.highWatermark + 1)
  }

  read(reader: number, now: SimTime): boolean {
    const books = this.books[reader]
    if (books === undefined) return false
    const fetched = this.log.read(this.offsetOf(reader), 1)
    if (!fetched.ok) {
      this.reset(reader, now)
      return false
    }
    if (fetched.value.batches === 0) return false
    assert(fetched.value.baseOffset === books.next, `reader ${reader} was given ${fetched.value.baseOffset}`)
    books.read(fetched.value.baseOffset, now)
    this.offsets[reader] = fetched.value.nextOffset
    this.common.note(now, this.kept)
    return true
  }

  /** The offset a reader will ask for. What retention has deleted meanwhile it learns when it asks. */
  offsetOf(reader: number): number {
    return at(this.offsets, reader)
  }

  /** A check of retention. */
  cleanUp(now: SimTime): number {
    const { deleted, logStartOffset } = this.log.cleanUp(Math.floor(toMs(now)))
    const before = this.recordsGone
    this.segmentsGone += deleted.length
    this.recordsGone = logStartOffset
    for (const books of this.books) while (books.next < logStartOffset) books.lose(books.next, now)
    this.noteExcess()
    const count = this.recordsGone - before
    this.history.add({ time: now, what: count > 0 ? TURN.deleted : TURN.nothingDeleted, reader: -1, count })
    this.common.note(now, this.kept)
    return deleted.length
  }

  reconfigure(settings: RevealSettings, now: SimTime): void {
    const { keepBytes, keepSeconds } = this.settings
    this.settings = settings
    if (keepBytes !== settings.keepBytes || keepSeconds !== settings.keepSeconds) this.open(this.log.save())
    this.commit(now)
  }

  save(): SavedLogLane {
    return {
      common: this.common.save(),
      partition: this.log.save(),
      settings: this.settings,
      offsets: this.offsets.slice(),
      deletedSegments: this.segmentsGone,
      deletedRecords: this.recordsGone,
      resets: this.resetCount,
      worstExcess: this.worst,
      mostBytes: this.most,
    }
  }

  restore(saved: unknown): void {
    const old = saved as SavedLogLane // the engine hands back what `save` gave it
    this.common.restore(old.common)
    this.settings = old.settings
    this.open(old.partition)
    this.offsets = old.offsets.slice()
    this.segmentsGone = old.deletedSegments
    this.recordsGone = old.deletedRecords
    this.resetCount = old.resets
    this.worst = old.worstExcess
    this.most = old.mostBytes
  }

  /** Opens the same segments with the settings in force. */
  private open(saved: SavedPartition): void {
    this.log = new Partition(partitionSettings(this.settings), 0)
    this.log.restore(saved)
  }

  /** The offset is out of range: auto.offset.reset says where to go on. */
  private reset(reader: number, now: SimTime): void {
    const { highWatermark, logStartOffset } = this.log
    const books = at(this.books, reader)
    const target = this.settings.reset === 'latest' ? highWatermark : logStartOffset
    const count = target - books.next
    while (books.next < target) books.skip(books.next, now)
    this.offsets[reader] = target
    this.resetCount += 1
    this.history.add({ time: now, what: TURN.outOfRange, reader, count })
    this.common.note(now, this.kept)
  }

  private noteExcess(): void {
    const { keepBytes, segment } = this.settings
    if (keepBytes === 0) return
    const { size, logEndOffset, highWatermark } = this.log
    const notReplicated = (logEndOffset - highWatermark) * RECORD_BYTES
    this.worst = Math.max(this.worst, size - keepBytes - segment - notReplicated)
  }
}

/** A topic's settings; the seconds of this lab stand for the days of a real one. */
const partitionSettings = ({ segment, keepBytes, keepSeconds }: RevealSettings): PartitionSettings => ({
  ...KAFKA_DEFAULTS,
  segmentBytes: segment,
  retentionBytes: keepBytes === 0 ? -1 : keepBytes,
  retentionMs: keepSeconds === 0 ? -1 : keepSeconds * 1_000,
})
