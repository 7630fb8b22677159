import { at } from '../../../shared/assert.ts'
import type { SavedColumn } from '../../kernel/paged-column.ts'
import { float64 } from '../../kernel/typed-columns.ts'
import { Ages, type SavedAges } from './ages.ts'

/** A segment as it is drawn: when it was made, and what it holds. */
export interface DrawnSegment {
  readonly base: number
  readonly count: number
  readonly bytes: number
  readonly createdAt: number
}

interface OpenSegment extends DrawnSegment {
  count: number
  bytes: number
}

export interface DrawnLimits {
  readonly retentionMs: number
  readonly retentionBytes: number
}

/** A drawn segment that is gone. */
export interface DrawnGone extends DrawnSegment {
  readonly reason: 'time' | 'size'
}

export interface SavedWhiteboardLog {
  readonly segments: readonly DrawnSegment[]
  readonly current: 'none' | 'last' | 'gone'
  readonly next: number
  readonly times: SavedColumn
  readonly ages: SavedAges
  readonly deleted: { readonly time: number; readonly size: number }
  readonly refused: number
}

/**
 * The partition of slides 9 and 11, mended as little as lets it run (`WhiteboardPartition` says how), in a form for
 * millions of messages: it keeps counts and times, not the messages.
 */
export class WhiteboardLog {
  private readonly segmentBytes: number
  private list: OpenSegment[] = []
  /** What append writes to; retention may have deleted it meanwhile. */
  private current: OpenSegment | null = null
  private next = 0
  private total = 0
  /** The broker's clock at each append, by offset. */
  private readonly times = float64()
  readonly ages = new Ages()
  readonly deleted = { time: 0, size: 0 }
  refused = 0

  constructor(segmentBytes: number) {
    this.segmentBytes = segmentBytes
  }

  get segments(): readonly DrawnSegment[] {
    return this.list
  }

  get writeOffset(): number {
    return this.next
  }

  /** The first offset there is. */
  get start(): number {
    return this.list[0]?.base ?? this.next
  }

  get size(): number {
    return this.total
  }

  get retained(): number {
    return this.list.length === 0 ? 0 : this.list.reduce((sum, { count }) => sum + count, 0)
  }

  /** The broker's clock when the message at `offset` came. */
  timeOf(offset: number): number {
    return this.times.get(offset)
  }

  /** Whether it can still be written to: not once the segment being written has been deleted. */
  get isAlive(): boolean {
    return this.current === null || this.list.at(-1) === this.current
  }

  /** Returns false where there is nothing to write to. */
  append(bytes: number, now: number): boolean {
    if (!this.isAlive) {
      this.refused += 1
      return false
    }
    if (this.current === null || this.current.bytes + bytes > this.segmentBytes) {
      this.current = { base: this.next, count: 0, bytes: 0, createdAt: now }
      this.list.push(this.current)
    }
    this.current.count += 1
    this.current.bytes += bytes
    this.total += bytes
    this.times.push(now)
    this.next += 1
    return true
  }

  /** Where a reader comes to that reads up to `count` messages from `offset` on, and how many it gets: what is gone is
   * skipped without a word. */
  read(offset: number, count: number): { readonly records: number; readonly next: number } {
    const from = Math.max(offset, this.start)
    const last = this.list.at(-1)
    const end = last === undefined ? from : last.base + last.count
    const records = Math.max(0, Math.min(count, end - from))
    return { records, next: records === 0 ? offset : from + records }
  }

  /** The retention of slide 11; returns what it deleted. */
  enforceRetention(now: number, { retentionMs, retentionBytes }: DrawnLimits): readonly DrawnGone[] {
    const gone: DrawnGone[] = []
    const drop = (reason: DrawnGone['reason']): void => {
      const oldest = this.list.shift()
      if (oldest === undefined) return
      this.total -= oldest.bytes
      this.deleted[reason] += oldest.count
      if (reason === 'time')
        for (let offset = oldest.base; offset < oldest.base + oldest.count; offset++)
          this.ages.add(now - this.times.get(offset), retentionMs)
      gone.push({ ...oldest, reason })
    }
    if (retentionMs >= 0)
      while (this.list.length > 0 && now - at(this.list, 0).createdAt > retentionMs) drop('time')
    if (retentionBytes >= 0) while (this.list.length > 0 && this.total > retentionBytes) drop('size')
    return gone
  }

  save(): SavedWhiteboardLog {
    return {
      segments: this.list.map((segment) => ({ ...segment })),
      current: this.current === null ? 'none' : this.isAlive ? 'last' : 'gone',
      next: this.next,
      times: this.times.save(),
      ages: this.ages.save(),
      deleted: { ...this.deleted },
      refused: this.refused,
    }
  }

  restore(saved: SavedWhiteboardLog): void {
    this.list = saved.segments.map((segment) => ({ ...segment }))
    this.total = this.list.reduce((sum, { bytes }) => sum + bytes, 0)
    this.next = saved.next
    this.times.restore(saved.times)
    this.ages.restore(saved.ages)
    Object.assign(this.deleted, saved.deleted)
    this.refused = saved.refused
    const gone = { base: 0, count: 0, bytes: 0, createdAt: 0 }
    this.current =
      saved.current === 'none' ? null : saved.current === 'last' ? (this.list.at(-1) ?? gone) : gone
  }
}
