import { assert, at } from '../shared/assert.ts'
import { toMs } from '../engine/kernel/time.ts'
import { STATUS } from '../engine/log/replication/codes.ts'
import type { Lane } from '../engine/log/replication/lane.ts'
import type { LaneSummary } from '../engine/log/replication/measures.ts'
import { metricsOf } from '../engine/log/replication/metrics.ts'
import { laneName } from '../engine/log/replication/policy.ts'
import { ReplicationEngine } from '../engine/log/replication/replication-engine.ts'
import { simulation } from '../labs/replication/scenario.ts'
import type { FinishedRun, Report } from './lab.ts'
import { laneTable, reportRun, type Row } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, rounded, roundedMs, wrap } from './words.ts'

/** The replication lab's report: what the clients were told, what is in the logs, the losses one by one, the event log. */
export function reportReplication(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof ReplicationEngine, 'the replication lab makes replication engines')
  const summaries = engine.summaries()
  const runs = summaries.map((summary, i) => laneJson(summary, at(engine.lanes, i)))
  return reportRun(run, simulation.params, style, {
    title: 'Replication',
    lab: 'replication',
    runs,
    parts: [
      laneTable(ROWS, summaries, style, ({ lane }) => lane),
      ...engine.lanes.map((lane) => logLines(engine, lane, style)),
    ],
  })
}

const laneJson = (run: LaneSummary, lane: Lane): Record<string, unknown> => ({
  ...run,
  ...Object.fromEntries(
    (
      [
        'highWatermark',
        'isr',
        'underReplicated',
        'underMinIsr',
        'isrShrinks',
        'isrExpands',
        'unclean',
      ] as const
    ).map((name) => [name, rounded(run[name], 0)]),
  ),
  recordsPerRequest: rounded(run.recordsPerRequest, 3),
  bytesPerRequest: rounded(run.bytesPerRequest, 1),
  answerMs: { mean: roundedMs(run.answerMs.mean), p99: roundedMs(run.answerMs.p99) },
  metrics: lane.policy.isKafka ? metricsOf(lane) : null,
  lostRecords: lossesOf(lane),
  events: lane.journal.rows.map(({ time, kind, node, text, times }) => ({
    ms: roundedMs(toMs(time)),
    kind,
    node,
    text,
    times,
  })),
})

/** Every record that was told "ok" and is gone. */
function lossesOf({ ledger }: Lane): Record<string, unknown>[] {
  const lost: Record<string, unknown>[] = []
  for (let id = 0; id < ledger.counts.sent; id++)
    if (ledger.statusOf(id) === STATUS.ok && ledger.isLost(id))
      lost.push({
        record: id,
        partition: ledger.partition.get(id),
        offset: ledger.offset.get(id) < 0 ? null : ledger.offset.get(id),
        okBy: ledger.okBy.get(id),
        okMs: roundedMs(toMs(ledger.endedAt.get(id))),
        missedMs: roundedMs(toMs(ledger.lostAt.get(id))),
        timesRead: ledger.timesRead(id),
      })
  return lost
}

const MAX_EVENTS = 40

/** A lane's losses and its event log. */
function logLines(engine: ReplicationEngine, lane: Lane, style: Style): string[] {
  const { rows } = lane.journal
  const lost = lossesOf(lane).map(({ record }) => String(record))
  const losses =
    lost.length === 0
      ? []
      : wrap(`told "ok" and lost: records ${lost.join(', ')}`, style.width, '    ').map((text) => `  ${text}`)
  const lines = rows.slice(-MAX_EVENTS).flatMap(({ time, text, times }) => {
    const words = times > 1 ? `${text} (${times} times)` : text
    const clock = `${toMs(time).toFixed(0).padStart(6)} ms  `
    return wrap(words, style.width - 2 - clock.length).map((line, i) =>
      i === 0 ? clock + line : ' '.repeat(clock.length) + line,
    )
  })
  return [
    style.strong(laneName(lane.id, engine.settings).name),
    ...losses,
    ...lines.map((text) => `  ${text}`),
  ]
}

const whole = (value: number): string => (Number.isNaN(value) ? '–' : grouped(value))

const ROWS: readonly Row<LaneSummary>[] = [
  ['sent', 'records', (run) => grouped(run.sent)],
  ['  told ok, and there', 'records', (run) => grouped(run.kept)],
  ['  told ok, and lost', 'records', (run) => grouped(run.lost)],
  ['  told failed', 'records', (run) => grouped(run.failed)],
  ['  not told yet', 'records', (run) => grouped(run.waiting)],
  ['committed', 'records', (run) => grouped(run.committed)],
  ['stored twice', 'records', (run) => grouped(run.duplicates)],
  ['out of order', 'records', (run) => grouped(run.reordered)],
  ['told failed, yet there', 'records', (run) => grouped(run.failedPresent)],
  ['read', 'records', (run) => grouped(run.delivered)],
  ['  again', 'records', (run) => grouped(run.deliveredTwice)],
  ['  and not there', 'records', (run) => grouped(run.phantom)],
  ['high watermark', '', (run) => whole(run.highWatermark)],
  ['log end offset', '', (run) => whole(run.logEnd)],
  ['replicas disagree', 'offsets', (run) => grouped(run.disagree)],
  ['cut off by followers', 'records', (run) => grouped(run.truncated)],
  ['in-sync replicas', '', (run) => whole(run.isr)],
  ['OfflinePartitionsCount', '', (run) => whole(run.offline)],
  ['leader elections', '', (run) => grouped(run.elections)],
  ['  unclean', '', (run) => whole(run.unclean)],
  ['IsrShrinks', '', (run) => whole(run.isrShrinks)],
  ['IsrExpands', '', (run) => whole(run.isrExpands)],
  ['FailedProduceRequests', '', (run) => grouped(run.failedRequests)],
  ['produce requests', '', (run) => grouped(run.requests)],
  ['  retries', '', (run) => grouped(run.retries)],
  ['records a request', '', (run) => decimal(run.recordsPerRequest, 1)],
  ['bytes a request', 'B', (run) => decimal(run.bytesPerRequest, 0)],
  ['until ok, mean', 'ms', (run) => decimal(run.answerMs.mean, 1)],
  ['until ok, p99', 'ms', (run) => decimal(run.answerMs.p99, 1)],
]
