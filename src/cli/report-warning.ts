import { assert } from '../shared/assert.ts'
import { SECOND } from '../engine/kernel/time.ts'
import { MONITOR_LABELS, MONITORS, LANES, LANE_ABOUT, VERDICT_LABELS } from '../engine/flow/warning/codes.ts'
import { summarise, type LaneSummary } from '../engine/flow/warning/measures.ts'
import type { Monitor } from '../engine/flow/warning/monitor.ts'
import { WarningEngine } from '../engine/flow/warning/warning-engine.ts'
import { simulation } from '../labs/warning/scenario.ts'
import { formatTable } from './format-table.ts'
import type { FinishedRun, Report } from './lab.ts'
import { reportRun } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, rounded, wrap } from './words.ts'

/** The warning lab's report: what was lost when, and which lane had told in time, or in vain. */
export function reportWarning(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof WarningEngine, 'the warning lab makes warning engines')
  const lanes = LANES.map((lane) => summarise(engine, lane))
  return reportRun(run, simulation.params, style, {
    title: 'Warning',
    lab: 'warning',
    runs: lanes.map(laneJson),
    more: { failing: runOf(engine.failing), calm: runOf(engine.calm) },
    parts: [
      [runLine('failing', engine.failing), runLine('calm', engine.calm)].flatMap((line) =>
        wrap(line, style.width, '  '),
      ),
      laneTable(lanes, style),
    ],
  })
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? rounded(value, 3) : null)

const laneJson = ({ firstAlert, ...lane }: LaneSummary): Record<string, unknown> => ({
  ...lane,
  pagedAt: orNull(lane.pagedAt),
  lead: orNull(lane.lead),
  leadObjective: orNull(lane.leadObjective),
  firstAlert: Object.fromEntries(MONITORS.map((monitor) => [monitor, orNull(firstAlert[monitor])])),
})

const runOf = ({ pipeline, firstLoss, firstBroken }: Monitor): Record<string, unknown> => ({
  offered: pipeline.offered,
  served: pipeline.served,
  lost: pipeline.lost,
  held: pipeline.held,
  firstLoss: orNull(firstLoss / SECOND),
  objectiveBroken: orNull(firstBroken / SECOND),
})

/** "failing run: 185,259 offered, …; first loss at 282.3 s" */
function runLine(name: string, { pipeline, firstLoss, firstBroken }: Monitor): string {
  const at = (time: number): string => (time === Infinity ? 'never' : `at ${decimal(time / SECOND, 1)} s`)
  const { offered, served, lost, held } = pipeline
  return `${name} run: ${grouped(offered)} offered, ${grouped(served)} served, ${grouped(lost)} lost, ${grouped(held)} held; objective broken ${at(firstBroken)}, first loss ${at(firstLoss)}`
}

const laneTable = (lanes: readonly LaneSummary[], { width }: Style): string[] =>
  formatTable(
    {
      header: ['', '', ...lanes.map(({ lane }) => lane)],
      rows: [
        ['rules', '', ...lanes.map(({ lane }) => LANE_ABOUT[lane].name)],
        ['task', '', ...lanes.map(({ verdict }) => VERDICT_LABELS[verdict])],
        ['pages since', 's', ...lanes.map(({ pagedAt }) => decimal(pagedAt, 0))],
        ['before the first loss', 's', ...lanes.map(({ lead }) => decimal(lead, 1))],
        ['before the objective broke', 's', ...lanes.map(({ leadObjective }) => decimal(leadObjective, 1))],
        ['pages in the calm run', '', ...lanes.map(({ falsePages }) => grouped(falsePages))],
        ['warnings in the calm run', '', ...lanes.map(({ falseWarnings }) => grouped(falseWarnings))],
        ['fired again', 'times', ...lanes.map(({ flaps }) => grouped(flaps))],
        ...MONITORS.map((monitor) => [
          `first alert, ${MONITOR_LABELS[monitor].toLowerCase()}`,
          's',
          ...lanes.map(({ firstAlert }) => decimal(firstAlert[monitor], 0)),
        ]),
      ],
      labels: 2,
    },
    width,
  )
