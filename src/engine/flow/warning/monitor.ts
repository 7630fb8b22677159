import { at } from '../../../shared/assert.ts'
import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64, uint32 } from '../../kernel/typed-columns.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { FATE } from '../pressure/codes.ts'
import type { Pipeline } from './pipeline.ts'
import { BUDGET, PERCENTILE_WINDOW, type WarningSettings } from './settings.ts'
import { predict } from './trend.ts'

/** What is read once a second. Row i is the reading at second i + 1. */
export const READINGS = [
  'queued',
  'entry',
  'held',
  'lagSeconds',
  'in',
  'out',
  'lost',
  'slow',
  'p50',
  'p99',
  'fitted',
  'slope',
  'fullIn',
  'keptUp',
  'burn',
] as const
export type Reading = (typeof READINGS)[number]

export interface SavedMonitor {
  readonly columns: readonly SavedColumn[]
  readonly ages: SavedColumn
  readonly numbers: readonly number[]
}

/** What monitoring knows of a run: readings once a second, and what can be worked out from them. */
export class Monitor {
  readonly pipeline: Pipeline
  /** When the first message was lost, and when the latency objective was first broken; Infinity for not yet. */
  firstLoss: SimTime = Infinity
  firstBroken: SimTime = Infinity
  private readonly columns: Readonly<Record<Reading, PagedColumn>>
  /** How long each served message took, in microseconds, in the order in which they were served. */
  private readonly ages = uint32()
  /** How many of the last stage's ends were looked at. */
  private seen = 0
  /** Everything that came in and went out up to the latest reading. */
  private sumOffered = 0
  private sumServed = 0

  constructor(pipeline: Pipeline) {
    this.pipeline = pipeline
    this.columns = Object.fromEntries(READINGS.map((name) => [name, float64()])) as Record<
      Reading,
      PagedColumn
    > // one each
  }

  /** Seconds read so far. */
  get count(): number {
    return this.columns.queued.length
  }

  column(name: Reading): PagedColumn {
    return this.columns[name]
  }

  /** The latest reading; NaN before the first. */
  latest(name: Reading): number {
    return this.count === 0 ? Number.NaN : this.columns[name].get(this.count - 1)
  }

  /** The sum of the last `seconds` readings. */
  sumOf(name: Reading, seconds: number): number {
    const column = this.columns[name]
    let sum = 0
    for (let row = Math.max(0, column.length - seconds); row < column.length; row++) sum += column.get(row)
    return sum
  }

  /** Reads everything at the full second `now`. */
  read(now: SimTime, settings: WarningSettings): void {
    const { pipeline, columns } = this
    const lostBefore = this.count === 0 ? 0 : this.latest('lost')
    const agesBefore = this.ages.length
    this.noteAges()
    columns.queued.push(pipeline.queued)
    columns.entry.push(pipeline.first.level)
    columns.held.push(pipeline.held)
    columns.lagSeconds.push((now - pipeline.oldestSince(now)) / SECOND)
    columns.in.push(pipeline.offered - this.sumOffered)
    columns.out.push(pipeline.served - this.sumServed)
    columns.lost.push(pipeline.lost)
    this.sumOffered = pipeline.offered
    this.sumServed = pipeline.served
    columns.slow.push(this.agesSince(agesBefore).filter((age) => age > settings.objective * SECOND).length)
    const recent = this.agesSince(this.ages.length - this.sumOf('out', PERCENTILE_WINDOW)).sort()
    columns.p50.push(quantile(recent, 0.5) / SECOND)
    columns.p99.push(quantile(recent, 0.99) / SECOND)
    this.work(settings)
    if (this.firstLoss === Infinity && pipeline.lost > lostBefore) this.firstLoss = this.findLoss()
    const isBroken = this.sumOf('slow', PERCENTILE_WINDOW) > BUDGET * this.sumOf('out', PERCENTILE_WINDOW)
    if (this.firstBroken === Infinity && isBroken) this.firstBroken = now
  }

  save(): SavedMonitor {
    const { firstLoss, firstBroken, seen, sumOffered, sumServed } = this
    return {
      columns: READINGS.map((name) => this.columns[name].save()),
      ages: this.ages.save(),
      numbers: [firstLoss, firstBroken, seen, sumOffered, sumServed],
    }
  }

  restore(saved: SavedMonitor): void {
    READINGS.forEach((name, i) => this.columns[name].restore(at(saved.columns, i)))
    this.ages.restore(saved.ages)
    const [firstLoss = Infinity, firstBroken = Infinity, seen = 0, sumOffered = 0, sumServed = 0] =
      saved.numbers
    Object.assign(this, { firstLoss, firstBroken, seen, sumOffered, sumServed })
  }

  /** What follows from the readings: the trend, whether it keeps up, and how fast the budget is spent. */
  private work({ window, burnLong, burnShort }: WarningSettings): void {
    const { pipeline, columns } = this
    const room = pipeline.capacity * pipeline.stages.length
    const { fitted, slope, fullIn } = predict(columns.queued, window, room)
    columns.fitted.push(fitted)
    columns.slope.push(slope)
    columns.fullIn.push(fullIn)
    const came = this.sumOf('in', window)
    columns.keptUp.push(came === 0 ? 100 : (100 * this.sumOf('out', window)) / came)
    columns.burn.push(Math.min(this.burnOver(burnLong), this.burnOver(burnShort)))
  }

  /** How many times faster than allowed the budget was spent over the last `seconds`. */
  private burnOver(seconds: number): number {
    const served = this.sumOf('out', seconds)
    return served === 0 ? 0 : this.sumOf('slow', seconds) / served / BUDGET
  }

  /** How long each message took that was served since the last reading. */
  private noteAges(): void {
    const { pipeline, ages } = this
    const { order, fate, endedAt } = pipeline.last.ledger
    for (; this.seen < order.length; this.seen++) {
      const message = order.get(this.seen)
      if (fate.get(message) === FATE.served) ages.push(endedAt.get(message) - pipeline.offeredAt(message))
    }
  }

  /** The ages from the `from`-th on. */
  private agesSince(from: number): Uint32Array {
    const copied = new Uint32Array(this.ages.length - from)
    this.ages.copy(from, this.ages.length, copied)
    return copied
  }

  private findLoss(): SimTime {
    const { order, fate, endedAt } = this.pipeline.first.ledger
    for (let row = 0; row < order.length; row++)
      if (fate.get(order.get(row)) === FATE.droppedNewest) return endedAt.get(order.get(row))
    return Infinity
  }
}

/** By nearest rank; NaN of nothing. */
function quantile(sorted: Uint32Array, q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN
}
