import { assert } from '../shared/assert.ts'
import { SECOND } from '../engine/kernel/time.ts'
import { KeysEngine } from '../engine/log/keys/keys-engine.ts'
import type { LaneSummary } from '../engine/log/keys/measures.ts'
import { expectedOf } from '../engine/log/keys/theory.ts'
import { simulation } from '../labs/keys/scenario.ts'
import { formatTable } from './format-table.ts'
import type { FinishedRun, Report } from './lab.ts'
import { laneTable, reportRun, type Row } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, rounded } from './words.ts'

/** The report of which partition: where keys and records went under each rule, and what the last change moved. */
export function reportKeys(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof KeysEngine, 'the lab of which partition makes its own engines')
  const summaries = engine.summaries()
  return reportRun(run, simulation.params, style, {
    title: 'Which partition',
    length: `${decimal(engine.now / SECOND, 1)} s, ${engine.partitions} partitions`,
    lab: 'keys',
    runs: summaries.map((summary, i) => laneJson(engine, summary, i)),
    more: { partitions: engine.partitions },
    parts: [laneTable(rowsOf(engine), summaries, style, ({ lane }) => lane), partitionTable(engine, style)],
  })
}

/** What theory says of the last change in a lane, in percent; NaN before the first. */
function theoryOf({ lanes, settings }: KeysEngine, index: number): number {
  const lane = lanes[index]
  const last = lane?.changes.at(-1)
  return lane === undefined || last === undefined
    ? Number.NaN
    : 100 * expectedOf(lane.id, last, settings.virtual).share
}

const laneJson = (engine: KeysEngine, run: LaneSummary, index: number): Record<string, unknown> => ({
  ...run,
  movedShare: rounded(run.movedShare, 3),
  movedInTheory: rounded(theoryOf(engine, index), 3),
  fullest: rounded(run.fullest, 3),
  keylessTop: rounded(run.keylessTop, 3),
  partitions: (engine.lanes[index]?.partitions ?? []).map(({ records, unread, keyless }) => ({
    records,
    unread,
    keyless,
  })),
})

const rowsOf = (engine: KeysEngine): readonly Row<LaneSummary>[] => [
  ['sent', 'records', (run) => grouped(run.sent)],
  ['  read', 'records', (run) => grouped(run.read)],
  ['  unread', 'records', (run) => grouped(run.unread)],
  ['keys moved by the last change', '%', (run) => decimal(run.movedShare, 1)],
  ['  in theory', '%', (_, i) => decimal(theoryOf(engine, i), 1)],
  ['records moved', 'records', (run) => grouped(run.movedRecords)],
  ['keys in two places', 'keys', (run) => grouped(run.splitKeys)],
  ['out of order', 'records', (run) => grouped(run.outOfOrder)],
  ['fullest partition', '× mean', (run) => decimal(run.fullest, 2)],
  ['keyless in one place', '%', (run) => decimal(run.keylessTop, 1)],
]

/** The terms of the sum: what lies in each partition. */
const partitionTable = ({ lanes, partitions }: KeysEngine, { width }: Style): string[] =>
  formatTable(
    {
      header: ['records in partition', ...lanes.map(({ id }) => id)],
      rows: Array.from({ length: partitions }, (_, p) =>
        [String(p)].concat(lanes.map((lane) => grouped(lane.partitions[p]?.records ?? 0))),
      ),
      labels: 1,
    },
    width,
  )
