import { at } from '../../../shared/assert.ts'
import type { SavedColumn } from '../../kernel/paged-column.ts'
import { MILLISECOND, type SimTime } from '../../kernel/time.ts'
import type { Stage } from './stage.ts'
import { Table, type Cells } from './table.ts'

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
  readonly table: SavedColumn
  readonly waves: SavedColumn
  readonly rowEnd: SimTime
  readonly before: readonly number[]
  readonly outs: number
  readonly worst: readonly number[]
  readonly calm: readonly number[]
  readonly open: readonly number[]
}

/**
 * What a view looks back at, in rows of equal length: by stage the mean level of its queue and the share of its
 * workers' time spent holding items; who waited at the sources; what came out, and how late the latest was.
 */
export class Trail {
  /** By stage. */
  readonly queued: readonly Cells[]
  readonly held: readonly Cells[]
  readonly waiting: Cells
  readonly out: Cells
  /** By source: the greatest latency of what came out in a row; NaN where nothing did. */
  readonly worst: readonly [Cells, Cells]
  private readonly table: Table
  /** A row a wave: stage, start, end. */
  private readonly waveTable = new Table(3)
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
    const count = stages.length
    this.table = new Table(2 * count + 4)
    const { columns } = this.table
    this.queued = columns.slice(0, count)
    this.held = columns.slice(count, 2 * count)
    this.waiting = at(columns, 2 * count)
    this.out = at(columns, 2 * count + 1)
    this.worst = [at(columns, 2 * count + 2), at(columns, 2 * count + 3)]
    this.before = Array.from({ length: 2 * stages.length + 1 }, () => 0)
    this.calm = Array.from({ length: stages.length + 1 }, () => 0)
    this.open = Array.from({ length: stages.length + 1 }, () => -1)
  }

  /** When the row that is being filled ends. */
  get nextRow(): SimTime {
    return this.rowEnd
  }

  get rows(): number {
    return this.table.rows
  }

  get waves(): Wave[] {
    const [stage, start, end] = this.waveTable.columns
    return Array.from({ length: this.waveTable.rows }, (_, i) => ({
      stage: stage?.get(i) ?? -1,
      start: start?.get(i) ?? Number.NaN,
      end: end?.get(i) ?? Number.NaN,
    }))
  }

  noteOut(source: number, latency: SimTime): void {
    this.outs += 1
    if (!(latency <= at(this.worstYet, source))) this.worstYet[source] = latency
  }

  /** The row ends; `waited` is the integral of those waiting at the sources up to its end. */
  closeRow(waited: number): void {
    const end = this.rowEnd
    const count = this.stages.length
    const queued: number[] = []
    const held: number[] = []
    this.stages.forEach((stage, i) => {
      const sums = stage.integrals(end)
      queued.push(this.since(2 * i, sums.queued))
      held.push(this.since(2 * i + 1, sums.blocked + sums.outOfTurn) / stage.shape.workers)
    })
    const waiting = this.since(2 * count, waited)
    this.table.add([...queued, ...held, waiting, this.outs, ...this.worstYet])
    held.forEach((share, i) => this.watch(i, share, end - ROW))
    this.watch(count, Math.min(1, waiting), end - ROW)
    this.outs = 0
    this.worstYet = [Number.NaN, Number.NaN]
    this.rowEnd = end + ROW
  }

  save(): SavedTrail {
    return {
      table: this.table.save(),
      waves: this.waveTable.save(),
      rowEnd: this.rowEnd,
      before: this.before.slice(),
      outs: this.outs,
      worst: this.worstYet.slice(),
      calm: this.calm.slice(),
      open: this.open.slice(),
    }
  }

  restore(saved: SavedTrail): void {
    this.table.restore(saved.table)
    this.waveTable.restore(saved.waves)
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
      this.open[stage] = this.waveTable.rows
      this.calm[stage] = 0
      this.waveTable.add([stage < this.stages.length ? stage : -1, start, Number.NaN])
      return
    }
    this.calm[stage] = share < RELIEVED ? at(this.calm, stage) + 1 : 0
    if (at(this.calm, stage) < ROWS_OF_RELIEF) return
    at(this.waveTable.columns, 2).set(wave, start - (ROWS_OF_RELIEF - 1) * ROW)
    this.open[stage] = -1
  }
}
