import { at } from '../shared/assert.ts'
import type { AnySimulation } from '../engine/kernel/simulation.ts'
import type { MeasureSpec } from '../stage/define-lab.ts'
import { formatTable } from './format-table.ts'
import type { FinishedRun, Report, TerminalLab } from './lab.ts'
import { reportRun } from './report.ts'
import type { Style } from './style.ts'
import { decimal, rounded } from './words.ts'

interface LaneReport {
  readonly lab: string
  readonly title: string
  readonly simulation: AnySimulation
  /** The lanes, in the engine's order, as they are called in the table and in JSON. */
  readonly lanes: readonly string[]
  /** The lab's measures, in the engine's order. */
  readonly measures: readonly MeasureSpec[]
}

/** The report of a lab that has nothing to say beside its measures: a table with a column for each lane. */
export const reportLanes =
  ({ lab, title, simulation, lanes, measures }: LaneReport): TerminalLab['report'] =>
  (run: FinishedRun, style: Style): Report => {
    const values = run.engine.measures()
    const valueOf = (lane: number, measure: number): number => at(values, lane * measures.length + measure)
    const runs = lanes.map((lane, i) => ({
      lane,
      ...Object.fromEntries(measures.map(({ id, digits }, j) => [id, rounded(valueOf(i, j), digits + 3)])),
    }))
    const rows = measures.map((measure, j) => [
      measure.label,
      measure.unit,
      ...lanes.map((_, i) => decimal(valueOf(i, j), measure.digits)),
    ])
    return reportRun(run, simulation.params, style, {
      title,
      lab,
      runs,
      parts: [formatTable({ header: ['', '', ...lanes], rows, labels: 2 }, style.width)],
    })
  }
