import { assert, outside } from '../../shared/assert.ts'
import type { Outcome } from '../../shared/outcome.ts'
import type { Check } from '../kernel/engine.ts'
import type { SimTime } from '../kernel/time.ts'
import { createCatalogue, type Catalogue } from './catalogue.ts'
import { Collectors, type SavedCollectors } from './collector.ts'
import { judge, type IngestCommand } from './command.ts'
import { TICK, TICK_MS, type IngestConfig } from './config.ts'
import { crashFates, type CrashFate } from './crash.ts'
import { conservation } from './conservation.ts'
import { ledgerOf } from './ledger.ts'
import { Pipeline, type SavedPipeline, type Stage } from './pipeline.ts'
import { Delays, type DelayCommand, type SavedDelays } from './plane/delays.ts'
import { Population } from './population/population.ts'
import type { SavedPopulation } from './population/state.ts'
import { WHOLE, type Share } from './shards/share.ts'
import type { KernelModule } from './wasm/open-store.ts'
import { createBatch, readRow, RECORD_WORDS, writeRow, type Batch } from './record.ts'

/** Who sends events beside the population. Whoever sets them saves and restores them. */
export interface Guests {
  /** Events so far. */
  readonly made: number
  /** Adds events of the tick to `batch` until it is full; true once the tick has no more. */
  fill(batch: Batch, tick: number): boolean
}

export interface SavedIngest {
  readonly tick: number
  readonly population: SavedPopulation
  readonly delays: SavedDelays
  readonly collectors: SavedCollectors
  readonly pipeline: SavedPipeline
}

/** The whole way, from a viewer to the board, tick by tick of 100 ms. An event of this engine is a tick. */
export class IngestEngine {
  readonly catalogue: Catalogue
  readonly population: Population
  /** Events that somebody holds back by hand. */
  readonly delays = new Delays()
  readonly collectors: Collectors
  readonly pipeline: Pipeline
  guests: Guests | null = null
  private readonly config: IngestConfig
  private readonly batch: Batch
  private tick = 0
  /** The tick of a crash, between its two steps. */
  private crashing: { readonly whole: Batch; readonly caught: readonly number[] } | null = null

  /**
   * With a compiled module of wasm/assembly the hot stages run in it: faster, and the same to the last bit. With a share
   * it is a worker's part of a run, and its ticks are taken one by one.
   */
  constructor(config: IngestConfig, kernels?: KernelModule, share: Share = WHOLE) {
    const { seed, titles, viewers } = config.population
    this.config = config
    this.catalogue = createCatalogue(seed, titles, viewers)
    this.pipeline = new Pipeline(config, this.catalogue, kernels)
    this.collectors = new Collectors(config.collector, this.pipeline.store)
    this.population = new Population(config.population, this.catalogue, this.pipeline.store, share)
    this.batch = createBatch(config.batchSize, this.pipeline.store)
  }

  /** Everything up to this time has happened: always the end of a tick. */
  get now(): SimTime {
    return this.tick * TICK
  }

  get nextEventTime(): SimTime {
    return (this.tick + 1) * TICK
  }

  /** Goes through the ticks that end by `until`, at most `maxTicks` of them; returns how many there were. */
  advance(until: SimTime, maxTicks = Number.POSITIVE_INFINITY): number {
    let done = 0
    while (done < maxTicks && this.nextEventTime <= until) {
      this.runTick()
      done += 1
    }
    return done
  }

  /** Does what a person asks; the value says it in a few words. */
  apply(command: IngestCommand): Outcome<string> {
    if (command.kind === 'delay') return this.delays.set(command)
    const judged = judge(command, this.config.collector, this.collectors.isHit)
    if (judged.ok) this.carryOut(command)
    return judged
  }

  /** The laws of conservation, each with both of its sides. */
  checks(): Check[] {
    return conservation(ledgerOf(this))
  }

  save(): SavedIngest {
    return {
      tick: this.tick,
      population: this.population.save(),
      delays: this.delays.save(),
      collectors: this.collectors.save(),
      pipeline: this.pipeline.save(),
    }
  }

  restore(saved: SavedIngest): void {
    this.tick = saved.tick
    this.population.restore(saved.population)
    this.delays.restore(saved.delays)
    this.collectors.restore(saved.collectors)
    this.pipeline.restore(saved.pipeline)
  }

  /** Whether the next tick is one in which a collector crashes: then it is taken in two steps. */
  get isCrash(): boolean {
    return this.collectors.isDoomed
  }

  /** Takes the events of the next tick. */
  takeTick(): void {
    const { batch, collectors, pipeline, population, tick } = this
    if (this.isCrash) {
      const { collector } = this.config
      const [fate] = crashFates([this.gatherCrash()], collector, tick * TICK_MS + TICK_MS / 2)
      return this.takeCrash(fate ?? outside(0))
    }
    const watch = (stage: Stage): void => pipeline.watch?.(stage)
    population.beginTick(tick)
    for (let isDone = false; !isDone;) {
      batch.length = 0
      isDone = collectors.addRetries(batch, tick) && this.addNew(batch, tick)
      watch('generate')
      collectors.take(batch, tick)
      watch('collect')
      pipeline.take(batch)
    }
  }

  /**
   * Makes the events of the tick of a crash: all of it is at hand before the collectors take it, so that they know what to
   * lose. Returns the rows of those that came to the collector before it crashed.
   */
  gatherCrash(): Uint32Array {
    const { batch, collectors, population, tick } = this
    const rows: number[] = []
    const row = new Uint32Array(RECORD_WORDS)
    population.beginTick(tick)
    for (let isDone = false; !isDone;) {
      batch.length = 0
      isDone = collectors.addRetries(batch, tick) && this.addNew(batch, tick)
      for (let i = 0; i < batch.length; i++) {
        writeRow(batch, i, row, 0)
        for (const word of row) rows.push(word)
      }
    }
    const packed = Uint32Array.from(rows)
    const whole = createBatch(Math.max(1, packed.length / RECORD_WORDS))
    whole.length = packed.length / RECORD_WORDS
    for (let i = 0; i < whole.length; i++) readRow(packed, i * RECORD_WORDS, whole, i)
    const caught = collectors.caught(whole, tick)
    this.crashing = { whole, caught }
    const caughtRows = new Uint32Array(caught.length * RECORD_WORDS)
    caught.forEach((index, place) => writeRow(whole, index, caughtRows, place * RECORD_WORDS))
    return caughtRows
  }

  /** Takes the events that were gathered, but for those that the crash took. */
  takeCrash(fate: CrashFate): void {
    const { batch, collectors, crashing, pipeline, tick } = this
    assert(crashing !== null, 'a crash before its events')
    const { whole, caught } = crashing
    this.crashing = null
    const row = new Uint32Array(RECORD_WORDS)
    collectors.takeCrash(whole, tick, caught, fate)
    for (let from = 0; from < whole.length; from += batch.capacity) {
      batch.length = Math.min(batch.capacity, whole.length - from)
      for (let i = 0; i < batch.length; i++) {
        writeRow(whole, from + i, row, 0)
        readRow(row, 0, batch, i)
      }
      pipeline.take(batch)
    }
  }

  /** The tick whose events were taken is over, and whoever called it sees to what follows from it. */
  leaveTick(): void {
    this.collectors.clearTick()
    this.tick += 1
  }

  private carryOut(command: Exclude<IngestCommand, DelayCommand>): void {
    switch (command.kind) {
      case 'crash':
        return this.collectors.crash(command.collector)
      case 'faults':
        return this.population.setFaults({ ...this.population.faults, ...command.faults })
      case 'windows':
        return this.pipeline.windows.setControls(command)
      case 'keying':
        this.pipeline.logs.keying = command.keying
    }
  }

  private runTick(): void {
    const { collectors, pipeline } = this
    this.takeTick()
    collectors.endTick(this.tick)
    this.tick += 1
    pipeline.endTick(this.tick * TICK_MS)
  }

  /** Adds what devices send: what was held back until now, and what is new, but for what is held back from now on. */
  private addNew(batch: Batch, tick: number): boolean {
    if (!this.delays.release(batch, tick)) return false
    const from = batch.length
    const isDone = (this.guests?.fill(batch, tick) ?? true) && this.population.fill(batch)
    this.delays.hold(batch, from, tick)
    return isDone
  }
}
