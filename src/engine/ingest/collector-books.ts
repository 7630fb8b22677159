import { outside } from '../../shared/assert.ts'
import { copyState } from '../kernel/copy-state.ts'
import type { CollectorTally } from './collector-tally.ts'
import { TICK_MS, type CollectorConfig } from './config.ts'

/** As drawn: a batch's age is the time since the last flush, and is looked at when the next event comes (Y22, Y23). */
const DRAWN_LINGER_MS = 100
const NOBODY = -1

/** The same traffic, acknowledged at once, sent off without waiting, without a timer. */
export interface DrawnCounts {
  acknowledged: number
  inLog: number
  /** Acknowledged, and lost in a crash: in no log, and no client has them any more. */
  lost: number
  batches: number
}

interface State {
  batches: number
  full: number
  readonly drawn: DrawnCounts
  /** Events in each collector's open batch as drawn, when it was flushed last, and how many events that were. */
  readonly open: Uint32Array
  readonly flushMs: Int32Array
  readonly flushed: Uint32Array
}

/**
 * What collectors make of a tick, from how many events each got in each of its milliseconds: nothing else matters, so the
 * counts of many workers can be added up first.
 */
export class CollectorBooks {
  private state: State
  private readonly config: CollectorConfig

  constructor(config: CollectorConfig, collectors: number) {
    this.config = config
    this.state = {
      batches: 0,
      full: 0,
      drawn: { acknowledged: 0, inLog: 0, lost: 0, batches: 0 },
      open: new Uint32Array(collectors),
      flushMs: new Int32Array(collectors),
      flushed: new Uint32Array(collectors),
    }
  }

  get batches(): number {
    return this.state.batches
  }

  get full(): number {
    return this.state.full
  }

  get drawn(): DrawnCounts {
    return this.state.drawn
  }

  /** Events in open batches as drawn: acknowledged, and in no log yet. */
  get drawnOpen(): number {
    return this.state.open.reduce((sum, open) => sum + open, 0)
  }

  /** Tick `tick` is over, with these events; `fallen` crashed in the middle of it, and -1 is nobody. */
  endTick(tally: CollectorTally, tick: number, fallen = NOBODY): void {
    const list = tally.list()
    const tickMs = tick * TICK_MS
    let isFallen = fallen === NOBODY
    let sum = 0
    for (let i = 0; i < list.length; i++) {
      const cell = list[i] ?? outside(i)
      const collector = Math.floor(cell / TICK_MS)
      if (!isFallen && cell >= fallen * TICK_MS + TICK_MS / 2) {
        this.fall(fallen, tickMs + TICK_MS / 2)
        isFallen = true
      }
      const events = tally.cells[cell] ?? outside(cell)
      this.draw(collector, tickMs + (cell % TICK_MS), events)
      sum += events
      const next = list[i + 1]
      if (next !== undefined && Math.floor(next / TICK_MS) === collector) continue
      this.send(sum, collector === fallen)
      sum = 0
    }
    if (!isFallen) this.fall(fallen, tickMs + TICK_MS / 2)
  }

  save(): State {
    return copyState(this.state)
  }

  restore(saved: State): void {
    this.state = copyState(saved)
  }

  /** The batches of a collector's events in a tick. The timer sends what is left with the tick's end, unless a crash took it. */
  private send(events: number, isFallen: boolean): void {
    const { state, config } = this
    const full = Math.floor(events / config.batchSize)
    state.full += full
    state.batches += full + (events % config.batchSize > 0 && !isFallen ? 1 : 0)
    state.drawn.acknowledged += events
  }

  /** So many events come at one time, as drawn. */
  private draw(collector: number, timeMs: number, events: number): void {
    const { state, config } = this
    const { drawn } = state
    for (let left = events; left > 0;) {
      const open = state.open[collector] ?? outside(collector)
      const isOld = timeMs - (state.flushMs[collector] ?? outside(collector)) >= DRAWN_LINGER_MS
      const some = isOld ? 1 : Math.min(left, config.batchSize - open)
      left -= some
      if (!isOld && open + some < config.batchSize) {
        state.open[collector] = open + some
        return
      }
      state.open[collector] = 0
      state.flushed[collector] = open + some
      state.flushMs[collector] = timeMs
      drawn.inLog += open + some
      drawn.batches += 1
    }
  }

  /** What a crash takes with it where batches are sent off without waiting. */
  private fall(collector: number, crashMs: number): void {
    const { state, config } = this
    const { drawn } = state
    drawn.lost += state.open[collector] ?? outside(collector)
    state.open[collector] = 0
    if (crashMs - (state.flushMs[collector] ?? outside(collector)) >= config.durableMs) return
    // The last batch was still on its way: the task ended with its process.
    const flushed = state.flushed[collector] ?? outside(collector)
    drawn.lost += flushed
    drawn.inLog -= flushed
    state.flushed[collector] = 0
  }
}

export type SavedBooks = ReturnType<CollectorBooks['save']>
