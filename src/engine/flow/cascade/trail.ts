import { at } from '../../../shared/assert.ts'
import { PagedColumn, type SavedColumn } from '../../kernel/paged-column.ts'
import { MILLISECOND, type SimTime } from '../../kernel/time.ts'
import type { Stage } from './stage.ts'

/** How long a row of the trail is. */
export const ROW: SimTime = 50 * MILLISECOND
/** A stage is under pressure in a row when at least this share of its workers' time went into holding items. */
const PRESSED = 0.5
/** Pressure is over once so many rows in a row were below this share. */
const RELIEVED = 0.1
const ROWS_OF_RELIEF = 10

/** A stretch in which a stage's workers stood with items in hand, or sources had to wait; `end` is NaN while it lasts. */
export interface Wave {
  /** -1 for the sources. */
  readonly stage: number
  readonly start: SimTime
  readonly end: SimTime
}

export interface SavedTrail {
  readonly columns: readonly SavedColumn[]
  readonly rowEnd: SimTime
  readonly before: readonly number[]
  readonly outs: number
  readonly worst: readonly number[]
  readonly calm: readonly number[]
  readonly open: readonly number[]
}

const float64 = (): PagedColumn => new PagedColumn((n) => new Float64Array(n))

/**
 * What a view looks back at, in rows of equal length: by stage the mean level of its queue and the share of its
 * workers' time spent holding items; who waited at the sources; what came out, and how late the latest was.
 */
export class Trail {
  /** By stage. */
  readonly queued: readonly PagedColumn[]
  readonly held: readonly PagedColumn[]
  readonly waiting = float64()
  readonly out = float64()
  /** By source: the greatest latency of what came out in a row; NaN where nothing did. */
  readonly worst: readonly [PagedColumn, PagedColumn] = [float64(), float64()]
  private readonly waveStage = new PagedColumn((n) => new Int32Array(n))
  private readonly waveStart = float64()
  private readonly waveEnd = float64()
  private readonly stages: readonly Stage[]
  private rowEnd: SimTime = ROW
  /** Integrals at the row's start: queued and held of each stage, then waiting. */
  private before: number[]
  private outs = 0
  private worstYet = [Number.NaN, Number.NaN]
  /** By stage, the sources last: rows without pressure since the last with some; the row of its open wave, or -1. */
  private calm: number[]
  private open: number[]

  constructor(stages: readonly Stage[]) {
    this.stages = stages
    this.queued = stages.map(float64)
    this.held = stages.map(float64)
    this.before = Array.from({ length: 2 * stages.length + 1 }, () => 0)
    this.calm = Array.from({ length: stages.length + 1 }, () => 0)
    this.open = Array.from({ length: stages.length + 1 }, () => -1)
  }

  /** When the row that is being filled ends. */
  get nextRow(): SimTime {
    return this.rowEnd
  }

  get rows(): number {
    return this.waiting.length
  }

  get waves(): Wave[] {
    return Array.from({ length: this.waveStart.length }, (_, i) => ({
      stage: this.waveStage.get(i),
      start: this.waveStart.get(i),
      end: this.waveEnd.get(i),
    }))
  }

  noteOut(source: number, latency: SimTime): void {
    this.outs += 1
    if (!(latency <= at(this.worstYet, source))) this.worstYet[source] = latency
  }

  /** The row ends; `waited` is the integral of those waiting at the sources up to its end. */
  closeRow(waited: number): void {
    const end = this.rowEnd
    this.stages.forEach((stage, i) => {
      const { queued, blocked, outOfTurn } = stage.integrals(end)
      const share = this.since(2 * i + 1, blocked + outOfTurn) / stage.shape.workers
      at(this.queued, i).push(this.since(2 * i, queued))
      at(this.held, i).push(share)
      this.watch(i, share, end - ROW)
    })
    const waiting = this.since(2 * this.stages.length, waited)
    this.waiting.push(waiting)
    this.watch(this.stages.length, Math.min(1, waiting), end - ROW)
    this.out.push(this.outs)
    this.worst.forEach((column, source) => column.push(at(this.worstYet, source)))
    this.outs = 0
    this.worstYet = [Number.NaN, Number.NaN]
    this.rowEnd = end + ROW
  }

  save(): SavedTrail {
    return {
      columns: this.columns().map((column) => column.save()),
      rowEnd: this.rowEnd,
      before: this.before.slice(),
      outs: this.outs,
      worst: this.worstYet.slice(),
      calm: this.calm.slice(),
      open: this.open.slice(),
    }
  }

  restore(saved: SavedTrail): void {
    this.columns().forEach((column, i) => column.restore(at(saved.columns, i)))
    this.rowEnd = saved.rowEnd
    this.before = saved.before.slice()
    this.outs = saved.outs
    this.worstYet = saved.worst.slice()
    this.calm = saved.calm.slice()
    this.open = saved.open.slice()
  }

  /** The mean over the row of a level whose integral has come to `integral`. */
  private since(which: number, integral: number): number {
    const mean = (integral - at(this.before, which)) / ROW
    this.before[which] = integral
    return mean
  }

  /** A wave begins with a row of pressure and ends with the first of several without. */
  private watch(stage: number, share: number, start: SimTime): void {
    const wave = at(this.open, stage)
    if (wave < 0) {
      if (share < PRESSED) return
      this.open[stage] = this.waveStart.length
      this.calm[stage] = 0
      this.waveStage.push(stage < this.stages.length ? stage : -1)
      this.waveStart.push(start)
      this.waveEnd.push(Number.NaN)
      return
    }
    this.calm[stage] = share < RELIEVED ? at(this.calm, stage) + 1 : 0
    if (at(this.calm, stage) < ROWS_OF_RELIEF) return
    this.waveEnd.set(wave, start - (ROWS_OF_RELIEF - 1) * ROW)
    this.open[stage] = -1
  }

  private columns(): PagedColumn[] {
    const { waiting, out, worst, waveStage, waveStart, waveEnd } = this
    return [...this.queued, ...this.held, waiting, out, ...worst, waveStage, waveStart, waveEnd]
  }
}
