import { assert } from '../shared/assert.ts'
import { SECOND } from '../engine/kernel/time.ts'
import { GroupsEngine } from '../engine/log/groups/groups-engine.ts'
import type { LaneSummary } from '../engine/log/groups/measures.ts'
import { simulation } from '../labs/groups/scenario.ts'
import { formatTable } from './format-table.ts'
import type { FinishedRun, Report } from './lab.ts'
import { checkLines, noticeLines, runJson, settingLines } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, paragraphs, rounded, wrap } from './words.ts'

/** The groups lab's report: what each way to read a topic lost and did twice, and what its rebalances cost. */
export function reportGroups(run: FinishedRun, style: Style): Report {
  const { engine, request, spec, notices } = run
  assert(engine instanceof GroupsEngine, 'the groups lab makes groups engines')
  const { params } = simulation
  const summaries = engine.summaries()
  const title = `Groups: scenario ${request.scenario?.id ?? 'none'}, seed ${spec.seed}, ${decimal(engine.now / SECOND, 1)} s`
  return {
    json: runJson(run, params, { lab: 'groups', trace: null, runs: summaries.map(laneJson), more: {} }),
    lines: paragraphs([
      [
        ...wrap(title, style.width, '  ').map(style.strong),
        ...settingLines(params, request, style),
        ...noticeLines(notices, style),
      ],
      tableOf(summaries, style),
      [...checkLines(engine, style), `trace hash ${engine.traceHash()}`],
    ]),
  }
}

const laneJson = (run: LaneSummary): Record<string, unknown> => ({
  ...run,
  lagSeconds: rounded(run.lagSeconds, 3),
  unread: rounded(run.unread, 3),
})

type Row = readonly [name: string, unit: string, cell: (run: LaneSummary) => string]

const ROWS: readonly Row[] = [
  ['produced', 'records', (run) => grouped(run.produced)],
  ['  processed', 'records', (run) => grouped(run.processed)],
  ['  lost', 'records', (run) => grouped(run.lost)],
  ['  passed over', 'records', (run) => grouped(run.skipped)],
  ['  in hand', 'records', (run) => grouped(run.held)],
  ['  not yet delivered', 'records', (run) => grouped(run.waiting)],
  ['processed twice', 'records', (run) => grouped(run.duplicates)],
  ['known to the sink', 'records', (run) => grouped(run.ignored)],
  ['handed out', 'records', (run) => grouped(run.deliveries)],
  ['handed out again', 'records', (run) => grouped(run.redelivered)],
  ['out of order in their key', 'records', (run) => grouped(run.outOfOrder)],
  ['lag', 'records', (run) => grouped(run.lag)],
  ['lag in time', 's', (run) => decimal(run.lagSeconds, 1)],
  ['rebalances', 'times', (run) => grouped(run.rebalances)],
  ['waited without a reader', 'record-s', (run) => decimal(run.unread, 1)],
  ['idle members', '', (run) => grouped(run.idle)],
  ['commits', 'times', (run) => grouped(run.commits)],
  ['commits refused', 'times', (run) => grouped(run.refused)],
]

const tableOf = (runs: readonly LaneSummary[], { width }: Style): string[] =>
  formatTable(
    {
      header: ['', '', ...runs.map(({ lane }) => lane)],
      rows: ROWS.map(([name, unit, cell]) => [name, unit].concat(runs.map(cell))),
      labels: 2,
    },
    width,
  )
