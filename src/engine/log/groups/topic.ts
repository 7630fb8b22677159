import { assert, at } from '../../../shared/assert.ts'
import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64, int32, restoreColumns, saveColumns, uint8 } from '../../kernel/typed-columns.ts'
import type { SimTime } from '../../kernel/time.ts'
import { lastOffsetAt, sizeAt } from '../bytes/batch-header.ts'
import { scanBatches } from '../bytes/scan.ts'
import { encodeUtf8 } from '../../kernel/utf8.ts'
import { partitionForKey } from '../partitioners/murmur2.ts'
import { Partition, type SavedPartition } from '../partition/partition.ts'
import { KAFKA_DEFAULTS } from '../partition/settings.ts'

export interface SavedTopic {
  readonly partitions: readonly SavedPartition[]
  readonly columns: readonly SavedColumn[]
  readonly ofPartition: readonly SavedColumn[]
}

/** Bytes of one record in a batch of its own, at the most: a 61-byte header, a short key, a number as value. */
const RECORD_BYTES = 100

/**
 * The topic all groups read: its partitions, byte for byte, and an index of the records in the order in which they were
 * produced. Reading takes nothing out of it.
 */
export class Topic {
  readonly partitions: readonly Partition[]
  /** By record: when it was produced, its key's number, its partition, its offset there. */
  readonly time = float64()
  readonly key = int32()
  readonly partition = uint8()
  readonly offset = int32()
  /** By partition and offset: which record stands there. */
  private readonly records: readonly PagedColumn[]

  constructor(count: number) {
    this.partitions = Array.from({ length: count }, () => new Partition(KAFKA_DEFAULTS, 0))
    this.records = this.partitions.map(() => int32())
  }

  /** How many records were produced. */
  get length(): number {
    return this.time.length
  }

  /** Appends a record with this key; returns its number. Throws when the log refuses it, which it has no reason to. */
  append(key: number, now: SimTime): number {
    const record = this.length
    const bytes = encodeUtf8(keyName(key))
    const index = partitionForKey(bytes, this.partitions.length)
    const partition = at(this.partitions, index)
    const timestamp = Math.floor(now / 1_000)
    const value = encodeUtf8(String(record))
    const done = partition.append({ records: [{ key: bytes, value, headers: [], timestamp }] }, timestamp)
    assert(done.ok, 'a small record with a key and a time is one that every log takes')
    partition.advanceHighWatermark(partition.logEndOffset)
    this.time.push(now)
    this.key.push(key)
    this.partition.push(index)
    this.offset.push(done.value.baseOffset)
    at(this.records, index).push(record)
    return record
  }

  endOf(partition: number): number {
    return at(this.partitions, partition).logEndOffset
  }

  /** Which record stands at an offset. */
  recordAt(partition: number, offset: number): number {
    return at(this.records, partition).get(offset)
  }

  /** Fetches from the log as a consumer does; returns how many records it got from `offset` on, at most `most`. */
  fetch(partition: number, offset: number, most: number): number {
    const got = at(this.partitions, partition).read(offset, most * RECORD_BYTES)
    assert(got.ok, `nobody reads outside the log: partition ${partition}, offset ${offset}`)
    const { bytes } = got.value
    let count = 0
    for (let place = 0; place < bytes.length && count < most; place += sizeAt(bytes, place)) {
      if (lastOffsetAt(bytes, place) >= offset) count += 1
    }
    return count
  }

  /** How many records the log holds, counted in its bytes. */
  countInLog(): number {
    return this.partitions.reduce(
      (sum, { segments }) =>
        sum +
        segments.reduce(
          (inside, segment) =>
            inside + scanBatches(segment.bytes()).batches.reduce((all, { header }) => all + header.count, 0),
          0,
        ),
      0,
    )
  }

  save(): SavedTopic {
    return {
      partitions: this.partitions.map((partition) => partition.save()),
      columns: saveColumns(this.columns()),
      ofPartition: saveColumns(this.records),
    }
  }

  restore(saved: SavedTopic): void {
    this.partitions.forEach((partition, i) => partition.restore(at(saved.partitions, i)))
    restoreColumns(this.columns(), saved.columns)
    restoreColumns(this.records, saved.ofPartition)
  }

  private columns(): PagedColumn[] {
    return [this.time, this.key, this.partition, this.offset]
  }
}

/** "viewer-7" */
export const keyName = (key: number): string => `viewer-${key}`
