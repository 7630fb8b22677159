import { segmentMessages, ticksASecond } from './capacity.ts'
import { INCIDENT } from './codes.ts'
import { GIB, type DeathsSettings } from './settings.ts'
import { taken, type Books, type Step, type Store } from './store.ts'

export interface SavedLog {
  readonly position: number
  readonly end: number
  readonly start: number
  readonly outOfRange: boolean
  readonly wanted: boolean
  readonly resets: number
  readonly segmentsDeleted: number
  readonly bytesAfterCheck: number
}

const SECONDS_AN_HOUR = 3_600

/**
 * A log in segments of one size. Reading removes nothing; at its checks, retention deletes whole segments from the
 * old end, read or not. Rules: Kafka's UnifiedLog.deleteRetentionSizeBreachedSegments and ...MsBreachedSegments.
 */
export class LogStore implements Store<SavedLog> {
  position = 0
  end = 0
  readonly missed = 0
  /** The log start offset: the oldest message there is, and the first of a segment. */
  start = 0
  /** The consumer's offset was deleted, and it has not asked for it yet. */
  isOutOfRange = false
  resets = 0
  segmentsDeleted = 0
  /** How large the log was after its last check; NaN before the first. */
  bytesAfterCheck = Number.NaN
  private wanted = false

  bytes({ bytes }: DeathsSettings): number {
    return (this.end - this.start) * bytes
  }

  segments(settings: DeathsSettings): number {
    return Math.max(1, Math.ceil((this.end - this.start) / segmentMessages(settings)))
  }

  /** Retention is checked at the end of the tick to come, whatever the interval. */
  checkNow(): void {
    this.wanted = true
  }

  tick(step: Step, books: Books): void {
    const { tick, arrived, capacity, settings } = step
    if (this.isOutOfRange && capacity > 0) this.sendElsewhere(settings, books)
    this.end += arrived
    books.produced(arrived)
    const read = taken(this.end - this.position, capacity)
    this.position += read
    books.consumed(read)
    if (!this.wanted && tick % (settings.check * ticksASecond(settings)) !== 0) return
    this.wanted = false
    this.deleteSegments(step, books)
    this.bytesAfterCheck = this.bytes(settings)
  }

  save(): SavedLog {
    const { position, end, start, wanted, resets, segmentsDeleted, bytesAfterCheck } = this
    const outOfRange = this.isOutOfRange
    return { position, end, start, outOfRange, wanted, resets, segmentsDeleted, bytesAfterCheck }
  }

  restore(saved: SavedLog): void {
    this.position = saved.position
    this.end = saved.end
    this.start = saved.start
    this.isOutOfRange = saved.outOfRange
    this.wanted = saved.wanted
    this.resets = saved.resets
    this.segmentsDeleted = saved.segmentsDeleted
    this.bytesAfterCheck = saved.bytesAfterCheck
  }

  /** OffsetOutOfRange: auto.offset.reset says where the consumer goes on. */
  private sendElsewhere({ reset }: DeathsSettings, books: Books): void {
    const skipped = reset === 'latest' ? this.end - this.position : 0
    this.position += skipped
    this.isOutOfRange = false
    this.resets += 1
    if (skipped > 0) books.lost('skipped', skipped)
    books.happened(INCIDENT.reset, skipped)
  }

  private deleteSegments({ tick, arrivals, settings }: Step, books: Books): void {
    const size = segmentMessages(settings)
    const before = this.start
    const old = messagesOlderThanKept(tick, settings, (ago) => arrivals.by(ago))
    if (old >= this.end && this.end > this.start) {
      // All is too old, the segment being written too: it is closed and deleted as well.
      this.segmentsDeleted += this.segments(settings)
      this.start = this.end
    } else {
      // Neither count reaches the segment being written: not all is too old, and no limit is 0 bytes.
      const tooOld = Math.floor((old - this.start) / size)
      const tooMany =
        settings.keep === 0
          ? 0
          : Math.floor((this.bytes(settings) - settings.keep * GIB) / (size * settings.bytes))
      const count = Math.max(0, tooOld, tooMany)
      this.segmentsDeleted += count
      this.start += count * size
    }
    if (this.start === before || this.position >= this.start) return
    const unread = this.start - this.position
    this.position = this.start
    this.isOutOfRange = true
    books.lost('deleted', unread)
    books.happened(INCIDENT.deletion, unread)
  }
}

/** How many messages are older than retention.ms at the end of `tick`; none where it sets no limit. */
export function messagesOlderThanKept(
  tick: number,
  settings: DeathsSettings,
  arrivedBy: (tick: number) => number,
): number {
  const { keepHours } = settings
  if (keepHours === 0) return 0
  const ago = tick - Math.round(keepHours * SECONDS_AN_HOUR * ticksASecond(settings))
  return ago <= 1 ? 0 : arrivedBy(ago - 1)
}
