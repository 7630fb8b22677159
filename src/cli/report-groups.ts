import { assert } from '../shared/assert.ts'
import { GroupsEngine } from '../engine/log/groups/groups-engine.ts'
import type { LaneSummary } from '../engine/log/groups/measures.ts'
import { simulation } from '../labs/groups/scenario.ts'
import type { FinishedRun, Report } from './lab.ts'
import { laneTable, reportRun, type Row } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, rounded } from './words.ts'

/** The groups lab's report: what each way to read a topic lost and did twice, and what its rebalances cost. */
export function reportGroups(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof GroupsEngine, 'the groups lab makes groups engines')
  const summaries = engine.summaries()
  return reportRun(run, simulation.params, style, {
    title: 'Groups',
    lab: 'groups',
    runs: summaries.map(laneJson),
    parts: [laneTable(ROWS, summaries, style, ({ lane }) => lane)],
  })
}

const laneJson = (run: LaneSummary): Record<string, unknown> => ({
  ...run,
  lagSeconds: rounded(run.lagSeconds, 3),
  unread: rounded(run.unread, 3),
})

const ROWS: readonly Row<LaneSummary>[] = [
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
