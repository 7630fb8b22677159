import { assert } from '../shared/assert.ts'
import { COUNT_OF, FATE, FATE_LABELS, LOSSES } from '../engine/flow/pressure/codes.ts'
import type { Quantiles, TheoryRow } from '../engine/flow/pressure/frame.ts'
import type { Lane } from '../engine/flow/pressure/lane.ts'
import { summarise, type LaneSummary } from '../engine/flow/pressure/measures.ts'
import { PressureEngine } from '../engine/flow/pressure/pressure-engine.ts'
import { theoryOf } from '../engine/flow/pressure/theory.ts'
import { simulation } from '../labs/pressure/scenario.ts'
import { formatTable } from './format-table.ts'
import type { FinishedRun, Report } from './lab.ts'
import { reportRun, type Row } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, rounded, roundedMs, wrap } from './words.ts'

type Run = LaneSummary & { readonly lane: Lane }

/** The pressure lab's report: where every message went under each policy, how long it took, and what theory says. */
export function reportPressure(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof PressureEngine, 'the pressure lab makes pressure engines')
  const runs = engine.lanes.map((lane): Run => ({ ...summarise(engine, lane), lane }))
  const theory = theoryOf(engine)
  return reportRun(run, simulation.params, style, {
    title: 'Pressure',
    lab: 'pressure',
    runs: runs.map(laneJson),
    more: {
      load: { arrivals: engine.arrivals.count, lossFloor: rounded(runs[0]?.lossFloor ?? 0, 6) },
      theory: theory.map(theoryJson),
    },
    parts: [tableOf(runs, style), theory.flatMap((row) => theoryLines(row, style))],
  })
}

const quantilesJson = ({ count, mean, p50, p90, p99, p999, max }: Quantiles): Record<string, unknown> => ({
  count,
  mean: roundedMs(mean),
  p50: roundedMs(p50),
  p90: roundedMs(p90),
  p99: roundedMs(p99),
  p999: roundedMs(p999),
  max: roundedMs(max),
})

function laneJson(run: Run): Record<string, unknown> {
  const { lane, counts, requests, estimate } = run
  return {
    lane: lane.id,
    policy: lane.policy,
    client: lane.client,
    origin: lane.origin,
    ...counts,
    lossShare: rounded(run.lossShare, 6),
    lossFloor: rounded(run.lossFloor, 6),
    waitMs: quantilesJson(run.waits),
    ageMs: quantilesJson(run.ages),
    clientMs: quantilesJson(run.clientLatency),
    correctedMs: run.correctedLatency === null ? null : quantilesJson(run.correctedLatency),
    level: run.level,
    peak: run.peak,
    lagMs: roundedMs(run.oldestMs),
    stalledMs: roundedMs(run.stalledMs),
    utilisation: rounded(run.utilisation, 6),
    throughput: rounded(run.throughput, 3),
    switches: run.switches,
    switchesPerSecond: rounded(run.switchesPerSecond, 3),
    workerSeconds: rounded(run.workerSeconds, 3),
    requests: { ...requests, attemptsEach: rounded(requests.attemptsEach, 3) },
    estimate: {
      truth: estimate.truth,
      unweighted: estimate.unweighted,
      weighted: rounded(estimate.weighted, 1),
      wholeSessions: rounded(estimate.wholeSessions, 6),
    },
  }
}

const theoryJson = ({ lane, label, unit, predicted, measured, halfWidth, verdict }: TheoryRow) => ({
  lane,
  label,
  unit,
  predicted: rounded(predicted, 6),
  measured: rounded(measured, 6),
  halfWidth: rounded(halfWidth, 6),
  verdict,
})

const LOSS_ROWS: readonly Row<Run>[] = LOSSES.map((fate) => [
  `  ${FATE_LABELS[fate]}`,
  'messages',
  ({ counts }) => grouped(counts[COUNT_OF[fate]]),
])

const ROWS: readonly Row<Run>[] = [
  ['offered', 'messages', ({ counts }) => grouped(counts.offered)],
  ['  served', 'messages', ({ counts }) => grouped(counts.served)],
  ...LOSS_ROWS,
  [`  ${FATE_LABELS[FATE.held]}`, 'messages', ({ counts }) => grouped(counts.held)],
  [`  ${FATE_LABELS[FATE.waiting]}`, 'messages', ({ counts }) => grouped(counts.waiting)],
  ['lost', '%', (run) => decimal(100 * run.lossShare, 2)],
  ['least loss in the long run', '%', (run) => decimal(100 * run.lossFloor, 2)],
  ['producer stalled', 's', (run) => decimal(run.stalledMs / 1_000, 2)],
  ['wait, p50', 'ms', (run) => decimal(run.waits.p50, 1)],
  ['wait, p90', 'ms', (run) => decimal(run.waits.p90, 1)],
  ['wait, p99', 'ms', (run) => decimal(run.waits.p99, 1)],
  ['wait, p99.9', 'ms', (run) => decimal(run.waits.p999, 1)],
  ['age of the survivors, mean', 'ms', (run) => decimal(run.ages.mean, 1)],
  ['latency at the client, p99', 'ms', (run) => decimal(run.clientLatency.p99, 1)],
  ['  with what it omits', 'ms', (run) => decimal(run.correctedLatency?.p99 ?? Number.NaN, 1)],
  ['lag', 's', (run) => decimal(run.oldestMs / 1_000, 2)],
  ['highest level', 'messages', (run) => grouped(run.peak)],
  ['utilisation', '%', (run) => decimal(100 * run.utilisation, 1)],
  ['throughput', '/s', (run) => decimal(run.throughput, 0)],
  ['switches', '/s', (run) => decimal(run.switchesPerSecond, 1)],
  ['survivors counted plainly', '%', ({ estimate: e }) => decimal(100 * (e.unweighted / e.truth - 1), 1)],
  ['survivors counted by weight', '%', ({ estimate: e }) => decimal(100 * (e.weighted / e.truth - 1), 1)],
  ['whole sessions', '%', (run) => decimal(100 * run.estimate.wholeSessions, 1)],
  ['cost', 'worker-s', (run) => decimal(run.workerSeconds, 1)],
  ['messages a request', '', (run) => decimal(run.requests.attemptsEach, 2)],
]

/** Rows in which no lane has anything to say are left out. */
const tableOf = (runs: readonly Run[], { width }: Style): string[] =>
  formatTable(
    {
      header: ['', '', ...runs.map(({ lane }) => lane.id)],
      rows: ROWS.map(([name, unit, cell]) => [name, unit].concat(runs.map(cell))).filter(
        ([name = '', , ...cells]) =>
          !name.startsWith(' ') || cells.some((cell) => cell !== '0' && cell !== '-'),
      ),
      labels: 2,
    },
    width,
  )

function theoryLines(row: TheoryRow, style: Style): string[] {
  const { lane, label, unit, predicted, measured, halfWidth, verdict } = row
  const digits = (value: number): string => (Number.isFinite(value) ? value.toPrecision(4) : '-')
  const found = `${digits(measured)} ± ${digits(halfWidth)} ${unit}`
  const lines = wrap(
    `${lane}, ${label}: ${digits(predicted)} ${unit} by theory, ${found} measured: ${verdict}`,
    style.width,
    '  ',
  )
  return verdict === 'disagrees' ? lines.map(style.alarm) : lines
}
