import { assert } from '../shared/assert.ts'
import { CascadeEngine } from '../engine/flow/cascade/cascade-engine.ts'
import type { LaneSummary } from '../engine/flow/cascade/measures.ts'
import { simulation } from '../labs/cascade/scenario.ts'
import { formatTable } from './format-table.ts'
import type { FinishedRun, Report } from './lab.ts'
import { laneTable, reportRun, type Row } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, rounded, roundedMs } from './words.ts'

/** The cascade lab's report: what became of every item in both wirings, how long it took, and what each stage did. */
export function reportCascade(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof CascadeEngine, 'the cascade lab makes cascade engines')
  const summaries = engine.summaries()
  return reportRun(run, simulation.params, style, {
    title: 'Cascade',
    lab: 'cascade',
    runs: summaries.map(laneJson),
    parts: [
      laneTable(ROWS, summaries, style, ({ lane }) => lane),
      ...summaries.map((lane) => stageTable(lane, style)),
    ],
  })
}

const laneJson = (run: LaneSummary): Record<string, unknown> => ({
  ...run,
  throughput: rounded(run.throughput, 3),
  latencyMs: {
    p50: roundedMs(run.latencyMs.p50),
    p99: roundedMs(run.latencyMs.p99),
    p999: roundedMs(run.latencyMs.p999),
    max: roundedMs(run.latencyMs.max),
    p99Of: run.latencyMs.p99Of.map(roundedMs),
  },
  recoveryS: rounded(run.recoveryS, 3),
  stages: run.stages.map((stage) =>
    Object.fromEntries(
      Object.entries(stage).map(([name, value]: [string, number]) => [name, rounded(value, 3)]),
    ),
  ),
})

const ROWS: readonly Row<LaneSummary>[] = [
  ['offered', 'items', (run) => grouped(run.offered)],
  ['  came out', 'items', (run) => grouped(run.out)],
  ['  turned away at the edge', 'items', (run) => grouped(run.shed)],
  ['  dropped before a stage', 'items', (run) => grouped(run.dropped)],
  ['  held at the end', 'items', (run) => grouped(run.held)],
  ['  in a worker’s hand', 'items', (run) => grouped(run.inHand)],
  ['  waiting at its source', 'items', (run) => grouped(run.waiting)],
  ['throughput', 'items/s', (run) => decimal(run.throughput, 1)],
  ['end to end, p50', 'ms', (run) => decimal(run.latencyMs.p50, 1)],
  ['end to end, p99', 'ms', (run) => decimal(run.latencyMs.p99, 1)],
  ['end to end, p99.9', 'ms', (run) => decimal(run.latencyMs.p999, 1)],
  ['end to end, max', 'ms', (run) => decimal(run.latencyMs.max, 1)],
  ['first source, p99', 'ms', (run) => decimal(run.latencyMs.p99Of[0], 1)],
  ['second source, p99', 'ms', (run) => decimal(run.latencyMs.p99Of[1], 1)],
  ['stood behind a slow item', 'items', (run) => grouped(run.victims)],
  ['overtaken by a later item', 'items', (run) => grouped(run.overtaken)],
  ['overtaken by one of its key', 'items', (run) => grouped(run.keyDisorder)],
  ['recovery', 's', (run) => decimal(run.recoveryS, 2)],
]

const stageTable = ({ lane, stages }: LaneSummary, { width }: Style): string[] =>
  formatTable(
    {
      header: [lane, 'items/s', 'busy %', 'stopped %', 'no turn %', 'queue', 'dropped'],
      rows: stages.map((stage, i) => [
        `stage ${i + 1}`,
        decimal(stage.throughput, 1),
        decimal(stage.busy, 1),
        decimal(stage.stopped, 1),
        decimal(stage.outOfTurn, 1),
        decimal(stage.queue, 1),
        grouped(stage.droppedNewest + stage.droppedOldest),
      ]),
      labels: 1,
    },
    width,
  )
