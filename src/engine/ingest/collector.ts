import { outside } from '../../shared/assert.ts'
import { copyState } from '../kernel/copy-state.ts'
import { below, mix } from './chance.ts'
import { REGIONS } from './codes.ts'
import { CollectorBooks, type DrawnCounts, type SavedBooks } from './collector-books.ts'
import { CollectorTally } from './collector-tally.ts'
import { TICK_MS, type CollectorConfig } from './config.ts'
import type { CrashFate } from './crash.ts'
import { Retries, type SavedRetries } from './population/retries.ts'
import { PLAIN, type Store } from './wasm/store.ts'
import { readRow, RECORD_WORDS, regionOf, writeRow, type Batch } from './record.ts'

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
  readonly drawn: Readonly<DrawnCounts>
}

interface State {
  readonly counts: Omit<CollectorCounts, 'batches' | 'full' | 'drawn'>
  /** The collector that is to crash in the next tick, and the one that crashed in this one. */
  doomed: number
  fallen: number
  /** The one that is away, and until when. */
  away: number
  awayUntilMs: number
}

export interface SavedCollectors {
  readonly state: State
  readonly books: SavedBooks
  readonly retries: SavedRetries
}

/** How many collectors there are. */
export const collectorsOf = ({ perRegion }: CollectorConfig): number => REGION_COUNT * perRegion

/** The regions' collectors: events in, batches out, an acknowledgement once a batch is in the log; and as drawn beside. */
export class Collectors {
  /** Events of the tick under way, by collector and ms. Whoever keeps books of several workers adds them up. */
  readonly tally: CollectorTally
  private state: State
  private readonly books: CollectorBooks
  private readonly retries = new Retries()
  private readonly config: CollectorConfig

  constructor(config: CollectorConfig, store: Store = PLAIN) {
    const collectors = collectorsOf(config)
    this.config = config
    this.books = new CollectorBooks(config, collectors, store)
    this.tally = new CollectorTally(collectors, store)
    this.state = {
      counts: { arrived: 0, passed: 0, unacknowledged: 0, acknowledgementLost: 0, crashes: 0 },
      doomed: NOBODY,
      fallen: NOBODY,
      away: NOBODY,
      awayUntilMs: 0,
    }
  }

  get counts(): CollectorCounts {
    const { batches, full, drawn } = this.books
    return { ...this.state.counts, batches, full, drawn }
  }

  /** Events in open batches as drawn: acknowledged, and in no log yet. */
  get drawnOpen(): number {
    return this.books.drawnOpen
  }

  /** Whether a collector crashes in the next tick: then all events of the tick are needed at once. */
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

  /** The collector that crashed in the tick under way; -1: none did. */
  get fallen(): number {
    return this.state.fallen
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

  /** Takes events of a tick in which no collector crashes. */
  take(batch: Batch, tick: number): void {
    const { state, tally } = this
    const tickMs = tick * TICK_MS
    if (state.away !== NOBODY && tickMs >= state.awayUntilMs) state.away = NOBODY
    if (!tally.take(batch, tickMs, this.config.perRegion, state.away))
      for (let i = 0; i < batch.length; i++) tally.add(this.collectorOf(batch, i), msOf(batch, i, tickMs))
    state.counts.arrived += batch.length
    state.counts.passed += batch.length
  }

  /** Of all events of the tick of a crash, the indices of those that came to the collector before it crashed. */
  caught(batch: Batch, tick: number): number[] {
    const { doomed } = this.state
    const tickMs = tick * TICK_MS
    const caught: number[] = []
    for (let i = 0; i < batch.length; i++)
      if (msOf(batch, i, tickMs) < TICK_MS / 2 && this.collectorOf(batch, i) === doomed) caught.push(i)
    return caught
  }

  /** Takes all events of the tick of a crash, and leaves out those that got lost in it: `fate` tells of `caught` ones. */
  takeCrash(batch: Batch, tick: number, caught: readonly number[], fate: CrashFate): void {
    const { state, config, tally } = this
    const { counts, doomed } = state
    const tickMs = tick * TICK_MS
    const crashMs = tickMs + TICK_MS / 2
    const back = tick + Math.max(1, Math.round(config.retryMs / TICK_MS))
    const indexOf = (place: number): number => caught[place] ?? outside(place)
    for (let i = 0; i < batch.length; i++) {
      const ms = msOf(batch, i, tickMs)
      state.away = ms < TICK_MS / 2 ? NOBODY : doomed
      tally.add(this.collectorOf(batch, i), ms)
    }
    for (const place of [...fate.unconfirmed, ...fate.held])
      this.retries.put(batch, indexOf(place), tick, back)
    counts.arrived += batch.length
    counts.unacknowledged += fate.held.length
    counts.acknowledgementLost += fate.unconfirmed.length
    remove(batch, fate.held.map(indexOf))
    counts.passed += batch.length
    counts.crashes += 1
    state.doomed = NOBODY
    state.fallen = doomed
    state.away = doomed
    state.awayUntilMs = crashMs + config.restartMs
  }

  /** The timer: what is in open batches goes now. */
  endTick(tick: number): void {
    this.books.endTick(this.tally, tick, this.state.fallen)
    this.clearTick()
  }

  /** The tick is over, and somebody else keeps the books. */
  clearTick(): void {
    this.tally.clear()
    this.state.fallen = NOBODY
  }

  save(): SavedCollectors {
    return { state: copyState(this.state), books: this.books.save(), retries: this.retries.save() }
  }

  restore(saved: SavedCollectors): void {
    this.state = copyState(saved.state)
    this.books.restore(saved.books)
    this.retries.restore(saved.retries)
    this.tally.clear()
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
}

/** The ms of the tick in which an event came. */
function msOf(batch: Batch, index: number, tickMs: number): number {
  const ms = (batch.receivedTime[index] ?? outside(index)) - tickMs
  return ms < 0 ? 0 : ms < TICK_MS ? ms : TICK_MS - 1
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
