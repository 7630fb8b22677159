import { NumberRing, type SavedNumberRing } from '../kernel/number-ring.ts'
import type { PagedColumn, SavedColumn } from '../kernel/paged-column.ts'
import { float64, int32, restoreColumns, saveColumns } from '../kernel/typed-columns.ts'
import { MILLISECOND, type SimTime } from '../kernel/time.ts'
import type { Vsync } from './vsync.ts'

export interface SavedScreen {
  readonly columns: readonly SavedColumn[]
  readonly recent: SavedNumberRing
  readonly recentSum: number
  readonly longest: SimTime
}

const RECENT = 30
const FREEZE_EXTRA = 150 * MILLISECOND

/** What is on a lane's screen, since when, and how evenly that goes. */
export class Screen {
  /** A row for each new picture: when it came, and which it was. */
  readonly shownAt = float64()
  readonly shownFrame = int32()
  /** The refreshes that showed parts of two pictures, by number. */
  readonly torn = float64()
  readonly freezeStart = float64()
  readonly freezeEnd = float64()
  private readonly vsync: Vsync
  private readonly recent = new NumberRing(new Float64Array(RECENT), 'overwrite-oldest')
  private recentSum = 0
  private longest: SimTime = 0

  constructor(vsync: Vsync) {
    this.vsync = vsync
  }

  /** The picture on the screen; -1 before the first. */
  get frame(): number {
    return this.shownFrame.length === 0 ? -1 : this.shownFrame.get(this.shownFrame.length - 1)
  }

  /** Since when it is there; NaN before the first. */
  get since(): SimTime {
    return this.shownAt.length === 0 ? Number.NaN : this.shownAt.get(this.shownAt.length - 1)
  }

  get freezes(): number {
    return this.freezeStart.length
  }

  /** Another picture, from now on. */
  show(frame: number, now: SimTime): void {
    if (this.shownAt.length > 0) this.addInterval(this.since, now)
    this.shownAt.push(now)
    this.shownFrame.push(frame)
  }

  /** What is on the screen changes at this moment: the refresh that is on is torn, unless it begins just now. */
  change(now: SimTime): void {
    const refresh = this.vsync.at(now)
    if (this.vsync.timeOf(refresh) < now) this.tear(refresh)
  }

  /** The screen is being drawn into while this refresh is on. */
  tear(refresh: number): void {
    const { length } = this.torn
    if (length === 0 || this.torn.get(length - 1) < refresh) this.torn.push(refresh)
  }

  /** The longest time one picture stood, up to `now`; 0 before the first. */
  longestGap(now: SimTime): SimTime {
    return this.shownAt.length === 0 ? 0 : Math.max(this.longest, now - this.since)
  }

  /** New pictures a second, after the first and until the newest; NaN with fewer than two. */
  perSecond(): number {
    const intervals = this.shownAt.length - 1
    return intervals < 1 ? Number.NaN : (1e6 * intervals) / (this.since - this.shownAt.get(0))
  }

  save(): SavedScreen {
    return {
      columns: saveColumns(this.columns()),
      recent: this.recent.save(),
      recentSum: this.recentSum,
      longest: this.longest,
    }
  }

  restore(saved: SavedScreen): void {
    restoreColumns(this.columns(), saved.columns)
    this.recent.restore(saved.recent)
    this.recentSum = saved.recentSum
    this.longest = saved.longest
  }

  /** W3C's rule for a freeze: an interval of three times the recent mean, and 150 ms above it at least. */
  private addInterval(from: SimTime, to: SimTime): void {
    const interval = to - from
    this.longest = Math.max(this.longest, interval)
    const mean = this.recentSum / this.recent.size
    if (this.recent.size === RECENT && interval >= Math.max(3 * mean, mean + FREEZE_EXTRA)) {
      this.freezeStart.push(from)
      this.freezeEnd.push(to)
    }
    if (this.recent.size === RECENT) this.recentSum -= this.recent.get(0)
    this.recent.push(interval)
    this.recentSum += interval
  }

  private columns(): PagedColumn[] {
    return [this.shownAt, this.shownFrame, this.torn, this.freezeStart, this.freezeEnd]
  }
}
