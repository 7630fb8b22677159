import { at } from '../shared/assert.ts'
import { SECOND } from '../engine/kernel/time.ts'
import type { AnySimulation } from '../engine/kernel/simulation.ts'
import type { MeasureSpec } from '../stage/define-lab.ts'
import { formatTable } from './format-table.ts'
import type { FinishedRun, Report, TerminalLab } from './lab.ts'
import { checkLines, noticeLines, runJson, settingLines } from './report.ts'
import type { Style } from './style.ts'
import { decimal, paragraphs, rounded, wrap } from './words.ts'

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
    const { engine, request, spec, notices } = run
    const values = engine.measures()
    const valueOf = (lane: number, measure: number): number => at(values, lane * measures.length + measure)
    const head = `${title}: scenario ${request.scenario?.id ?? 'none'}, seed ${spec.seed}, ${decimal(engine.now / SECOND, 1)} s`
    const runs = lanes.map((lane, i) => ({
      lane,
      ...Object.fromEntries(measures.map(({ id, digits }, j) => [id, rounded(valueOf(i, j), digits + 3)])),
    }))
    const rows = measures.map((measure, j) => [
      measure.label,
      measure.unit,
      ...lanes.map((_, i) => decimal(valueOf(i, j), measure.digits)),
    ])
    return {
      json: runJson(run, simulation.params, { lab, trace: null, runs, more: {} }),
      lines: paragraphs([
        [
          ...wrap(head, style.width, '  ').map(style.strong),
          ...settingLines(simulation.params, request, style),
          ...noticeLines(notices, style),
        ],
        formatTable({ header: ['', '', ...lanes], rows, labels: 2 }, style.width),
        [...checkLines(engine, style), `trace hash ${engine.traceHash()}`],
      ]),
    }
  }
