import { at } from '../../../shared/assert.ts'
import type { SavedColumn } from '../../kernel/paged-column.ts'
import { float64, restoreColumns, saveColumns } from '../../kernel/typed-columns.ts'
import type { SimTime } from '../../kernel/time.ts'
import { LANES, MONITORS, RUNS, TIER, type LaneId, type MonitorId, type RunId, type Tier } from './codes.ts'

/** A tier that changed: of one monitor, or of the whole lane (the highest of its monitors). */
export interface AlertChange {
  readonly time: SimTime
  readonly lane: LaneId
  readonly run: RunId
  readonly monitor: MonitorId | 'any'
  readonly from: Tier
  readonly to: Tier
  /** The signal's value then; NaN for a lane. */
  readonly value: number
}

const FIELDS = 7
const NAMES = [...MONITORS, 'any'] as const

/** Every change of a tier, oldest first. */
export class AlertLog {
  private readonly columns = Array.from({ length: FIELDS }, () => float64())

  get length(): number {
    return at(this.columns, 0).length
  }

  push({ time, lane, run, monitor, from, to, value }: AlertChange): void {
    const row = [time, LANES.indexOf(lane), RUNS.indexOf(run), NAMES.indexOf(monitor), from, to, value]
    row.forEach((cell, i) => at(this.columns, i).push(cell))
  }

  get(row: number): AlertChange {
    const cell = (field: number): number => at(this.columns, field).get(row)
    return {
      time: cell(0),
      lane: at(LANES, cell(1)),
      run: at(RUNS, cell(2)),
      monitor: at(NAMES, cell(3)),
      from: cell(4) as Tier, // pushed as one
      to: cell(5) as Tier,
      value: cell(6),
    }
  }

  /** The changes of one lane in one run. */
  of(lane: LaneId, run: RunId): AlertChange[] {
    const changes: AlertChange[] = []
    for (let row = 0; row < this.length; row++) {
      const change = this.get(row)
      if (change.lane === lane && change.run === run) changes.push(change)
    }
    return changes
  }

  save(): readonly SavedColumn[] {
    return saveColumns(this.columns)
  }

  restore(saved: readonly SavedColumn[]): void {
    restoreColumns(this.columns, saved)
  }
}

/** Whether an alert fired with this change: its tier rose. */
export const isFiring = ({ from, to }: AlertChange): boolean => to > from
export const isPage = (change: AlertChange): boolean => isFiring(change) && change.to === TIER.page
