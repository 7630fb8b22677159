import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64, int32, restoreColumns, saveColumns, uint8 } from '../../kernel/typed-columns.ts'
import { Samples, type SavedSamples } from '../../kernel/samples.ts'
import type { SimTime } from '../../kernel/time.ts'
import { ERRORS, STATUS, type ErrorName, type Status } from './codes.ts'

/** sent = ok + failed + waiting; of the ok ones, `lost` are in no log that counts. */
export interface LedgerCounts {
  sent: number
  ok: number
  failed: number
  waiting: number
  lost: number
  /** Records consumers were given, each time. */
  delivered: number
  /** Of these: given before. */
  deliveredTwice: number
  /** Of these: after one with a higher number of the same partition, for the first time. */
  deliveredLate: number
}

export interface SavedLedger {
  readonly counts: LedgerCounts
  readonly columns: readonly SavedColumn[]
  readonly answerTimes: SavedSamples
}

/** What the clients of one lane were told, record by record: kept by them, and not read off any log. */
export class Ledger {
  readonly counts: LedgerCounts = {
    sent: 0,
    ok: 0,
    failed: 0,
    waiting: 0,
    lost: 0,
    delivered: 0,
    deliveredTwice: 0,
    deliveredLate: 0,
  }
  /** From being handed to the producer to "ok", in microseconds. */
  readonly answerTimes = new Samples()
  /** By record. */
  readonly partition = uint8()
  readonly sentAt = float64()
  readonly endedAt = float64()
  /** The offset and the broker that were told with "ok"; -1 without. */
  readonly offset = int32()
  readonly okBy = int32()
  /** When an "ok" record was found missing from the log that counts; NaN while it is there. */
  readonly lostAt = float64()
  private readonly statuses = uint8()
  private readonly errors = uint8()
  /** 1 once a leader has stored the record, or it is known that none will: until then it can't be missed. */
  private readonly settled = uint8()
  private readonly times = uint8()
  /** What was read, in the order of reading. */
  readonly readId = int32()
  readonly readOffset = int32()
  readonly readAt = float64()

  add(partition: number, now: SimTime): number {
    this.partition.push(partition)
    this.sentAt.push(now)
    this.endedAt.push(Number.NaN)
    this.offset.push(-1)
    this.okBy.push(-1)
    this.lostAt.push(Number.NaN)
    this.statuses.push(STATUS.waiting)
    this.errors.push(0)
    this.settled.push(0)
    this.times.push(0)
    this.counts.sent += 1
    this.counts.waiting += 1
    return this.counts.sent - 1
  }

  /** The application is told "ok". An offset of -1 is one the producer never learns. */
  ok(id: number, offset: number, broker: number, now: SimTime): void {
    if (this.statuses.get(id) !== STATUS.waiting) return
    this.end(id, STATUS.ok, now)
    this.counts.ok += 1
    this.offset.set(id, offset)
    this.okBy.set(id, broker)
    this.answerTimes.add(now - this.sentAt.get(id))
  }

  /** The application is told that it failed. */
  fail(id: number, error: ErrorName, now: SimTime): void {
    if (this.statuses.get(id) !== STATUS.waiting) return
    this.end(id, STATUS.failed, now)
    this.counts.failed += 1
    this.errors.set(id, ERRORS.indexOf(error))
  }

  settle(id: number): void {
    this.settled.set(id, 1)
  }

  /** Compares what was told "ok" with the log that counts; returns the records newly missed. */
  audit(partition: number, present: ReadonlySet<number>, now: SimTime): number[] {
    const missed: number[] = []
    for (let id = 0; id < this.counts.sent; id++) {
      if (this.partition.get(id) !== partition || this.statuses.get(id) !== STATUS.ok) continue
      if (this.settled.get(id) === 0) continue
      const wasLost = this.isLost(id)
      const isLost = !present.has(id)
      if (isLost === wasLost) continue
      this.lostAt.set(id, isLost ? now : Number.NaN)
      this.counts.lost += isLost ? 1 : -1
      if (isLost) missed.push(id)
    }
    return missed
  }

  /** A consumer was given the record. */
  read(id: number, offset: number, isLate: boolean, now: SimTime): void {
    const before = this.times.get(id)
    this.times.set(id, Math.min(255, before + 1))
    this.counts.delivered += 1
    if (before > 0) this.counts.deliveredTwice += 1
    else if (isLate) this.counts.deliveredLate += 1
    this.readId.push(id)
    this.readOffset.push(offset)
    this.readAt.push(now)
  }

  statusOf(id: number): Status {
    return this.statuses.get(id) as Status // only codes of STATUS are ever written
  }

  errorOf(id: number): ErrorName {
    return ERRORS[this.errors.get(id)] ?? 'None'
  }

  isLost(id: number): boolean {
    return !Number.isNaN(this.lostAt.get(id))
  }

  /** Told "ok" without waiting, and not known to have arrived or to have got lost. */
  isUnderway(id: number): boolean {
    return this.statuses.get(id) === STATUS.ok && this.settled.get(id) === 0
  }

  timesRead(id: number): number {
    return this.times.get(id)
  }

  save(): SavedLedger {
    return {
      counts: { ...this.counts },
      columns: saveColumns(this.columns()),
      answerTimes: this.answerTimes.save(),
    }
  }

  restore(saved: SavedLedger): void {
    Object.assign(this.counts, saved.counts)
    restoreColumns(this.columns(), saved.columns)
    this.answerTimes.restore(saved.answerTimes)
  }

  private columns(): PagedColumn[] {
    const { partition, sentAt, endedAt, offset, okBy, lostAt, statuses, errors, settled, times } = this
    const { readId, readOffset, readAt } = this
    return [
      partition,
      sentAt,
      endedAt,
      offset,
      okBy,
      lostAt,
      statuses,
      errors,
      settled,
      times,
      readId,
      readOffset,
      readAt,
    ]
  }

  private end(id: number, status: Status, now: SimTime): void {
    this.statuses.set(id, status)
    this.endedAt.set(id, now)
    this.counts.waiting -= 1
  }
}
