import { at } from '../../../shared/assert.ts'
import { PagedColumn, type SavedColumn } from '../../kernel/paged-column.ts'
import type { NumberColumn } from '../../kernel/number-ring.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { STRATEGY, type Signal, type Strategy } from '../pressure/codes.ts'
import { LogHistogram, type SavedHistogram } from './log-histogram.ts'

/** Running totals of a lane. Areas are integrals over time: a number times microseconds. */
export const TOTAL = {
  offered: 0,
  /** Into the queue. */
  accepted: 1,
  /** Out of a worker's hands. */
  served: 2,
  dropped: 3,
  switches: 4,
  /** Workers at work. */
  busy: 5,
  /** Workers paid for, those that are starting included. */
  paid: 6,
  /** Messages in the queue. */
  level: 7,
  /** Messages waiting at the producer. */
  waiting: 8,
  /** Any message waiting at the producer: 0 or 1. */
  stalled: 9,
  /** Being in the first strategy; the others follow in the order of their codes. */
  strategy: 10,
} as const

const STRATEGIES = Object.keys(STRATEGY).length
const TOTALS = TOTAL.strategy + STRATEGIES

/** Rows of the level a run may have, about; and buckets of the flow. */
const CELLS = 20_000
const BUCKETS = 2_000

export interface SavedHistory {
  readonly columns: readonly SavedColumn[]
  readonly numbers: readonly number[]
  readonly totals: Float64Array
  readonly second: SavedHistogram
}

const uint32 = (): PagedColumn => new PagedColumn((n) => new Uint32Array(n))
const float64 = (): PagedColumn => new PagedColumn((n): NumberColumn => new Float64Array(n))

/** What a view looks back at in one lane, thin enough for the longest run: no message leaves a row of its own here. */
export class History {
  /** Totals as they stood at each multiple of `width`, from 0; one column a total. */
  readonly width: SimTime
  readonly boundaries = Array.from({ length: TOTALS }, float64)
  readonly totals = new Float64Array(TOTALS)
  /** The level in short cells of time in which it changed: when it last did, the lowest, the highest, the last. */
  readonly levelTime = uint32()
  readonly levelLow = uint32()
  readonly levelHigh = uint32()
  readonly levelLast = uint32()
  /** Switches of strategy; a row holds until the next. */
  readonly switchTime = uint32()
  readonly switchTo = uint32()
  readonly switchSignal = uint32()
  readonly switchValue = float64()
  readonly switchThreshold = float64()
  /** Times in which the producer waits; the end of one that lasts is missing. */
  readonly stallStart = uint32()
  readonly stallEnd = uint32()
  readonly workersTime = uint32()
  readonly workersRunning = uint32()
  readonly workersTarget = uint32()
  /** By second: quantiles of the waits of the messages whose service began in it. */
  readonly secondP50 = float64()
  readonly secondP99 = float64()
  /** Waits of the second that is on. */
  readonly second = new LogHistogram()
  private readonly cell: SimTime
  private cellEnd = 0
  private cellTime = -1
  private low = 0
  private high = 0
  private level = 0
  private most = 0

  /** For a run of `length`. */
  constructor(length: SimTime) {
    this.width = Math.max(10_000, Math.ceil(length / BUCKETS / 10_000) * 10_000)
    this.cell = Math.max(1_000, Math.ceil(length / CELLS / 1_000) * 1_000)
    for (const column of this.boundaries) column.push(0)
    this.noteLevel(0, 0)
    this.noteSwitch(0, STRATEGY.normal, 0, Number.NaN, Number.NaN)
  }

  /** The highest level so far. */
  get peak(): number {
    return this.most
  }

  /** The level after a moment's changes; its lowest and highest within a cell of time are kept, too. */
  noteLevel(now: SimTime, level: number): void {
    if (now >= this.cellEnd) {
      this.closeCell()
      this.cellEnd = (Math.floor(now / this.cell) + 1) * this.cell
      this.low = level
      this.high = level
    } else if (level < this.low) this.low = level
    else if (level > this.high) this.high = level
    this.level = level
    this.cellTime = now
    if (level > this.most) this.most = level
  }

  /** The cell that is not in the columns yet. */
  get openCell(): {
    readonly time: SimTime
    readonly low: number
    readonly high: number
    readonly last: number
  } {
    return { time: this.cellTime, low: this.low, high: this.high, last: this.level }
  }

  noteSwitch(now: SimTime, to: Strategy, signal: Signal, value: number, threshold: number): void {
    this.switchTime.push(now)
    this.switchTo.push(to)
    this.switchSignal.push(signal)
    this.switchValue.push(value)
    this.switchThreshold.push(threshold)
  }

  noteWorkers(now: SimTime, running: number, target: number): void {
    this.workersTime.push(now)
    this.workersRunning.push(running)
    this.workersTarget.push(target)
  }

  /** A message's service began at `now`, `wait` after it was offered. */
  noteWait(now: SimTime, wait: SimTime): void {
    while (now >= (this.secondP50.length + 1) * SECOND) this.closeSecond()
    this.second.add(wait)
  }

  private closeSecond(): void {
    this.secondP50.push(this.second.quantile(0.5))
    this.secondP99.push(this.second.quantile(0.99))
    this.second.clear()
  }

  private closeCell(): void {
    if (this.cellTime < 0) return
    this.levelTime.push(this.cellTime)
    this.levelLow.push(this.low)
    this.levelHigh.push(this.high)
    this.levelLast.push(this.level)
  }

  save(): SavedHistory {
    const { cellEnd, cellTime, low, high, level, most } = this
    return {
      columns: this.columns().map((column) => column.save()),
      numbers: [cellEnd, cellTime, low, high, level, most],
      totals: this.totals.slice(),
      second: this.second.save(),
    }
  }

  restore(saved: SavedHistory): void {
    this.columns().forEach((column, i) => column.restore(at(saved.columns, i)))
    const [cellEnd = 0, cellTime = 0, low = 0, high = 0, level = 0, most = 0] = saved.numbers
    Object.assign(this, { cellEnd, cellTime, low, high, level, most })
    this.totals.set(saved.totals)
    this.second.restore(saved.second)
  }

  private columns(): PagedColumn[] {
    const { levelTime, levelLow, levelHigh, levelLast, stallStart, stallEnd } = this
    const { switchTime, switchTo, switchSignal, switchValue, switchThreshold } = this
    const { workersTime, workersRunning, workersTarget, secondP50, secondP99 } = this
    const level = [levelTime, levelLow, levelHigh, levelLast, stallStart, stallEnd]
    const switches = [switchTime, switchTo, switchSignal, switchValue, switchThreshold]
    const workers = [workersTime, workersRunning, workersTarget, secondP50, secondP99]
    return [...this.boundaries, ...level, ...switches, ...workers]
  }
}
