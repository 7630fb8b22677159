import { assert, at } from '../shared/assert.ts'
import { SECOND } from '../engine/kernel/time.ts'
import { GROUP_LETTERS, GROUP_NAMES } from '../engine/log/topic/codes.ts'
import { lagOf, unreadOf, type Group } from '../engine/log/topic/group.ts'
import { lagMsOf } from '../engine/log/topic/lag.ts'
import { summarise, type LaneSummary } from '../engine/log/topic/measures.ts'
import { TopicEngine } from '../engine/log/topic/topic-engine.ts'
import { simulation } from '../labs/log/scenario.ts'
import { formatTable } from './format-table.ts'
import type { FinishedRun, Report } from './lab.ts'
import { laneTable, reportRun, type Row } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, rounded } from './words.ts'

const HOUR_MS = 3_600_000

/** The log lab's report: what became of every record in both lanes, and how far every group has come. */
export function reportLog(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof TopicEngine, 'the log lab makes topic engines')
  const summaries = summarise(engine)
  return reportRun(run, simulation.params, style, {
    title: 'Log',
    length: `${decimal(engine.now / SECOND, 1)} s, each ${engine.logClock.factor} s of the log`,
    remarks: engine.bound === null ? [] : [`The run ended at its bound on ${engine.bound}.`],
    lab: 'log',
    runs: summaries.map(laneJson),
    more: {
      groups: engine.groups.map((group) => groupJson(engine, group)),
      partitions: engine.partitions.map(({ log }, partition) => ({
        partition,
        logStartOffset: log.logStartOffset,
        highWatermark: log.highWatermark,
        logEndOffset: log.logEndOffset,
        segments: log.segments.length,
        bytes: log.size,
      })),
      endedAt: engine.bound,
    },
    parts: [laneTable(ROWS, summaries, style, ({ lane }) => lane), groupTable(engine, style)],
  })
}

/** What a lane has no notion of is null. */
const laneJson = (run: LaneSummary): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(run).map(([name, value]) => [
      name,
      typeof value === 'number' ? (Number.isNaN(value) ? null : rounded(value, 3)) : value,
    ]),
  )

function groupJson(engine: TopicEngine, group: Group): Record<string, unknown> {
  const { counts } = group
  return {
    group: at(GROUP_LETTERS, group.id),
    name: at(GROUP_NAMES, group.id),
    delivered: counts.delivered,
    skipped: counts.skipped,
    compacted: counts.compacted,
    unread: unreadOf(group, engine.partitions),
    lag: lagOf(group, engine.partitions),
    lagHours: rounded(lagMsOf(group, engine.partitions, engine.logNow) / HOUR_MS, 3),
    outOfRange: counts.resets,
    polls: counts.polls,
    fetches: counts.fetches,
    bytesFromCache: counts.bytesFromCache,
    bytesFromDisk: counts.bytesFromDisk,
  }
}

const count = (value: number): string => (Number.isNaN(value) ? '–' : grouped(value))
const tenths = (value: number): string => (Number.isNaN(value) ? '–' : decimal(value, 1))

const ROWS: readonly Row<LaneSummary>[] = [
  ['produced', 'records', (run) => count(run.produced)],
  ['  refused', 'records', (run) => count(run.refused)],
  ['  in batches not sent yet', 'records', (run) => count(run.waiting)],
  ['  appended', 'records', (run) => count(run.appended)],
  ['    kept', 'records', (run) => count(run.retained)],
  ['    deleted by time', 'records', (run) => count(run.deletedByTime)],
  ['    deleted by size', 'records', (run) => count(run.deletedBySize)],
  ['    deleted by log start', 'records', (run) => count(run.deletedByLogStart)],
  ['    compacted away', 'records', (run) => count(run.compacted)],
  ['kept', 'bytes', (run) => count(run.bytes)],
  ['segments now', '', (run) => count(run.segments)],
  ['segments opened', '', (run) => count(run.rolls)],
  ['records a batch', '', (run) => tenths(run.recordsPerBatch)],
  ['neither key nor value', '%', (run) => tenths(run.overheadPercent)],
  ['read by groups', 'records', (run) => count(run.delivered)],
  ['skipped by groups', 'records', (run) => count(run.skipped)],
  ['fetched from the disk', '%', (run) => tenths(run.fromDiskPercent)],
  ['youngest deleted by time', 'h', (run) => tenths(run.youngestHours)],
  ['oldest deleted by time', 'h', (run) => tenths(run.oldestHours)],
]

function groupTable(engine: TopicEngine, { width }: Style): string[] {
  const { groups, partitions, logNow } = engine
  if (groups.length === 0) return []
  return formatTable(
    {
      header: ['group', 'read', 'skipped', 'compacted', 'unread', 'lag', 'lag, h', 'out of range'],
      rows: groups.map((group) => [
        `${at(GROUP_LETTERS, group.id)} ${at(GROUP_NAMES, group.id)}`,
        grouped(group.counts.delivered),
        grouped(group.counts.skipped),
        grouped(group.counts.compacted),
        grouped(unreadOf(group, partitions)),
        grouped(lagOf(group, partitions)),
        decimal(lagMsOf(group, partitions, logNow) / HOUR_MS, 2),
        grouped(group.counts.resets),
      ]),
      labels: 1,
    },
    width,
  )
}
