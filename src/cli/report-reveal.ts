import { assert } from '../shared/assert.ts'
import type { Summary } from '../engine/log/reveal/measures.ts'
import { READERS } from '../engine/log/reveal/readers.ts'
import { RevealEngine } from '../engine/log/reveal/reveal-engine.ts'
import { simulation } from '../labs/reveal/scenario.ts'
import type { FinishedRun, Report } from './lab.ts'
import { laneTable, reportRun, type Row } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, roundedMs, wrap } from './words.ts'

/** The report of ring or log: what became of every record for each reader of each buffer, and who waited. */
export function reportReveal(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof RevealEngine, 'the lab of ring or log makes its own engines')
  const summaries = engine.summaries()
  return reportRun(run, simulation.params, style, {
    title: 'Ring or log',
    lab: 'reveal',
    runs: summaries.map(laneJson),
    more: { log: logJson(engine) },
    parts: [laneTable(ROWS, summaries, style, nameOf), wrap(logLine(engine), style.width, '  ')],
  })
}

const letter = ({ reader }: Summary): string => READERS[reader] ?? '?'

/** "log B" */
const nameOf = (one: Summary): string => `${one.lane} ${letter(one).toUpperCase()}`

const laneJson = (run: Summary): Record<string, unknown> => ({
  ...run,
  reader: letter(run),
  blockedMs: roundedMs(run.blockedMs),
  behindMs: roundedMs(run.behindMs),
})

function logJson({ log }: RevealEngine): Record<string, unknown> {
  const { logStartOffset, highWatermark, logEndOffset, segments, size } = log.partition
  return {
    logStartOffset,
    highWatermark,
    logEndOffset,
    segments: segments.length,
    bytes: size,
    mostBytes: log.mostBytes,
    deletedSegments: log.deletedSegments,
    offsetsOutOfRange: log.resets,
  }
}

function logLine({ log }: RevealEngine): string {
  const { logStartOffset, highWatermark, logEndOffset, segments, size } = log.partition
  return (
    `log: start ${grouped(logStartOffset)}, high watermark ${grouped(highWatermark)}, end ${grouped(logEndOffset)}; ` +
    `${grouped(segments.length)} segments of ${grouped(size)} bytes, ${grouped(log.mostBytes)} at most; ` +
    `${grouped(log.deletedSegments)} deleted; ${grouped(log.resets)} times an offset was out of range`
  )
}

const ROWS: readonly Row<Summary>[] = [
  ['produced', 'records', (run) => grouped(run.produced)],
  ['  read', 'records', (run) => grouped(run.read)],
  ['  unread', 'records', (run) => grouped(run.unread)],
  ['  waiting at the producer', 'records', (run) => grouped(run.waiting)],
  ['  overwritten or deleted unread', 'records', (run) => grouped(run.lost)],
  ['  skipped by auto.offset.reset', 'records', (run) => grouped(run.skipped)],
  ['producer made to wait', 'ms', (run) => decimal(run.blockedMs, 0)],
  ['behind by', 'ms', (run) => decimal(run.behindMs, 0)],
  ['kept at the end', 'records', (run) => grouped(run.kept)],
  ['kept at most', 'records', (run) => grouped(run.peak)],
]
