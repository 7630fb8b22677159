import { outside } from '../../../shared/assert.ts'
import { PagedColumn, type SavedColumn } from '../../kernel/paged-column.ts'
import { exponentialOf } from '../../kernel/exponential.ts'
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
  readonly taken: number
  readonly shape: SavedShape
  readonly rate: number
  readonly gaps: Gaps
  readonly since: number
  readonly left: number
}

/** Gaps drawn at once, and the draws they are made of. */
const AHEAD = 256
const draws = new Uint32Array(AHEAD)

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
  /** Exponential gaps, drawn many at once. */
  private readonly ahead = new Float64Array(AHEAD)
  private taken = AHEAD
  private before: RandomState

  constructor(seed: number, spec: LoadSpec) {
    this.stream = RandomStream.of(seed, 'load.gaps')
    this.shape = new RateShape(seed, spec.shape)
    this.most = spec.most
    this.rate = spec.rate
    this.gaps = spec.gaps
    this.before = this.stream.save()
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
    while (this.times.length < this.most) {
      this.fillStretch(until)
      if (this.due <= this.shape.until || this.shape.until > until) return
      this.cross()
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
    const { rate, gaps, since, left, before, taken } = this
    return {
      times: this.times.save(),
      stream: before,
      taken,
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
    this.drawAhead()
    this.taken = saved.taken
    this.shape.restore(saved.shape)
    this.rate = saved.rate
    this.gaps = saved.gaps
    this.since = saved.since
    this.left = saved.left
  }

  private get due(): number {
    return this.since + this.left * this.meanGap
  }

  /** In microseconds, as it is at the moment. */
  private get meanGap(): number {
    return SECOND / this.currentRate
  }

  /** Makes arrivals up to `until`, none of them beyond the stretch of the shape that is on. */
  private fillStretch(until: SimTime): void {
    const { times, most } = this
    const end = this.shape.until
    const { meanGap } = this
    let { since, left } = this
    for (;;) {
      const due = since + left * meanGap
      if (due > end || times.length >= most) break
      const time = this.momentOf(due)
      if (time > until) break
      times.push(time)
      since = due
      left = this.drawGap()
    }
    this.since = since
    this.left = left
  }

  /** When a message that is ready at `due` is offered. */
  private momentOf(due: number): SimTime {
    const moment = Math.floor(due + 0.5)
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
    if (this.taken === AHEAD) this.drawAhead()
    const gap = this.ahead[this.taken++] ?? outside(this.taken)
    return this.gaps === 'poisson' ? gap : 1
  }

  /** Draws are made many at once; what is saved is the stream as it was before them. */
  private drawAhead(): void {
    this.before = this.stream.save()
    this.stream.drawInto(draws)
    for (let i = 0; i < AHEAD; i++) this.ahead[i] = exponentialOf(draws[i] ?? outside(i))
    this.taken = 0
  }
}
