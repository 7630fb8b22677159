import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64, restoreColumns, saveColumns } from '../../kernel/typed-columns.ts'
import type { SimTime } from '../../kernel/time.ts'

/** What a store was like at one moment. */
export interface Sample {
  readonly time: SimTime
  /** Messages held unread. */
  readonly held: number
  /** How old the message is that is read next: the lag in time. */
  readonly lag: SimTime
  /** Messages lost so far. */
  readonly lost: number
}

export interface SavedHistory {
  readonly columns: readonly SavedColumn[]
  readonly last: Sample
  readonly drops: number
}

/** A store that dies at every tick must not fill the memory. */
const MOST_DROPS = 20_000

const START: Sample = { time: 0, held: 0, lag: 0, lost: 0 }

/** What a store was like over time: a row at regular times, and one on each side of every sudden drop. */
export class History {
  readonly time = float64()
  readonly held = float64()
  readonly lag = float64()
  readonly lost = float64()
  private last: Sample = START
  private drops = 0

  constructor() {
    this.push(START)
  }

  /** Takes the newest sample; it becomes a row where `isRegular`, or where the level fell at once. */
  note(sample: Sample, isRegular: boolean, isDrop: boolean): void {
    const asDrop = isDrop && this.drops < MOST_DROPS
    if (asDrop) {
      this.drops += 1
      this.push(this.last)
    }
    if (asDrop || isRegular) this.push(sample)
    this.last = sample
  }

  /** The newest sample, whether or not it is a row. */
  get newest(): Sample {
    return this.last
  }

  save(): SavedHistory {
    const { last, drops } = this
    return { columns: saveColumns(this.columns()), last, drops }
  }

  restore(saved: SavedHistory): void {
    restoreColumns(this.columns(), saved.columns)
    this.last = saved.last
    this.drops = saved.drops
  }

  private push({ time, held, lag, lost }: Sample): void {
    this.time.push(time)
    this.held.push(held)
    this.lag.push(lag)
    this.lost.push(lost)
  }

  private columns(): PagedColumn[] {
    return [this.time, this.held, this.lag, this.lost]
  }
}
