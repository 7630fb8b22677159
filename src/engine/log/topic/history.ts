import { at } from '../../../shared/assert.ts'
import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import type { SimTime } from '../../kernel/time.ts'
import { float64, int32, restoreColumns, saveColumns, uint8 } from '../../kernel/typed-columns.ts'
import { DELETED_BY, GROUP_NAMES, HAPPENED, type Happened } from './codes.ts'

/** Something that happened to a partition; see HAPPENED for what the numbers mean. */
export interface Event {
  readonly time: SimTime
  readonly kind: Happened
  /** 0 the whiteboard's lane, 1 the log's. */
  readonly lane: 0 | 1
  readonly partition: number
  readonly from: number
  readonly to: number
  readonly why: number
  readonly count: number
}

/** A segment that is gone, and what it held. */
export interface Gone {
  readonly base: number
  readonly end: number
  readonly records: number
  readonly reason: (typeof DELETED_BY)[number]
}

export interface SavedHistory {
  readonly events: readonly SavedColumn[]
  readonly series: readonly SavedColumn[]
}

/** What is told of a run afterwards: its events, and how large the logs were and how far behind the groups. */
export class History {
  private readonly columns = {
    time: float64(),
    kind: uint8(),
    lane: uint8(),
    partition: uint8(),
    from: float64(),
    to: float64(),
    why: uint8(),
    count: int32(),
  }
  readonly seriesTime = float64()
  /** Bytes held by the whiteboard's lane, and by the log. */
  readonly seriesBytes = [float64(), float64()] as const
  /** Lag of each group there can be, in records; NaN while it is not there. */
  readonly seriesLag = GROUP_NAMES.map(() => float64())

  get events(): number {
    return this.columns.time.length
  }

  tellRoll(time: SimTime, partition: number, base: number, why: number): void {
    this.add({ time, kind: HAPPENED.roll, lane: 1, partition, from: base, to: base, why, count: 0 })
  }

  /** A segment that went, with so many records. */
  tellDeletion(time: SimTime, lane: 0 | 1, partition: number, { base, end, records, reason }: Gone): void {
    const why = DELETED_BY.indexOf(reason)
    this.add({ time, kind: HAPPENED.delete, lane, partition, from: base, to: end, why, count: records })
  }

  tellCompaction(time: SimTime, partition: number, to: number, count: number): void {
    this.add({ time, kind: HAPPENED.compact, lane: 1, partition, from: 0, to, why: 0, count })
  }

  tellRefusal(time: SimTime, partition: number, offset: number, why: number, count: number): void {
    this.add({ time, kind: HAPPENED.refuse, lane: 1, partition, from: offset, to: offset, why, count })
  }

  tellReset(time: SimTime, partition: number, from: number, to: number, group: number): void {
    this.add({ time, kind: HAPPENED.reset, lane: 1, partition, from, to, why: group, count: to - from })
  }

  tellJoin(time: SimTime, group: number): void {
    this.add({ time, kind: HAPPENED.join, lane: 1, partition: 0, from: 0, to: 0, why: group, count: 0 })
  }

  /** The whiteboard's partition can't be written to any more. */
  tellDeath(time: SimTime, partition: number, offset: number): void {
    this.add({ time, kind: HAPPENED.die, lane: 0, partition, from: offset, to: offset, why: 0, count: 0 })
  }

  private add(event: Event): void {
    const { columns } = this
    columns.time.push(event.time)
    columns.kind.push(event.kind)
    columns.lane.push(event.lane)
    columns.partition.push(event.partition)
    columns.from.push(event.from)
    columns.to.push(event.to)
    columns.why.push(event.why)
    columns.count.push(event.count)
  }

  event(row: number): Event {
    const { columns } = this
    return {
      time: columns.time.get(row),
      kind: columns.kind.get(row) as Happened, // as pushed
      lane: columns.lane.get(row) as 0 | 1, // as pushed
      partition: columns.partition.get(row),
      from: columns.from.get(row),
      to: columns.to.get(row),
      why: columns.why.get(row),
      count: columns.count.get(row),
    }
  }

  /** The first event that is not before `time`. */
  eventsSince(time: SimTime): number {
    return this.columns.time.lowerBound(time)
  }

  sample(time: SimTime, bytes: readonly [number, number], lags: readonly number[]): void {
    this.seriesTime.push(time)
    this.seriesBytes.forEach((column, lane) => column.push(at(bytes, lane)))
    this.seriesLag.forEach((column, group) => column.push(lags[group] ?? Number.NaN))
  }

  save(): SavedHistory {
    return {
      events: saveColumns(Object.values(this.columns)),
      series: saveColumns(this.series()),
    }
  }

  restore(saved: SavedHistory): void {
    restoreColumns(Object.values(this.columns), saved.events)
    restoreColumns(this.series(), saved.series)
  }

  private series(): PagedColumn[] {
    return [this.seriesTime, ...this.seriesBytes, ...this.seriesLag]
  }
}
