import { assert, at } from '../../../shared/assert.ts'
import { baseOffsetAt, lastOffsetAt, maxTimestampAt, sizeAt } from '../bytes/batch-header.ts'
import type { Codecs } from '../bytes/compression.ts'
import { scanBatches } from '../bytes/scan.ts'
import type { RollReason } from '../segment/roll.ts'
import type { SegmentFiles } from '../segment/segment-files.ts'
import { Segment, type SavedSegment } from '../segment/segment.ts'
import { encodeForAppend, type AppendRequest } from './append.ts'
import { compactSegments, type Compaction } from './compaction.ts'
import { refuseWith, type LogOutcome } from './log-error.ts'
import { fetchFrom, segmentFor, type Fetched } from './fetch.ts'
import {
  belowLogStart,
  beyondSize,
  beyondTime,
  deletable,
  type CleanUp,
  type DeletedSegment,
  type DeletionReason,
  type MayGo,
} from './retention.ts'
import { deletes, type PartitionSettings } from './settings.ts'

export interface Appended {
  readonly baseOffset: number
  readonly lastOffset: number
  /** Of the whole batch. */
  readonly bytes: number
  /** Why a new segment was opened for it; null when none was. */
  readonly roll: RollReason | null
}

export interface SavedPartition {
  readonly segments: readonly SavedSegment[]
  readonly logStartOffset: number
  readonly highWatermark: number
  readonly firstDirtyOffset: number
}

/** How far a reader may see: consumers to the high watermark, followers to the end. */
export type UpTo = 'highWatermark' | 'logEnd'

/**
 * A replica of a partition: an append-only log in segments. Times are milliseconds and come from outside; nothing
 * happens by itself. The last segment is the active one, the only one that is written to.
 */
export class Partition {
  private current: PartitionSettings
  private readonly codecs: Codecs
  private list: Segment[]
  private start: number
  private committed: number
  /** The cleaner has seen everything below. */
  private firstDirty: number

  constructor(settings: PartitionSettings, now: number, codecs: Codecs = {}, startOffset = 0) {
    assert(
      settings.segmentIndexBytes >= 48,
      `segment.index.bytes of ${settings.segmentIndexBytes} hold no entries`,
    )
    this.current = settings
    this.codecs = codecs
    this.list = [new Segment(startOffset, settings, now, 'first')]
    this.start = startOffset
    this.committed = startOffset
    this.firstDirty = startOffset
  }

  /** A partition of segments that recovery has opened, in order; at least one. */
  static of(
    segments: readonly Segment[],
    settings: PartitionSettings,
    codecs: Codecs,
    logStartOffset: number,
  ): Partition {
    const first = at(segments, 0)
    const partition = new Partition(
      settings,
      first.createdAt,
      codecs,
      Math.max(first.baseOffset, logStartOffset),
    )
    partition.list = [...segments]
    return partition
  }

  get settings(): PartitionSettings {
    return this.current
  }

  /** From now on other limits hold, as after an admin's alterConfigs. What is deleted is decided at the next check. */
  setRetention(limits: Pick<PartitionSettings, 'retentionMs' | 'retentionBytes'>): void {
    this.current = { ...this.current, ...limits }
  }

  /** Oldest first. */
  get segments(): readonly Segment[] {
    return this.list
  }

  get active(): Segment {
    return at(this.list, this.list.length - 1)
  }

  /** The first offset that can be read. */
  get logStartOffset(): number {
    return this.start
  }

  /** Everything below is committed. */
  get highWatermark(): number {
    return this.committed
  }

  /** The offset that the next record gets. */
  get logEndOffset(): number {
    return Math.max(this.start, this.active.nextOffset)
  }

  /** Bytes of log in all segments; indexes do not count. */
  get size(): number {
    return this.list.reduce((sum, { size }) => sum + size, 0)
  }

  /** Appends one batch as the leader: checks it, gives its records their offsets, rolls if it must. */
  append(request: AppendRequest, now: number): LogOutcome<Appended> {
    const encoded = encodeForAppend(request, this.logEndOffset, now, this.settings, this.codecs)
    return encoded.ok ? { ok: true, value: this.add(encoded.value, now) } : encoded
  }

  /**
   * Appends batches as they are, offsets and all: what a follower does with what it fetched. Refuses all of them when
   * one is corrupt or does not follow.
   */
  appendBatches(bytes: Uint8Array, now: number): LogOutcome<readonly Appended[]> {
    const { batches, problem } = scanBatches(bytes)
    if (problem !== null) return refuseWith('CorruptRecord', `${problem.where}: ${problem.what}`)
    let next = this.logEndOffset
    for (const { header } of batches) {
      if (header.baseOffset < next)
        return refuseWith('InvalidRecord', `offset ${header.baseOffset} where ${next} or more is due`)
      if (header.size > this.settings.segmentBytes)
        return refuseWith('RecordBatchTooLarge', `a batch of ${header.size} bytes`)
      next = header.lastOffset + 1
    }
    const appended = batches.map(({ at: from, header }) =>
      this.add(bytes.subarray(from, from + header.size), now),
    )
    return { ok: true, value: appended }
  }

  /** Raises the high watermark; it never falls, and never passes the end. */
  advanceHighWatermark(offset: number): void {
    this.committed = Math.max(this.committed, Math.min(offset, this.logEndOffset))
  }

  /**
   * Reads whole batches from the one that holds `offset`, as they lie in one segment: at most `maxBytes`, but at least
   * one batch. An offset before the log start or beyond the end is out of range.
   */
  read(offset: number, maxBytes: number, upTo: UpTo = 'highWatermark'): LogOutcome<Fetched> {
    const { start, logEndOffset } = this
    if (offset < start || offset > logEndOffset)
      return refuseWith('OffsetOutOfRange', `offset ${offset} is outside ${start}..${logEndOffset}`)
    const end = upTo === 'logEnd' ? logEndOffset : this.committed
    return { ok: true, value: fetchFrom(this.list, offset, maxBytes, end) }
  }

  /** The first offset from which on a record of `timestamp` or later may be found; null when all are earlier. */
  offsetForTime(timestamp: number): number | null {
    const segment = this.list.find((candidate) => candidate.maxTimestamp >= timestamp)
    if (segment === undefined) return null
    const bytes = segment.bytes()
    for (
      let { position } = segment.findTime(timestamp);
      position < bytes.length;
      position += sizeAt(bytes, position)
    )
      if (lastOffsetAt(bytes, position) >= this.start && maxTimestampAt(bytes, position) >= timestamp)
        return Math.max(this.start, baseOffsetAt(bytes, position))
    return null
  }

  /** Raises the log start, as an admin's deleteRecords does; whole segments below it go at the next check. */
  deleteRecordsBefore(offset: number): LogOutcome<number> {
    if (offset > this.committed)
      return refuseWith('OffsetOutOfRange', `offset ${offset} is beyond the high watermark ${this.committed}`)
    this.start = Math.max(this.start, offset)
    return { ok: true, value: this.start }
  }

  /**
   * Cuts everything from `offset` on, as a follower does that has more than its leader. Batches go whole, so the end may
   * come to lie before `offset`.
   */
  truncateTo(offset: number, now: number): void {
    assert(offset >= this.start, `a cut at ${offset}, before the log start ${this.start}`)
    const { index } = segmentFor(this.list, offset)
    this.list.splice(index + 1)
    this.active.truncateTo(offset, now)
    this.committed = Math.min(this.committed, this.logEndOffset)
    this.firstDirty = Math.min(this.firstDirty, this.logEndOffset)
  }

  /** Closes the active segment and opens an empty one; an empty one is opened anew. */
  roll(reason: RollReason, now: number, baseOffset = this.logEndOffset): void {
    if (this.active.size === 0) this.list.pop()
    else this.active.seal()
    this.list.push(new Segment(baseOffset, this.settings, now, reason))
  }

  /** One check of retention, as the broker makes every few minutes: log start, then size, then time. */
  cleanUp(now: number): CleanUp {
    const deleted: DeletedSegment[] = []
    let rolled = false
    const drop = (reason: DeletionReason, mayGo: MayGo): void => {
      const going = deletable(this.list, this.committed, this.logEndOffset, mayGo)
      if (going.length === 0) return
      if (going.length === this.list.length) {
        this.roll('retention', now)
        rolled = true
      }
      // The log start rises before anything goes, so no reader is sent to a segment that is gone.
      this.start = Math.max(this.start, at(this.list, going.length).baseOffset)
      this.list.splice(0, going.length)
      deleted.push(...going.map((segment) => ({ segment, reason })))
    }
    drop('log-start', belowLogStart(this.start))
    if (deletes(this.settings)) {
      drop('size', beyondSize(this.size, this.settings))
      drop('time', beyondTime(now, this.settings))
    }
    return { deleted, rolled, logStartOffset: this.start }
  }

  /** One round of the cleaner over everything that is committed and not in the active segment; null without any. */
  compact(now: number): Compaction | null {
    const end = Math.min(this.active.baseOffset, this.committed)
    const { index } = segmentFor(this.list, end)
    const count = at(this.list, index).baseOffset < end ? index + 1 : index
    const segments = this.list.slice(0, Math.min(count, this.list.length - 1))
    if (segments.length === 0) return null
    const plan = { segments, firstDirtyOffset: this.firstDirty, end, now }
    const cleaned = compactSegments(plan, this.settings, this.codecs)
    this.list.splice(0, segments.length, ...cleaned.segments)
    this.firstDirty = end
    return cleaned.result
  }

  /** Which share of the bytes the cleaner could clean it has not cleaned yet; it begins on its own at a half. */
  get dirtyRatio(): number {
    const closed = this.list.slice(0, -1)
    const size = closed.reduce((sum, segment) => sum + segment.size, 0)
    const dirty = closed.reduce(
      (sum, segment) => sum + (segment.nextOffset > this.firstDirty ? segment.size : 0),
      0,
    )
    return size === 0 ? 0 : dirty / size
  }

  /** All files of the partition's folder, where they lie. */
  files(): readonly SegmentFiles[] {
    return this.list.map((segment) => segment.files())
  }

  save(): SavedPartition {
    return {
      segments: this.list.map((segment) => segment.save()),
      logStartOffset: this.start,
      highWatermark: this.committed,
      firstDirtyOffset: this.firstDirty,
    }
  }

  restore(saved: SavedPartition): void {
    this.list = saved.segments.map((segment) => Segment.restored(segment, this.settings))
    this.start = saved.logStartOffset
    this.committed = saved.highWatermark
    this.firstDirty = saved.firstDirtyOffset
  }

  private add(batch: Uint8Array, now: number): Appended {
    const baseOffset = baseOffsetAt(batch, 0)
    const lastOffset = lastOffsetAt(batch, 0)
    // #region append
    const maxTimestamp = maxTimestampAt(batch, 0)
    const incoming = { size: batch.length, maxTimestamp, lastOffset }
    const roll = this.active.rollReason(incoming, now)
    if (roll !== null) this.roll(roll, now, baseOffset)
    this.active.append(batch, now)
    // #endregion append
    return { baseOffset, lastOffset, bytes: batch.length, roll }
  }
}
