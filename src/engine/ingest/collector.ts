import { outside } from '../../shared/assert.ts'
import { copyState } from '../kernel/copy-state.ts'
import { below, mix } from './chance.ts'
import { REGIONS } from './codes.ts'
import { TICK_MS, type CollectorConfig } from './config.ts'
import { Retries, type SavedRetries } from './population/retries.ts'
import { readRow, RECORD_WORDS, regionOf, writeRow, type Batch } from './record.ts'

/** As drawn: a batch's age is the time since the last flush, and is looked at when the next event comes (Y22, Y23). */
const DRAWN_LINGER_MS = 100
const NOBODY = -1
const REGION_COUNT = REGIONS.length

export interface CollectorCounts {
  /** Events that came, those sent again among them. */
  arrived: number
  /** Handed on: they are in the log. */
  passed: number
  /** Not handed on because the collector crashed; their clients were told nothing and send them again. */
  unacknowledged: number
  /** In the log, but the acknowledgement got lost in the crash: sent again as well, and found to be duplicates. */
  acknowledgementLost: number
  batches: number
  /** Of them, those that were full. */
  full: number
  crashes: number
  /** The same traffic, acknowledged at once, sent off without waiting, without a timer. */
  readonly drawn: {
    acknowledged: number
    inLog: number
    /** Acknowledged, and lost in a crash: in no log, and no client has them any more. */
    lost: number
    batches: number
  }
}

interface State {
  readonly counts: CollectorCounts
  /** Events in each collector's open batch. */
  readonly open: Uint32Array
  readonly drawnOpen: Uint32Array
  readonly drawnFlushMs: Int32Array
  readonly drawnFlushed: Uint32Array
  /** The collector that is to crash in the next tick. */
  doomed: number
  /** The one that is away, and until when. */
  away: number
  awayUntilMs: number
}

export interface SavedCollectors {
  readonly state: State
  readonly retries: SavedRetries
}

/** The regions' collectors: events in, batches out, an acknowledgement once a batch is in the log; and as drawn beside. */
export class Collectors {
  private state: State
  private readonly retries = new Retries()
  private readonly config: CollectorConfig

  constructor(config: CollectorConfig) {
    const collectors = REGIONS.length * config.perRegion
    this.config = config
    this.state = {
      counts: {
        arrived: 0,
        passed: 0,
        unacknowledged: 0,
        acknowledgementLost: 0,
        batches: 0,
        full: 0,
        crashes: 0,
        drawn: { acknowledged: 0, inLog: 0, lost: 0, batches: 0 },
      },
      open: new Uint32Array(collectors),
      drawnOpen: new Uint32Array(collectors),
      drawnFlushMs: new Int32Array(collectors),
      drawnFlushed: new Uint32Array(collectors),
      doomed: NOBODY,
      away: NOBODY,
      awayUntilMs: 0,
    }
  }

  get counts(): CollectorCounts {
    return this.state.counts
  }

  /** Events in open batches as drawn: acknowledged, and in no log yet. */
  get drawnOpen(): number {
    return this.state.drawnOpen.reduce((sum, open) => sum + open, 0)
  }

  /** Whether a collector crashes in the next tick: then `take` needs all events of the tick at once. */
  get isDoomed(): boolean {
    return this.state.doomed !== NOBODY
  }

  /** Whether a collector is down, or about to crash. */
  get isHit(): boolean {
    return this.isDoomed || this.state.away !== NOBODY
  }

  /** The collector that is down; -1: none is. */
  get away(): number {
    return this.state.away
  }

  /** Clients that wait to send again. */
  get waiting(): number {
    return this.retries.waiting
  }

  /** Lets a collector crash in the middle of the next tick; one at a time, so not while `isHit`. */
  crash(collector: number): void {
    this.state.doomed = collector
  }

  /** Adds what clients send again in this tick; false while there is more of it. */
  addRetries(batch: Batch, tick: number): boolean {
    while (batch.length < batch.capacity)
      if (this.retries.get(tick, batch, batch.length, tick * TICK_MS)) batch.length += 1
      else return true
    return false
  }

  /** Takes events of a tick. In the tick of a crash the batch must hold all of them, and loses some. */
  take(batch: Batch, tick: number): void {
    const { state } = this
    if (state.away !== NOBODY && tick * TICK_MS >= state.awayUntilMs) state.away = NOBODY
    if (this.isDoomed) return this.takeCrash(batch, tick)
    for (let i = 0; i < batch.length; i++)
      this.add(this.collectorOf(batch, i), batch.receivedTime[i] ?? outside(i))
    this.arrive(batch.length)
    state.counts.passed += batch.length
  }

  /** The timer: what is in open batches goes now. */
  endTick(): void {
    const { open, counts } = this.state
    for (let c = 0; c < open.length; c++) {
      if ((open[c] ?? outside(c)) === 0) continue
      counts.batches += 1
      open[c] = 0
    }
  }

  save(): SavedCollectors {
    return { state: copyState(this.state), retries: this.retries.save() }
  }

  restore(saved: SavedCollectors): void {
    this.state = copyState(saved.state)
    this.retries.restore(saved.retries)
  }

  /** The collector that a gateway sends it to; the next one while that one is away. An unknown region goes to the first. */
  private collectorOf(batch: Batch, index: number): number {
    const { perRegion } = this.config
    const told = regionOf(batch.dims[index] ?? outside(index))
    const region = told < REGION_COUNT ? told : 0
    const place = below(mix(batch.device[index] ?? outside(index)), perRegion)
    const collector = region * perRegion + place
    if (collector !== this.state.away) return collector
    // Where a region has only one, another region's helps out.
    return perRegion === 1 ? (collector + 1) % REGION_COUNT : region * perRegion + ((place + 1) % perRegion)
  }

  private arrive(count: number): void {
    const { counts } = this.state
    counts.arrived += count
    counts.drawn.acknowledged += count
  }

  private add(collector: number, timeMs: number): void {
    const { state, config } = this
    const { counts } = state
    const open = (state.open[collector] ?? outside(collector)) + 1
    if (open === config.batchSize) {
      counts.batches += 1
      counts.full += 1
      state.open[collector] = 0
    } else state.open[collector] = open
    const drawn = (state.drawnOpen[collector] ?? outside(collector)) + 1
    const age = timeMs - (state.drawnFlushMs[collector] ?? outside(collector))
    if (drawn < config.batchSize && age < DRAWN_LINGER_MS) {
      state.drawnOpen[collector] = drawn
      return
    }
    state.drawnOpen[collector] = 0
    state.drawnFlushed[collector] = drawn
    state.drawnFlushMs[collector] = timeMs
    counts.drawn.inLog += drawn
    counts.drawn.batches += 1
  }

  /** A tick in whose middle a collector crashes. */
  private takeCrash(batch: Batch, tick: number): void {
    const { state, config } = this
    const { counts, doomed } = state
    const crashMs = tick * TICK_MS + TICK_MS / 2
    const back = tick + Math.max(1, Math.round(config.retryMs / TICK_MS))
    this.arrive(batch.length)
    const held: number[] = []
    let flushed: number[] = []
    let flushMs = 0
    for (let i = 0; i < batch.length; i++) {
      const time = batch.receivedTime[i] ?? outside(i)
      if (time >= crashMs && state.away === NOBODY) this.fall(crashMs)
      const collector = this.collectorOf(batch, i)
      this.add(collector, time)
      if (collector !== doomed || time >= crashMs) continue
      held.push(i)
      if (held.length < config.batchSize) continue
      flushed = held.splice(0)
      flushMs = time
    }
    if (state.away === NOBODY) this.fall(crashMs)
    if (flushed.length > 0 && crashMs - flushMs < config.durableMs)
      for (const i of flushed) {
        this.retries.put(batch, i, tick, back)
        counts.acknowledgementLost += 1
      }
    for (const i of held) this.retries.put(batch, i, tick, back)
    counts.unacknowledged += held.length
    remove(batch, held)
    counts.passed += batch.length
    counts.crashes += 1
    state.open[doomed] = 0
    state.doomed = NOBODY
  }

  /** What a crash takes with it where batches are sent off without waiting. */
  private fall(crashMs: number): void {
    const { state, config } = this
    const { drawn } = state.counts
    const { doomed } = state
    drawn.lost += state.drawnOpen[doomed] ?? outside(doomed)
    state.drawnOpen[doomed] = 0
    if (crashMs - (state.drawnFlushMs[doomed] ?? outside(doomed)) < config.durableMs) {
      // The last batch was still on its way: the task ended with its process.
      const flushed = state.drawnFlushed[doomed] ?? outside(doomed)
      drawn.lost += flushed
      drawn.inLog -= flushed
      state.drawnFlushed[doomed] = 0
    }
    state.away = doomed
    state.awayUntilMs = crashMs + config.restartMs
  }
}

/** Takes the events with these indices, in rising order, out of the batch. */
function remove(batch: Batch, indices: readonly number[]): void {
  if (indices.length === 0) return
  const gone = new Set(indices)
  const row = new Uint32Array(RECORD_WORDS)
  let kept = 0
  for (let i = 0; i < batch.length; i++) {
    if (gone.has(i)) continue
    writeRow(batch, i, row, 0)
    readRow(row, 0, batch, kept)
    kept += 1
  }
  batch.length = kept
}
