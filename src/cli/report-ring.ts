import { assert } from '../shared/assert.ts'
import { SECOND } from '../engine/kernel/time.ts'
import type { LaneSummary } from '../engine/ring/measures.ts'
import { RingEngine } from '../engine/ring/ring-engine.ts'
import { simulation } from '../labs/ring/scenario.ts'
import { formatTable } from './format-table.ts'
import type { FinishedRun, Report } from './lab.ts'
import { checkLines, noticeLines, runJson, settingLines } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, paragraphs, rounded, roundedMs, wrap } from './words.ts'

/** The ring lab's report: what became of every item in the growing list and in the ring, and at what cost. */
export function reportRing(run: FinishedRun, style: Style): Report {
  const { engine, request, spec, notices } = run
  assert(engine instanceof RingEngine, 'the ring lab makes ring engines')
  const { params } = simulation
  const summaries = engine.summaries()
  const title = `Ring: scenario ${request.scenario?.id ?? 'none'}, seed ${spec.seed}, ${decimal(engine.now / SECOND, 1)} s`
  return {
    json: runJson(run, params, { lab: 'ring', trace: null, runs: summaries.map(laneJson), more: {} }),
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

type Row = readonly [name: string, unit: string, cell: (run: LaneSummary) => string]

const ROWS: readonly Row[] = [
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

const tableOf = (runs: readonly LaneSummary[], { width }: Style): string[] =>
  formatTable(
    {
      header: ['', '', ...runs.map(({ lane }) => lane)],
      rows: ROWS.map(([name, unit, cell]) => [name, unit].concat(runs.map(cell))),
      labels: 2,
    },
    width,
  )
