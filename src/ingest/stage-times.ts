import type { Stage } from '../engine/ingest/pipeline.ts'
import { STAGE_NAMES } from './report.ts'

/** How long each stage took, by a clock in ms. Tells the time between two calls to the stage that the later one names. */
export class StageTimes {
  /** Ms by stage, since the last reset. */
  readonly spent = new Float64Array(STAGE_NAMES.length)
  boardMs = 0
  boardMostMs = 0
  private readonly clock: () => number
  private mark = 0

  constructor(clock: () => number) {
    this.clock = clock
  }

  now(): number {
    return this.clock()
  }

  reset(): void {
    this.spent.fill(0)
    this.boardMostMs = 0
  }

  /** Work begins: what was before belongs to no stage. */
  begin(): void {
    this.mark = this.clock()
  }

  /** A stage has done a batch, or what it does at a tick's end. */
  tell(stage: Stage): void {
    const now = this.clock()
    const took = now - this.mark
    this.mark = now
    const place = STAGE_NAMES.indexOf(stage)
    this.spent[place] = (this.spent[place] ?? 0) + took
    if (stage !== 'board') return
    this.boardMs = took
    this.boardMostMs = Math.max(this.boardMostMs, took)
  }
}
