import { outside } from '../../shared/assert.ts'
import { copyState } from '../kernel/copy-state.ts'
import type { CollectorTally } from './collector-tally.ts'
import { TICK_MS, type CollectorConfig } from './config.ts'
import { PLAIN, type Store } from './wasm/store.ts'

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
}

/** By collector, as drawn: events in its open batch, when it was flushed last, and how many events that were. */
interface Columns {
  readonly open: Uint32Array
  readonly flushMs: Int32Array
  readonly flushed: Uint32Array
}

/** What the kernel tells: words. */
const TOLD = 5

/**
 * What collectors make of a tick, from how many events each got in each of its milliseconds: nothing else matters, so the
 * counts of many workers can be added up first.
 */
export class CollectorBooks {
  private state: State = {
    batches: 0,
    full: 0,
    drawn: { acknowledged: 0, inLog: 0, lost: 0, batches: 0 },
  }
  private readonly columns: Columns
  private readonly told: Uint32Array
  private readonly config: CollectorConfig
  private readonly store: Store

  constructor(config: CollectorConfig, collectors: number, store: Store = PLAIN) {
    this.config = config
    this.store = store
    this.columns = {
      open: store.u32(collectors),
      flushMs: store.i32(collectors),
      flushed: store.u32(collectors),
    }
    this.told = store.u32(TOLD)
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
    return this.columns.open.reduce((sum, open) => sum + open, 0)
  }

  /** Tick `tick` is over, with these events; `fallen` crashed in the middle of it, and -1 is nobody. */
  endTick(tally: CollectorTally, tick: number, fallen = NOBODY): void {
    if (fallen === NOBODY && this.endFast(tally, tick)) return
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

  save() {
    const { state, columns } = this
    return copyState({ state, ...columns })
  }

  restore(saved: ReturnType<CollectorBooks['save']>): void {
    const { open, flushMs, flushed } = this.columns
    this.state = copyState(saved.state)
    open.set(saved.open)
    flushMs.set(saved.flushMs)
    flushed.set(saved.flushed)
  }

  /** The same by kernel; false where there is none for it. */
  private endFast({ cells }: CollectorTally, tick: number): boolean {
    const { state, store, told, config } = this
    const { open, flushMs, flushed } = this.columns
    if (store.kernels === null || !store.holds(cells, open, flushMs, flushed, told)) return false
    store.kernels.keepBooks(
      cells.byteOffset,
      open.length,
      tick * TICK_MS,
      config.batchSize,
      open.byteOffset,
      flushMs.byteOffset,
      flushed.byteOffset,
      told.byteOffset,
    )
    const [batches = 0, full = 0, events = 0, inLog = 0, drawn = 0] = told
    state.batches += batches
    state.full += full
    state.drawn.acknowledged += events
    state.drawn.inLog += inLog
    state.drawn.batches += drawn
    return true
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
    const { config } = this
    const { drawn } = this.state
    const { open: waiting, flushMs, flushed } = this.columns
    for (let left = events; left > 0;) {
      const open = waiting[collector] ?? outside(collector)
      const isOld = timeMs - (flushMs[collector] ?? outside(collector)) >= DRAWN_LINGER_MS
      const some = isOld ? 1 : Math.min(left, config.batchSize - open)
      left -= some
      if (!isOld && open + some < config.batchSize) {
        waiting[collector] = open + some
        return
      }
      waiting[collector] = 0
      flushed[collector] = open + some
      flushMs[collector] = timeMs
      drawn.inLog += open + some
      drawn.batches += 1
    }
  }

  /** What a crash takes with it where batches are sent off without waiting. */
  private fall(collector: number, crashMs: number): void {
    const { config } = this
    const { drawn } = this.state
    const { open, flushMs, flushed: sent } = this.columns
    drawn.lost += open[collector] ?? outside(collector)
    open[collector] = 0
    if (crashMs - (flushMs[collector] ?? outside(collector)) >= config.durableMs) return
    // The last batch was still on its way: the task ended with its process.
    const flushed = sent[collector] ?? outside(collector)
    drawn.lost += flushed
    drawn.inLog -= flushed
    sent[collector] = 0
  }
}

export type SavedBooks = ReturnType<CollectorBooks['save']>
