import { PagedColumn, type SavedColumn } from '../../kernel/paged-column.ts'
import { RandomStream, type RandomState } from '../../kernel/random.ts'
import { MILLISECOND, SECOND, type SimTime } from '../../kernel/time.ts'
import { RateShape, type SavedShape, type ShapeSpec } from './rate-shape.ts'

/** Clockwork; a Poisson process; or clockwork that is handed over in one go when a whole millisecond is over. */
export type Gaps = 'even' | 'poisson' | 'batches'

export interface LoadSpec {
  /** Arrivals a second where the shape's factor is 1; above 0. */
  readonly rate: number
  readonly gaps: Gaps
  readonly shape: ShapeSpec
  /** Arrivals at most. */
  readonly most: number
}

export interface SavedArrivals {
  readonly times: SavedColumn
  readonly stream: RandomState
  readonly shape: SavedShape
  readonly rate: number
  readonly gaps: Gaps
  readonly since: number
  readonly left: number
}

/**
 * When the load's messages come: item by item, in whole microseconds, made once for all lanes. Gaps are drawn as
 * multiples of the mean gap and laid out in exact time, only the result is rounded: the mean rate is exact, and a new
 * rate stretches what is left of the gap that is on. Times up to any moment do not depend on the steps in which they
 * were asked for.
 */
export class Arrivals {
  /** By item: when it comes. */
  readonly times = new PagedColumn((n) => new Uint32Array(n))
  private readonly stream: RandomStream
  private readonly shape: RateShape
  private readonly most: number
  private rate: number
  private gaps: Gaps
  /** The moment `left` counts from; not rounded. */
  private since = 0
  /** Mean gaps until the next arrival. */
  private left: number

  constructor(seed: number, spec: LoadSpec) {
    this.stream = RandomStream.of(seed, 'load.gaps')
    this.shape = new RateShape(seed, spec.shape)
    this.most = spec.most
    this.rate = spec.rate
    this.gaps = spec.gaps
    this.left = this.drawGap()
  }

  get count(): number {
    return this.times.length
  }

  /** Arrivals a second at the moment. */
  get currentRate(): number {
    return this.rate * this.shape.factor
  }

  /** True once all arrivals there may be have been made. */
  get isSpent(): boolean {
    return this.count >= this.most
  }

  /** When the next message comes that was not made yet, or the rate changes before that; Infinity when none comes. */
  get nextTime(): SimTime {
    if (this.isSpent) return Infinity
    const { due } = this
    return due > this.shape.until ? this.shape.until : this.momentOf(due)
  }

  /** Makes all arrivals up to `until`. */
  makeUpTo(until: SimTime): void {
    const { times, most } = this
    while (times.length < most) {
      const due = this.due
      if (due > this.shape.until) {
        if (this.shape.until > until) return
        this.cross()
      } else {
        const time = this.momentOf(due)
        if (time > until) return
        times.push(time)
        this.since = due
        this.left = this.drawGap()
      }
    }
  }

  /** Another rate from `now` on; `gaps` count from the next gap. All arrivals up to `now` must have been made. */
  change(rate: number, gaps: Gaps, now: SimTime): void {
    this.left = Math.max(0, this.left - ((now - this.since) * this.currentRate) / SECOND)
    this.since = now
    this.rate = rate
    this.gaps = gaps
  }

  save(): SavedArrivals {
    const { rate, gaps, since, left } = this
    return {
      times: this.times.save(),
      stream: this.stream.save(),
      shape: this.shape.save(),
      rate,
      gaps,
      since,
      left,
    }
  }

  restore(saved: SavedArrivals): void {
    this.times.restore(saved.times)
    this.stream.restore(saved.stream)
    this.shape.restore(saved.shape)
    this.rate = saved.rate
    this.gaps = saved.gaps
    this.since = saved.since
    this.left = saved.left
  }

  private get due(): number {
    return this.since + (this.left * SECOND) / (this.rate * this.shape.factor)
  }

  /** When a message that is ready at `due` is offered. */
  private momentOf(due: number): SimTime {
    const moment = Math.round(due)
    return this.gaps === 'batches' ? Math.ceil(moment / MILLISECOND) * MILLISECOND : moment
  }

  /** Goes on to the next stretch of the shape, the gap that is on included. */
  private cross(): void {
    const { until } = this.shape
    this.left = Math.max(0, this.left - ((until - this.since) * this.currentRate) / SECOND)
    this.since = until
    this.shape.next()
  }

  /** Always takes one draw, so that another kind of gap never shifts the stream. */
  private drawGap(): number {
    const u = this.stream.uniform()
    return this.gaps === 'poisson' ? -Math.log(u) : 1
  }
}
