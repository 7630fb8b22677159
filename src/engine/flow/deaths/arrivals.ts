import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64, restoreColumns, saveColumns } from '../../kernel/typed-columns.ts'
import { RandomStream, type RandomState } from '../../kernel/random.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { ticksASecond } from './capacity.ts'
import type { DeathsSettings } from './settings.ts'
import { ShareOut } from './share-out.ts'

export interface SavedArrivals {
  readonly columns: readonly SavedColumn[]
  readonly random: RandomState
  readonly rest: number
  readonly total: number
  readonly factor: number
}

/** Ticks of one rate: the tick before its first, the messages that had come by then, what was left over, the rate. */
interface Stretch {
  readonly tick: number
  readonly count: number
  readonly rest: number
  readonly rate: number
}

const NO_STRETCH: Stretch = { tick: 0, count: 0, rest: 0, rate: 0 }

/**
 * The messages that arrive, the same at every store, numbered from 0. When each came is kept by run lengths: one row
 * for each stretch of ticks with one rate, however many millions of messages it has.
 */
export class Arrivals {
  private readonly random: RandomStream
  private readonly share: ShareOut
  private readonly perSecond: number
  /** The stretches, column by column. */
  private readonly startTick = float64()
  private readonly startCount = float64()
  private readonly startRest = float64()
  private readonly startRate = float64()
  private newest = NO_STRETCH
  private count = 0
  /** By how much the present second differs from the average. */
  private factor = 1

  constructor(seed: number, settings: DeathsSettings) {
    this.perSecond = ticksASecond(settings)
    this.share = new ShareOut(this.perSecond)
    this.random = RandomStream.of(seed, 'arrivals.rate')
  }

  /** How many have come so far. */
  get total(): number {
    return this.count
  }

  /** How many stretches of one rate there were. */
  get stretches(): number {
    return this.startTick.length
  }

  /** When a stretch began, and its rate in messages a second. */
  stretch(index: number): { readonly time: SimTime; readonly rate: number } {
    return { time: (this.startTick.get(index) * SECOND) / this.perSecond, rate: this.startRate.get(index) }
  }

  /** The messages of tick `tick` (1, 2, …), each asked for once and in order. */
  next(tick: number, settings: DeathsSettings): number {
    // A draw a second whatever the unevenness, so that setting it does not shift the stream.
    if ((tick - 1) % this.perSecond === 0) this.factor = 2 * this.random.uniform() - 1
    const rate = Math.round(usualRate(tick, settings) * (1 + settings.uneven * this.factor))
    if (this.stretches === 0 || this.newest.rate !== rate) this.begin(tick - 1, rate)
    const count = this.share.next(rate)
    this.count += count
    return count
  }

  /** How many had come by the end of tick `tick`, this one or an earlier one. */
  by(tick: number): number {
    if (tick <= 0) return 0
    const row = this.startTick.lowerBound(tick) - 1
    const ticks = tick - this.startTick.get(row)
    return (
      this.startCount.get(row) +
      Math.floor((this.startRest.get(row) + this.startRate.get(row) * ticks) / this.perSecond)
    )
  }

  /** When message `number` came, evenly spread within its stretch; `now` for one that has not come yet. */
  timeOf(number: number, now: SimTime): SimTime {
    if (number >= this.count) return now
    // Mostly the newest stretch, which is at hand; otherwise the last one that began with no more messages than this.
    const { tick, count, rest, rate } = number >= this.newest.count ? this.newest : this.stretchOf(number)
    const ticks = Math.max(0, ((number - count) * this.perSecond - rest) / rate)
    return Math.min(now, Math.round(((tick + ticks) * SECOND) / this.perSecond))
  }

  save(): SavedArrivals {
    return {
      columns: saveColumns(this.columns()),
      random: this.random.save(),
      rest: this.share.rest,
      total: this.count,
      factor: this.factor,
    }
  }

  restore(saved: SavedArrivals): void {
    restoreColumns(this.columns(), saved.columns)
    this.newest = this.stretches === 0 ? NO_STRETCH : this.row(this.stretches - 1)
    this.random.restore(saved.random)
    this.share.rest = saved.rest
    this.count = saved.total
    this.factor = saved.factor
  }

  private begin(tick: number, rate: number): void {
    this.newest = { tick, count: this.count, rest: this.share.rest, rate }
    this.startTick.push(tick)
    this.startCount.push(this.count)
    this.startRest.push(this.share.rest)
    this.startRate.push(rate)
  }

  private stretchOf(number: number): Stretch {
    return this.row(this.startCount.lowerBound(number + 1) - 1)
  }

  private row(row: number): Stretch {
    const { startTick, startCount, startRest, startRate } = this
    return {
      tick: startTick.get(row),
      count: startCount.get(row),
      rest: startRest.get(row),
      rate: startRate.get(row),
    }
  }

  private columns(): PagedColumn[] {
    return [this.startTick, this.startCount, this.startRest, this.startRate]
  }
}

function usualRate(tick: number, settings: DeathsSettings): number {
  const { produce, burstAt, burstFor, burstRate } = settings
  const second = tick / ticksASecond(settings)
  const isBurst = second > burstAt && second <= burstAt + burstFor
  return isBurst ? burstRate : produce
}

/** What the consumer could take in a second at tick `tick`, help included. */
export function consumerRate(tick: number, settings: DeathsSettings): number {
  const { consume, recoverAt, recoverRate } = settings
  return recoverAt > 0 && tick > recoverAt * ticksASecond(settings) ? recoverRate : consume
}
