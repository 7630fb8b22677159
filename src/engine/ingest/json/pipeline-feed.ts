import { at, outside } from '../../../shared/assert.ts'
import type { Catalogue } from '../catalogue.ts'
import { TICK_MS } from '../config.ts'
import type { Pipeline } from '../pipeline.ts'
import { createBatch, readRow, RECORD_WORDS, writeRow, type Batch } from '../record.ts'

/**
 * A catalogue of titles of which nothing is known but that there may be `titles` of them: no genre, no usual viewers. The
 * first ones have the finer sketches, and titles get their places in the order in which they come: the popular ones early.
 */
export function foreignCatalogue(titles: number): Catalogue {
  return {
    titles,
    genre: new Uint8Array(titles),
    duration: new Uint16Array(titles),
    // Old enough that nobody expects anything of their being new.
    ageHours: new Uint32Array(titles).fill(24 * 365),
    usual: new Float64Array(titles),
    special: { viral: 0, release: 0, bots: 0 },
    pick: () => outside(titles),
  }
}

/**
 * Hands events that come with their times of receiving to a pipeline, tick by tick of simulated time, as its own
 * population does. Where nothing is received for long, ticks in which nothing can change are left out.
 */
export class PipelineFeed {
  private readonly pipeline: Pipeline
  private readonly idleTicks: number
  private readonly part: Batch
  private readonly row = new Uint32Array(RECORD_WORDS)
  private tick: number | null = null

  /** `idleMs` is the time after which the pipeline counts a silent region as idle; `batchSize` the most it takes at once. */
  constructor(pipeline: Pipeline, idleMs: number, batchSize: number) {
    this.pipeline = pipeline
    this.idleTicks = Math.ceil(idleMs / TICK_MS) + 1
    this.part = createBatch(batchSize)
  }

  /** Takes events received in order, not before those taken earlier. */
  take(batch: Batch): void {
    const { part } = this
    for (let i = 0; i < batch.length; i++) {
      const tick = Math.floor(at(batch.receivedTime, i) / TICK_MS)
      if (this.tick === null || tick > this.tick) {
        this.pass()
        this.goTo(tick)
      } else if (part.length === part.capacity) this.pass()
      writeRow(batch, i, this.row, 0)
      readRow(this.row, 0, part, part.length)
      part.length += 1
    }
    this.pass()
  }

  /** Nothing more comes: waits until every region counts as idle. */
  finish(): void {
    if (this.tick === null) return
    this.goTo(this.tick + this.idleTicks + 1)
    this.tick = null
  }

  private pass(): void {
    if (this.part.length > 0) this.pipeline.take(this.part)
    this.part.length = 0
  }

  /** Ends the tick that is under way and all up to `tick`. */
  private goTo(tick: number): void {
    if (this.tick !== null) {
      const until = Math.min(tick, this.tick + this.idleTicks + 1)
      for (let ended = this.tick; ended < until; ended++) this.pipeline.endTick((ended + 1) * TICK_MS)
    }
    this.tick = tick
  }
}
