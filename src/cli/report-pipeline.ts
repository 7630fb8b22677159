import { assert } from '../shared/assert.ts'
import type { LaneSummary } from '../engine/pipeline/measures.ts'
import { PipelineEngine } from '../engine/pipeline/pipeline-engine.ts'
import { simulation } from '../labs/pipeline/scenario.ts'
import type { FinishedRun, Report } from './lab.ts'
import { laneTable, reportRun, type Row } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, rounded, roundedMs } from './words.ts'

/** The pipeline lab's report: what became of every frame, how even and how late the picture was, and what it cost. */
export function reportPipeline(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof PipelineEngine, 'the pipeline lab makes pipeline engines')
  const summaries = engine.summaries()
  const what = engine.settings.mode === 'swap' ? 'Swap buffers' : 'Player pipeline'
  return reportRun(run, simulation.params, style, {
    title: what,
    lab: 'pipeline',
    runs: summaries.map(laneJson),
    parts: [laneTable(ROWS, summaries, style, ({ lane }) => lane)],
  })
}

const laneJson = (run: LaneSummary): Record<string, unknown> => ({
  ...run,
  fps: rounded(run.fps, 3),
  drift: rounded(run.drift, 3),
  longestGapMs: roundedMs(run.longestGapMs),
  networkBlockedMs: roundedMs(run.networkBlockedMs),
  blockedMs: roundedMs(run.blockedMs),
  sojournMs: allRounded(run.sojournMs, 3),
  ageMs: allRounded(run.ageMs, 3),
  bytes: allRounded(run.bytes, 0),
})

const allRounded = (numbers: object, digits: number): Record<string, number | null> =>
  Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, rounded(Number(value), digits)] as const),
  )

const ROWS: readonly Row<LaneSummary>[] = [
  ['received, or begun', 'frames', (run) => grouped(run.received)],
  ['  shown', 'frames', (run) => grouped(run.shown)],
  ['  skipped', 'frames', (run) => grouped(run.skipped)],
  ['  dropped by the network ring', 'frames', (run) => grouped(run.droppedNetwork)],
  ['  dropped by the decode ring', 'frames', (run) => grouped(run.droppedDecoded)],
  ['  dropped by the render ring', 'frames', (run) => grouped(run.droppedRender)],
  ['  undecodable', 'frames', (run) => grouped(run.undecodable)],
  ['  held at the end', 'frames', (run) => grouped(run.held)],
  ['new pictures', '/s', (run) => decimal(run.fps, 1)],
  ['drift', 's/min', (run) => decimal(run.drift, 2)],
  ['longest picture', 'ms', (run) => decimal(run.longestGapMs, 1)],
  ['freezes', '', (run) => grouped(run.freezes)],
  ['torn', 'refreshes', (run) => grouped(run.torn)],
  ['network made to wait', 'ms', (run) => decimal(run.networkBlockedMs, 1)],
  ['stages made to wait', 'ms', (run) => decimal(run.blockedMs, 1)],
  ['arrival to screen, mean', 'ms', (run) => decimal(run.ageMs.mean, 1)],
  ['  in the network ring', 'ms', (run) => decimal(run.sojournMs.network, 1)],
  ['  in the decoder', 'ms', (run) => decimal(run.sojournMs.decoder, 1)],
  ['  in the decode ring', 'ms', (run) => decimal(run.sojournMs.decoded, 1)],
  ['  in the renderer', 'ms', (run) => decimal(run.sojournMs.renderer, 1)],
  ['  in the render ring', 'ms', (run) => decimal(run.sojournMs.render, 1)],
  ['arrival to screen, p99', 'ms', (run) => decimal(run.ageMs.p99, 1)],
  ['network ring, now', 'kB', (run) => decimal(run.bytes.network / 1e3, 0)],
  ['decode ring', 'MB', (run) => decimal(run.bytes.decoded / 1e6, 1)],
  ['render ring', 'MB', (run) => decimal(run.bytes.render / 1e6, 1)],
]
