import { outside } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import { fromMs } from '../../kernel/time.ts'
import { chanceBound, concernKey, mix } from '../chance.ts'
import { regionOf, typeOf } from '../record.ts'
import { PLACE } from './codes.ts'
import { fill } from './fill.ts'
import type { PlaneFrame } from './frame.ts'
import { RowRing, type SavedRowRing } from './row-ring.ts'

const KEPT_ON_TIME = 4_096
const KEPT_OTHERS = 2_048
const FIELD = {
  arrived: 0,
  happened: 1,
  origin: 2,
  place: 3,
  dims: 4,
  title: 5,
  idHigh: 6,
  idLow: 7,
  byHand: 8,
} as const
const WIDTH = Object.keys(FIELD).length
/** About so many points a second of those on time; of the others sixteen times the share at first, as there are few. */
const POINTS_A_SECOND = 4
const MORE_OTHERS = 16

/** An event as it was found. Times in ms. */
export interface FoundEvent {
  readonly arrivedMs: number
  readonly happenedMs: number
  readonly originMs: number
  /** One of PLACE. */
  readonly place: number
  readonly dims: number
  readonly title: number
  readonly idHigh: number
  readonly idLow: number
}

export interface SavedPoints {
  readonly onTime: SavedRowRing
  readonly others: SavedRowRing
  readonly otherShare: number
}

/**
 * A fair sample of events, chosen by a hash of the id. Of those on time the newest are kept. Of the others the share is larger,
 * and halves whenever they would be too many: what stays is what would have been chosen by the new share from the start, but
 * for what is followed by hand, which always stays.
 */
export class Points {
  /** One of so many is a point; powers of two. */
  readonly onTimeShare: number
  otherShare: number
  private readonly key: number
  private readonly onTimeBound: number
  private otherBound: number
  private readonly onTime = new RowRing(WIDTH, KEPT_ON_TIME)
  private readonly others = new RowRing(WIDTH, KEPT_OTHERS)

  constructor(seed: number, eventsASecond: number) {
    this.key = concernKey(seed, 'ingest.plane')
    this.onTimeShare = 2 ** Math.max(0, Math.ceil(Math.log2(eventsASecond / POINTS_A_SECOND)))
    this.otherShare = Math.max(1, this.onTimeShare / MORE_OTHERS)
    this.onTimeBound = chanceBound(1 / this.onTimeShare)
    this.otherBound = chanceBound(1 / this.otherShare)
  }

  /** Whether an event that found this place is a point. */
  isChosen(idHigh: number, idLow: number, place: number): boolean {
    return this.hash(idHigh, idLow) < (place === PLACE.onTime ? this.onTimeBound : this.otherBound)
  }

  /** Keeps an event, which was chosen or is followed by hand. */
  add(event: FoundEvent, byHand: boolean): void {
    const { arrivedMs, happenedMs, originMs, place, dims, title, idHigh, idLow } = event
    const isOther = place !== PLACE.onTime || byHand
    if (isOther && this.others.length === KEPT_OTHERS) {
      this.thin()
      if (!byHand && !this.isChosen(idHigh, idLow, place)) return
    }
    const ring = isOther ? this.others : this.onTime
    ring.push(arrivedMs, happenedMs, originMs, place, dims, title, idHigh, idLow, byHand ? 1 : 0)
  }

  /** From when on all points that should be there are, in ms. */
  get sinceMs(): number {
    const { onTime } = this
    return onTime.pushed > onTime.length ? onTime.get(0, FIELD.arrived) : 0
  }

  /** Those that arrived from `sinceMs` on, by arrival. */
  columns(sinceMs: number, columns: Columns): PlaneFrame['points'] {
    const rows = this.merged(sinceMs)
    const { length } = rows
    const get = (i: number, field: number): number => {
      const [ring, row] = rows[i] ?? outside(i)
      return ring.get(row, field)
    }
    return {
      arrived: fill(columns.float64(length), (i) => fromMs(get(i, FIELD.arrived))),
      happened: fill(columns.float64(length), (i) => fromMs(get(i, FIELD.happened))),
      origin: fill(columns.float64(length), (i) => fromMs(get(i, FIELD.origin))),
      place: fill(columns.uint8(length), (i) => get(i, FIELD.place)),
      region: fill(columns.uint8(length), (i) => regionOf(get(i, FIELD.dims))),
      type: fill(columns.uint8(length), (i) => typeOf(get(i, FIELD.dims))),
      title: fill(columns.int32(length), (i) => get(i, FIELD.title)),
      idHigh: fill(columns.float64(length), (i) => get(i, FIELD.idHigh) >>> 0),
      idLow: fill(columns.float64(length), (i) => get(i, FIELD.idLow) >>> 0),
    }
  }

  save(): SavedPoints {
    return { onTime: this.onTime.save(), others: this.others.save(), otherShare: this.otherShare }
  }

  restore(saved: SavedPoints): void {
    this.onTime.restore(saved.onTime)
    this.others.restore(saved.others)
    this.otherShare = saved.otherShare
    this.otherBound = chanceBound(1 / saved.otherShare)
  }

  private hash(idHigh: number, idLow: number): number {
    return mix(mix(idHigh ^ this.key) ^ idLow)
  }

  private thin(): void {
    const { others } = this
    this.otherShare *= 2
    this.otherBound = chanceBound(1 / this.otherShare)
    others.keepWhere(
      (row) =>
        others.get(row, FIELD.byHand) === 1 ||
        this.hash(others.get(row, FIELD.idHigh), others.get(row, FIELD.idLow)) < this.otherBound,
    )
  }

  private merged(sinceMs: number): (readonly [RowRing, number])[] {
    const { onTime, others } = this
    const rows: (readonly [RowRing, number])[] = []
    let i = onTime.lowerBound(FIELD.arrived, sinceMs)
    let k = others.lowerBound(FIELD.arrived, sinceMs)
    while (i < onTime.length || k < others.length)
      if (k === others.length || (i < onTime.length && onTime.get(i, 0) <= others.get(k, 0)))
        rows.push([onTime, i++])
      else rows.push([others, k++])
    return rows
  }
}
