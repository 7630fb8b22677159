import { assert } from '../shared/assert.ts'
import { TOPIC } from '../engine/ingest/codes.ts'
import { TICK_MS } from '../engine/ingest/config.ts'
import type { NewRecord } from '../engine/log/bytes/record.ts'
import { Partition } from '../engine/log/partition/partition.ts'
import { KAFKA_DEFAULTS, type PartitionSettings } from '../engine/log/partition/settings.ts'
import type { SegmentFiles } from '../engine/log/segment/segment-files.ts'

/** batch.size of the collectors' producers. */
const BATCH_BYTES = 16_384
/** What a record takes beside its key and value, at most. */
const RECORD_OVERHEAD = 32
/** How large a segment may become: a MiB. */
export const SEGMENT_BYTES = 2 ** 20

/**
 * A topic's settings: segments of a MiB, and no retention, for whoever writes decides what is kept. A dead letter may have no
 * time of its own or one far ahead, which a broker refuses: its topic is stamped by the broker.
 */
const settingsOf = (topic: number): PartitionSettings => ({
  ...KAFKA_DEFAULTS,
  segmentBytes: SEGMENT_BYTES,
  retentionMs: -1,
  messageTimestampType: topic === TOPIC.deadLetter ? 'LogAppendTime' : 'CreateTime',
})

/**
 * A partition of the log engine that is written to as a collector's producer does it: a batch is what came within a tick of
 * 100 ms, and no more than 16 KiB.
 */
export class PartitionWriter {
  private readonly partition: Partition
  private pending: NewRecord[] = []
  private bytes = 0
  private receivedMs = 0

  /** `startOffset` is where the log begins, and `now` when, in ms since 1970. */
  constructor(topic: number, startOffset: number, now: number) {
    this.partition = new Partition(settingsOf(topic), now, {}, startOffset)
  }

  /** Adds a record that was received at `receivedMs`, in ms since 1970. */
  add(record: NewRecord, receivedMs: number): void {
    const size = RECORD_OVERHEAD + (record.value?.length ?? 0)
    const isOfTick = tickOf(receivedMs) === tickOf(this.receivedMs)
    if (!isOfTick || this.bytes + size > BATCH_BYTES) this.flush()
    this.pending.push(record)
    this.bytes += size
    this.receivedMs = receivedMs
  }

  /** Closes the segment that is being written to. */
  roll(): void {
    this.flush()
    if (this.partition.active.size > 0) this.partition.roll('size', this.receivedMs)
  }

  /** Hands over the segments that are closed, and forgets them. */
  takeClosed(): readonly SegmentFiles[] {
    const { partition } = this
    const closed = partition.files().slice(0, -1)
    if (closed.length === 0) return closed
    partition.advanceHighWatermark(partition.logEndOffset)
    partition.deleteRecordsBefore(partition.active.baseOffset)
    partition.cleanUp(this.receivedMs)
    return closed
  }

  /** All segments that it has, where they lie. */
  files(): readonly SegmentFiles[] {
    this.flush()
    return this.partition.files()
  }

  private flush(): void {
    const { pending, receivedMs } = this
    if (pending.length === 0) return
    this.pending = []
    this.bytes = 0
    const appended = this.partition.append({ records: pending }, Math.max(0, receivedMs))
    assert(appended.ok, `a batch is refused: ${appended.ok ? '' : appended.problem.what}`)
  }
}

const tickOf = (receivedMs: number): number => Math.floor(receivedMs / TICK_MS)
