import { assert } from '../shared/assert.ts'
import type { LaneSummary } from '../engine/ring/measures.ts'
import { RingEngine } from '../engine/ring/ring-engine.ts'
import { simulation } from '../labs/ring/scenario.ts'
import type { FinishedRun, Report } from './lab.ts'
import { laneTable, reportRun, type Row } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, rounded, roundedMs } from './words.ts'

/** The ring lab's report: what became of every item in the growing list and in the ring, and at what cost. */
export function reportRing(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof RingEngine, 'the ring lab makes ring engines')
  const summaries = engine.summaries()
  return reportRun(run, simulation.params, style, {
    title: 'Ring',
    lab: 'ring',
    runs: summaries.map(laneJson),
    parts: [laneTable(ROWS, summaries, style, ({ lane }) => lane)],
  })
}

const laneJson = (run: LaneSummary): Record<string, unknown> => ({
  ...run,
  blockedMs: roundedMs(run.blockedMs),
  timeMs: {
    mean: roundedMs(run.timeMs.mean),
    p99: roundedMs(run.timeMs.p99),
    max: roundedMs(run.timeMs.max),
  },
  movedPerPop: rounded(run.movedPerPop, 3),
  touchedPerOperation: rounded(run.touchedPerOperation, 3),
  itemsPerFlush: rounded(run.itemsPerFlush, 3),
})

const ROWS: readonly Row<LaneSummary>[] = [
  ['produced', 'items', (run) => grouped(run.produced)],
  ['  consumed', 'items', (run) => grouped(run.consumed)],
  ['  overwritten', 'items', (run) => grouped(run.overwritten)],
  ['  turned away', 'items', (run) => grouped(run.rejected)],
  ['  in the buffer at the end', 'items', (run) => grouped(run.held)],
  ['  waiting to get in', 'items', (run) => grouped(run.waiting)],
  ['producer made to wait', 'ms', (run) => decimal(run.blockedMs, 1)],
  ['time in the buffer, mean', 'ms', (run) => decimal(run.timeMs.mean, 1)],
  ['time in the buffer, p99', 'ms', (run) => decimal(run.timeMs.p99, 1)],
  ['time in the buffer, max', 'ms', (run) => decimal(run.timeMs.max, 1)],
  ['moved by a pop, mean', 'items', (run) => decimal(run.movedPerPop, 2)],
  ['touched by a push or pop, mean', 'slots', (run) => decimal(run.touchedPerOperation, 2)],
  ['memory at the end', 'slots', (run) => grouped(run.memory)],
  ['memory at most', 'slots', (run) => grouped(run.peakMemory)],
  ['taken', 'times', (run) => grouped(run.flushes)],
  ['taken at a time, mean', 'items', (run) => decimal(run.itemsPerFlush, 2)],
]
