import { assert } from '../../../shared/assert.ts'
import { baseOffsetAt, lastOffsetAt, maxTimestampAt, sizeAt } from '../bytes/batch-header.ts'
import { GrowableBytes, type SavedBytes } from './growable-bytes.ts'
import { OffsetIndex } from './offset-index.ts'
import type { OpenedBy, RollReason } from './roll.ts'
import type { SegmentFiles } from './segment-files.ts'
import { NO_TIMESTAMP, TimeIndex, type TimestampOffset } from './time-index.ts'

/** The settings of a segment, named as a topic's. */
export interface SegmentSettings {
  readonly segmentBytes: number
  readonly segmentMs: number
  readonly segmentIndexBytes: number
  readonly indexIntervalBytes: number
}

/** What it took to find a position in a segment. */
export interface SeekCost {
  /** Entries of the index that were looked at. */
  readonly indexProbes: number
  /** Bytes of log between the position the index gave and the batch. */
  readonly bytesScanned: number
  /** Batch headers that were read on the way, the one found included. */
  readonly batchesScanned: number
}

export interface Found {
  /** Where the batch begins that holds the offset, or the next one there is. */
  readonly position: number
  readonly cost: SeekCost
}

/** What a batch to come brings, as far as rolling goes. */
export interface Incoming {
  readonly size: number
  readonly maxTimestamp: number
  readonly lastOffset: number
}

export interface SavedSegment {
  readonly baseOffset: number
  readonly openedBy: OpenedBy
  readonly created: number
  readonly lastModified: number
  readonly log: SavedBytes
  readonly index: SavedBytes
  readonly timeIndex: SavedBytes
  readonly nextOffset: number
  readonly firstTimestamp: number | null
  readonly latest: TimestampOffset
  readonly bytesSinceIndexEntry: number
}

/** A stretch of a partition: a file of batches with two sparse indexes beside it. Times are milliseconds. */
export class Segment {
  readonly baseOffset: number
  readonly openedBy: OpenedBy
  readonly index: OffsetIndex
  readonly timeIndex: TimeIndex
  private readonly settings: SegmentSettings
  private readonly log: GrowableBytes
  private created: number
  private modified: number
  private next: number
  /** The latest time in the first batch: the segment's age for segment.ms is counted from there. */
  private firstTimestamp: number | null = null
  private latest: TimestampOffset
  private bytesSinceIndexEntry = 0
  /** What was saved last, while nothing has changed since: most segments of a log never change again. */
  private lastSaved: SavedSegment | null = null

  constructor(baseOffset: number, settings: SegmentSettings, now: number, openedBy: OpenedBy) {
    this.baseOffset = baseOffset
    this.openedBy = openedBy
    this.settings = settings
    this.log = new GrowableBytes(undefined, settings.segmentBytes)
    this.index = new OffsetIndex(baseOffset, settings.segmentIndexBytes)
    this.timeIndex = new TimeIndex(baseOffset, settings.segmentIndexBytes)
    this.created = now
    this.modified = now
    this.next = baseOffset
    this.latest = { timestamp: NO_TIMESTAMP, offset: baseOffset }
  }

  static restored(saved: SavedSegment, settings: SegmentSettings): Segment {
    const segment = new Segment(saved.baseOffset, settings, saved.created, saved.openedBy)
    segment.modified = saved.lastModified
    segment.log.restore(saved.log)
    segment.index.restore(saved.index)
    segment.timeIndex.restore(saved.timeIndex)
    segment.next = saved.nextOffset
    segment.firstTimestamp = saved.firstTimestamp
    segment.latest = saved.latest
    segment.bytesSinceIndexEntry = saved.bytesSinceIndexEntry
    return segment
  }

  get size(): number {
    return this.log.length
  }

  /** What it takes in memory, with what is reserved in advance. */
  get memory(): number {
    return this.log.capacity + this.index.bytes().length + this.timeIndex.bytes().length
  }

  /** The offset that the next record gets. */
  get nextOffset(): number {
    return this.next
  }

  get createdAt(): number {
    return this.created
  }

  /** When bytes were last written to it. */
  get lastModified(): number {
    return this.modified
  }

  /** The latest record's time; -1 without any. */
  get maxTimestamp(): number {
    return this.latest.timestamp
  }

  /** What retention takes as its age: the latest record's time, or the file's where no record has one. */
  get largestTimestamp(): number {
    return this.latest.timestamp >= 0 ? this.latest.timestamp : this.modified
  }

  /** Why this segment must be closed before `incoming`; null when it fits. Asked in the broker's own order. */
  rollReason(incoming: Incoming, now: number): RollReason | null {
    const { segmentBytes, segmentMs } = this.settings
    if (this.size > segmentBytes - incoming.size) return 'size'
    if (this.size > 0 && this.waited(incoming.maxTimestamp, now) > segmentMs) return 'time'
    if (this.index.isFull) return 'index-full'
    if (this.timeIndex.isFull) return 'time-index-full'
    return this.index.canHold(incoming.lastOffset) ? null : 'offset-overflow'
  }

  /** Appends one whole batch, as it is. */
  append(batch: Uint8Array, now: number): void {
    const lastOffset = lastOffsetAt(batch, 0)
    const timestamp = maxTimestampAt(batch, 0)
    assert(batch.length === sizeAt(batch, 0), `a batch of ${sizeAt(batch, 0)} bytes in ${batch.length}`)
    assert(baseOffsetAt(batch, 0) >= this.next, `offset ${baseOffsetAt(batch, 0)} after ${this.next - 1}`)
    assert(this.index.canHold(lastOffset), `offset ${lastOffset} in segment ${this.baseOffset}`)
    this.lastSaved = null
    const position = this.log.length
    if (position === 0) this.firstTimestamp = timestamp
    this.log.append(batch)
    this.next = lastOffset + 1
    this.modified = now
    if (timestamp > this.latest.timestamp) this.latest = { timestamp, offset: lastOffset }
    // An index can only be full here when batches are rewritten: whoever appends new ones has rolled before.
    const hasRoom = !this.index.isFull && !this.timeIndex.isFull
    if (hasRoom && this.bytesSinceIndexEntry > this.settings.indexIntervalBytes) {
      this.index.append(lastOffset, position)
      this.timeIndex.maybeAppend(this.latest)
      this.bytesSinceIndexEntry = 0
    }
    this.bytesSinceIndexEntry += batch.length
  }

  /** Closes it: the time index gets the latest time there is, and memory reserved in advance is given back. */
  seal(): void {
    this.lastSaved = null
    this.timeIndex.maybeAppend(this.latest)
    this.log.trim()
    this.index.trim()
    this.timeIndex.trim()
  }

  /** Where the first batch begins that holds `offset` or a later one; null when there is none. */
  find(offset: number): Found | null {
    const { entry, probes } = this.index.lookup(offset)
    const bytes = this.log.bytes()
    let position = entry.position
    let batchesScanned = 0
    while (position < bytes.length) {
      batchesScanned += 1
      if (lastOffsetAt(bytes, position) >= offset) {
        const bytesScanned = position - entry.position
        return { position, cost: { indexProbes: probes, bytesScanned, batchesScanned } }
      }
      position += sizeAt(bytes, position)
    }
    return null
  }

  /** Where to begin to look for the first record from `timestamp` on: both indexes are asked. */
  findTime(timestamp: number): Found {
    const time = this.timeIndex.lookup(timestamp)
    const place = this.index.lookup(time.entry.offset)
    const bytes = this.log.bytes()
    let position = place.entry.position
    let batchesScanned = 0
    while (position < bytes.length) {
      batchesScanned += 1
      if (maxTimestampAt(bytes, position) >= timestamp) break
      position += sizeAt(bytes, position)
    }
    const bytesScanned = position - place.entry.position
    return { position, cost: { indexProbes: time.probes + place.probes, bytesScanned, batchesScanned } }
  }

  /**
   * Cuts every batch that holds `offset` or a later one. Returns how many bytes went. The cut may reach below
   * `offset`: a batch goes whole.
   */
  truncateTo(offset: number, now: number): number {
    const found = this.find(offset)
    if (found === null) return 0
    this.lastSaved = null
    const removed = this.size - found.position
    this.log.truncate(found.position)
    this.index.truncate(offset)
    this.timeIndex.truncate(offset)
    this.modified = now
    this.recount()
    return removed
  }

  bytes(): Uint8Array {
    return this.log.bytes()
  }

  /** Its three files, where they lie. */
  files(): SegmentFiles {
    return {
      baseOffset: this.baseOffset,
      log: this.log.bytes(),
      index: this.index.bytes(),
      timeIndex: this.timeIndex.bytes(),
    }
  }

  save(): SavedSegment {
    return (this.lastSaved ??= this.saveAll())
  }

  private saveAll(): SavedSegment {
    return {
      baseOffset: this.baseOffset,
      openedBy: this.openedBy,
      created: this.created,
      lastModified: this.modified,
      log: this.log.save(),
      index: this.index.save(),
      timeIndex: this.timeIndex.save(),
      nextOffset: this.next,
      firstTimestamp: this.firstTimestamp,
      latest: this.latest,
      bytesSinceIndexEntry: this.bytesSinceIndexEntry,
    }
  }

  /**
   * segment.ms counts record time, from the first batch to the one that comes; only where records have no time does
   * the wall clock count, from the segment's creation.
   */
  private waited(timestamp: number, now: number): number {
    const first = this.firstTimestamp ?? NO_TIMESTAMP
    return first >= 0 ? timestamp - first : now - this.created
  }

  /** Finds out once more what is known of the bytes: after a cut. */
  private recount(): void {
    const bytes = this.log.bytes()
    const { position: indexed } = this.index.last ?? { position: 0 }
    this.next = this.baseOffset
    this.latest = this.timeIndex.last
    this.firstTimestamp = bytes.length > 0 ? maxTimestampAt(bytes, 0) : null
    const from = this.index.lookup(this.latest.offset).entry.position
    for (let at = Math.min(from, indexed); at < bytes.length; at += sizeAt(bytes, at)) {
      this.next = lastOffsetAt(bytes, at) + 1
      const timestamp = maxTimestampAt(bytes, at)
      if (timestamp > this.latest.timestamp) this.latest = { timestamp, offset: this.next - 1 }
    }
    this.bytesSinceIndexEntry = bytes.length - indexed
  }
}
