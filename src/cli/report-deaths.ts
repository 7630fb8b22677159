import { assert } from '../shared/assert.ts'
import { SECOND } from '../engine/kernel/time.ts'
import { DeathsEngine } from '../engine/flow/deaths/deaths-engine.ts'
import { ticksASecond } from '../engine/flow/deaths/capacity.ts'
import type { LaneSummary } from '../engine/flow/deaths/measures.ts'
import { simulation } from '../labs/deaths/scenario.ts'
import type { FinishedRun, Report } from './lab.ts'
import { laneTable, reportRun, type Row } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, rounded, wrap } from './words.ts'

/** The report of the three deaths: where the messages of each store went, when it lost the first, how old the rest are. */
export function reportDeaths(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof DeathsEngine, 'the lab of the three deaths makes its own engines')
  const summaries = engine.summaries()
  return reportRun(run, simulation.params, style, {
    title: 'Three deaths',
    length: `${grouped(engine.now / SECOND)} s`,
    lab: 'deaths',
    runs: summaries.map(laneJson),
    more: { log: logJson(engine), onPaper: onPaper(engine) },
    parts: [laneTable(ROWS, summaries, style, ({ lane }) => lane), wrap(logLine(engine), style.width, '  ')],
  })
}

const laneJson = ({
  lag,
  longestLag,
  lostShare,
  mib,
  firstLoss,
  ...counts
}: LaneSummary): Record<string, unknown> => ({
  ...counts,
  lagSeconds: rounded(lag, 6),
  longestLagSeconds: rounded(longestLag, 6),
  lostShare: rounded(lostShare, 6),
  mib: rounded(mib, 3),
  firstLossSeconds: rounded(firstLoss, 1),
})

function logJson({ log, settings }: DeathsEngine): Record<string, unknown> {
  const { start, position, end, segmentsDeleted, resets } = log.store
  const segments = log.store.segments(settings)
  return {
    logStartOffset: start,
    position,
    logEndOffset: end,
    segments,
    segmentsDeleted,
    offsetsOutOfRange: resets,
  }
}

const onPaper = ({ ideal, settings }: DeathsEngine): Record<string, unknown> => ({
  lost: ideal.lost,
  firstLossSeconds: ideal.firstLoss === null ? null : ideal.firstLoss / ticksASecond(settings),
})

function logLine({ log, ideal, settings }: DeathsEngine): string {
  const { start, position, end, segmentsDeleted, resets } = log.store
  const paper =
    ideal.firstLoss === null
      ? 'an exact retention would have lost nothing'
      : `an exact retention would have lost the first message after ${grouped(ideal.firstLoss / ticksASecond(settings))} s, and ${grouped(ideal.lost)} in all`
  return (
    `log: start ${grouped(start)}, consumer at ${grouped(position)}, end ${grouped(end)}; ` +
    `${grouped(log.store.segments(settings))} segments, ${grouped(segmentsDeleted)} deleted; ` +
    `${grouped(resets)} times an offset was out of range; ${paper}`
  )
}

const ROWS: readonly Row<LaneSummary>[] = [
  ['produced', 'messages', (run) => grouped(run.produced)],
  ['  consumed', 'messages', (run) => grouped(run.consumed)],
  ['  held unread', 'messages', (run) => grouped(run.held)],
  ['  died with the process', 'messages', ({ losses }) => grouped(losses.crashed)],
  ['  came while it was down', 'messages', ({ losses }) => grouped(losses.refused)],
  ['  overwritten', 'messages', ({ losses }) => grouped(losses.overwritten)],
  ['  deleted by retention', 'messages', ({ losses }) => grouped(losses.deleted)],
  ['  skipped by reset', 'messages', ({ losses }) => grouped(losses.skipped)],
  ['share lost', '%', (run) => decimal(run.lostShare, 2)],
  ['first loss', 's', (run) => decimal(run.firstLoss, 1)],
  ['deaths', '', (run) => grouped(run.deaths)],
  ['lag in time', 's', (run) => decimal(run.lag, 1)],
  ['longest lag in time', 's', (run) => decimal(run.longestLag, 1)],
  ['bytes', 'MiB', (run) => decimal(run.mib, 0)],
]
