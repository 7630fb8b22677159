import { at } from '../../../shared/assert.ts'
import type { NumberColumn } from '../../kernel/number-ring.ts'
import { PagedColumn, type SavedColumn } from '../../kernel/paged-column.ts'
import type { SimTime } from '../../kernel/time.ts'
import { GROUP_NAMES, type Happened } from './codes.ts'

const float64 = (n: number): NumberColumn => new Float64Array(n)
const uint8 = (n: number): NumberColumn => new Uint8Array(n)
const int32 = (n: number): NumberColumn => new Int32Array(n)

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

export interface SavedHistory {
  readonly events: readonly SavedColumn[]
  readonly series: readonly SavedColumn[]
}

/** What is told of a run afterwards: its events, and how large the logs were and how far behind the groups. */
export class History {
  private readonly columns = {
    time: new PagedColumn(float64),
    kind: new PagedColumn(uint8),
    lane: new PagedColumn(uint8),
    partition: new PagedColumn(uint8),
    from: new PagedColumn(float64),
    to: new PagedColumn(float64),
    why: new PagedColumn(uint8),
    count: new PagedColumn(int32),
  }
  readonly seriesTime = new PagedColumn(float64)
  /** Bytes held by the whiteboard's lane, and by the log. */
  readonly seriesBytes = [new PagedColumn(float64), new PagedColumn(float64)] as const
  /** Lag of each group there can be, in records; NaN while it is not there. */
  readonly seriesLag = GROUP_NAMES.map(() => new PagedColumn(float64))

  get events(): number {
    return this.columns.time.length
  }

  add(event: Event): void {
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
      events: Object.values(this.columns).map((column) => column.save()),
      series: this.series().map((column) => column.save()),
    }
  }

  restore(saved: SavedHistory): void {
    Object.values(this.columns).forEach((column, i) => column.restore(at(saved.events, i)))
    this.series().forEach((column, i) => column.restore(at(saved.series, i)))
  }

  private series(): PagedColumn[] {
    return [this.seriesTime, ...this.seriesBytes, ...this.seriesLag]
  }
}
