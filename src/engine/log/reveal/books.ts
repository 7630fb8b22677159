import type { SavedColumn } from '../../kernel/paged-column.ts'
import { float64, uint8 } from '../../kernel/typed-columns.ts'
import type { SimTime } from '../../kernel/time.ts'
import { END, type End } from './codes.ts'

/**
 * How many records met which end for one reader, counted as it happens and not read off the buffer:
 * produced = read + unread + waiting + lost + skipped.
 */
export interface Counts {
  produced: number
  read: number
  /** In the buffer, and this reader has not read them yet. */
  unread: number
  /** With a producer that may not write. */
  waiting: number
  /** Overwritten or deleted before this reader read them. */
  lost: number
  /** Passed over when this reader was sent to the end of the log. */
  skipped: number
  /** Of `read`: read after a later record. */
  outOfOrder: number
}

export interface SavedBooks {
  readonly counts: Counts
  readonly next: number
  readonly lastRead: number
  readonly columns: readonly SavedColumn[]
}

/** What became of each record for one reader of one buffer. Records meet their ends in order. */
export class Books {
  readonly counts: Counts = {
    produced: 0,
    read: 0,
    unread: 0,
    waiting: 0,
    lost: 0,
    skipped: 0,
    outOfOrder: 0,
  }
  private readonly ends = uint8()
  private readonly times = float64()
  private following = 0
  private lastRead = -1

  /** The first record that has not met its end; the next to be produced when all have. */
  get next(): number {
    return this.following
  }

  /** The producer has the next record in hand. */
  make(): void {
    this.counts.produced += 1
    this.counts.waiting += 1
    this.ends.push(END.open)
    this.times.push(Number.NaN)
  }

  /** The oldest record that waits goes into the buffer. */
  enter(): void {
    this.counts.waiting -= 1
    this.counts.unread += 1
  }

  read(record: number, now: SimTime): void {
    if (record < this.lastRead) this.counts.outOfOrder += 1
    this.lastRead = record
    this.counts.read += 1
    this.finish(record, END.read, now)
  }

  lose(record: number, now: SimTime): void {
    this.counts.lost += 1
    this.finish(record, END.lost, now)
  }

  skip(record: number, now: SimTime): void {
    this.counts.skipped += 1
    this.finish(record, END.skipped, now)
  }

  endOf(record: number): End {
    return this.ends.get(record) as End // only codes of END are ever written
  }

  /** When it met its end; NaN while it has not. */
  endedAt(record: number): SimTime {
    return this.times.get(record)
  }

  save(): SavedBooks {
    const { following, lastRead } = this
    return {
      counts: { ...this.counts },
      next: following,
      lastRead,
      columns: [this.ends.save(), this.times.save()],
    }
  }

  restore(saved: SavedBooks): void {
    Object.assign(this.counts, saved.counts)
    this.following = saved.next
    this.lastRead = saved.lastRead
    const [ends, times] = saved.columns
    if (ends !== undefined) this.ends.restore(ends)
    if (times !== undefined) this.times.restore(times)
  }

  private finish(record: number, end: End, now: SimTime): void {
    this.counts.unread -= 1
    this.ends.set(record, end)
    this.times.set(record, now)
    this.following = record + 1
  }
}
