import { assert } from '../shared/assert.ts'
import { FilmEngine } from '../engine/film/film-engine.ts'
import type { LaneSummary } from '../engine/film/measures.ts'
import { simulation } from '../labs/film/scenario.ts'
import type { FinishedRun, Report } from './lab.ts'
import { laneTable, reportRun, type Row } from './report.ts'
import type { Style } from './style.ts'
import { decimal, grouped, rounded, wrap } from './words.ts'

/** The report of call and film: what each lane showed, when, how well, and what became of its bytes. */
export function reportFilm(run: FinishedRun, style: Style): Report {
  const { engine } = run
  assert(engine instanceof FilmEngine, 'the film lab makes film engines')
  const summaries = engine.summaries()
  const { captured, shown, late, lost } = engine.call.pictures
  const pictures = { captured, shown, late, lost, underWay: captured - shown - late - lost }
  const more = {
    pictures,
    capacity: { meanKbps: rounded(engine.trace.workBy(engine.clock) / engine.clock, 1) },
  }
  return reportRun(run, simulation.params, style, {
    title: 'Call or film',
    lab: 'film',
    runs: summaries.map(laneJson),
    more,
    parts: [
      laneTable(ROWS, summaries, style, ({ lane }) => lane),
      [
        ...wrap(
          `pictures of the call: ${grouped(captured)} captured = ${grouped(shown)} shown + ${grouped(late)} late + ${grouped(lost)} lost + ${grouped(pictures.underWay)} under way`,
          style.width,
          '  ',
        ),
        `mean capacity ${decimal(engine.trace.workBy(engine.clock) / engine.clock, 0)} kbit/s`,
      ],
    ],
  })
}

const laneJson = (run: LaneSummary): Record<string, unknown> => ({
  lane: run.lane,
  bytes: run.bytes,
  startupS: rounded(run.startup, 6),
  freezes: run.freezes,
  frozenS: rounded(run.frozen, 6),
  missedS: rounded(run.missed, 6),
  behindS: rounded(run.behind, 6),
  bufferS: rounded(run.buffer, 6),
  meanKbps: rounded(run.bitrate, 3),
  switches: run.switches,
  scoreMbps: rounded(run.score, 6),
  linkUsedPercent: rounded(run.used, 3),
})

const ROWS: readonly Row<LaneSummary>[] = [
  ['start-up', 's', (run) => decimal(run.startup, 2)],
  ['freezes', '', (run) => grouped(run.freezes)],
  ['frozen', 's', (run) => decimal(run.frozen, 2)],
  ['never shown', 's', (run) => decimal(run.missed, 2)],
  ['behind at the end', 's', (run) => decimal(run.behind, 2)],
  ['in the buffer at the end', 's', (run) => decimal(run.buffer, 2)],
  ['mean bitrate shown', 'kbit/s', (run) => decimal(run.bitrate, 0)],
  ['switches', '', (run) => grouped(run.switches)],
  ['score', 'Mbit/s', (run) => decimal(run.score, 2)],
  ['link used', '%', (run) => decimal(run.used, 1)],
  ['offered', 'bytes', (run) => grouped(run.bytes.offered)],
  ['  delivered', 'bytes', (run) => grouped(run.bytes.delivered)],
  ['  on the wire', 'bytes', (run) => grouped(run.bytes.onTheWire)],
  ['  queued', 'bytes', (run) => grouped(run.bytes.queued)],
  ['  dropped', 'bytes', (run) => grouped(run.bytes.dropped)],
]
