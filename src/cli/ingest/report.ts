import {
  EVENT_TYPES,
  LATENESS_BUCKETS,
  PARTITIONS,
  REGIONS,
  RULES,
  TOPICS,
} from '../../engine/ingest/codes.ts'
import type { IngestConfig } from '../../engine/ingest/config.ts'
import type { IngestEngine } from '../../engine/ingest/ingest-engine.ts'
import { STAGES, type Stage } from '../../engine/ingest/pipeline.ts'
import { RECORD_BYTES } from '../../engine/ingest/record.ts'
import type { Board } from '../../engine/ingest/score/board.ts'
import type { IngestSettings } from '../../engine/ingest/settings.ts'
import { worstAge } from '../../engine/ingest/windows/freshness.ts'
import { formatTable } from '../format-table.ts'
import type { Style } from '../style.ts'
import { decimal, grouped, rounded } from '../words.ts'

/** A run that has come to its end, and what a clock outside the engine said about it. */
export interface IngestRun {
  readonly seed: number
  readonly settings: IngestSettings
  readonly config: IngestConfig
  readonly engine: IngestEngine
  /** Milliseconds spent in each stage. */
  readonly stages: Readonly<Record<Stage, number>>
  readonly seconds: number
  /** The longest time that one board took, in ms. */
  readonly boardMs: number
}

const MB = 2 ** 20
const MINUTE_MS = 60_000
const NS_A_MS = 1e6

const perSecond = ({ engine, seconds }: IngestRun): number => engine.pipeline.counts.received / seconds

/** Milliseconds as nanoseconds an event. */
const nsPerEvent = ({ engine }: IngestRun, ms: number): number =>
  (ms * NS_A_MS) / Math.max(1, engine.pipeline.counts.received)

/** The run as one object. */
export function ingestJson(run: IngestRun, top: number): Record<string, unknown> {
  const { engine, config, seed, settings, stages } = run
  const { pipeline, collectors, population } = engine
  const { windows, dedupe, logs } = pipeline
  const eventsASecond = config.population.viewers / 10
  return {
    seed,
    settings,
    simulatedSeconds: engine.now / 1e6,
    counts: pipeline.counts,
    rejectedBy: Object.fromEntries(
      RULES.slice(1).map(({ name }, i) => [name, pipeline.counts.rejectedBy[i + 1]]),
    ),
    injected: population.injected,
    collectors: collectors.counts,
    drawnHeld: collectors.drawnOpen,
    lateness: Object.fromEntries(LATENESS_BUCKETS.map((name, i) => [name, windows.counts.lateness[i]])),
    latenessAsDrawn:
      pipeline.drawn &&
      Object.fromEntries(LATENESS_BUCKETS.map((name, i) => [name, pipeline.drawn?.lateness[i]])),
    panes: {
      open: windows.panes.length,
      firsts: windows.counts.firsts,
      updates: windows.counts.updates,
      finals: windows.counts.finals,
      watermarkMs: windows.watermark.ms,
    },
    types: Object.fromEntries(EVENT_TYPES.map((type, i) => [type, pipeline.byType[i]])),
    regions: Object.fromEntries(REGIONS.map((region, i) => [region, pipeline.byRegion[i]])),
    topics: Object.fromEntries(
      TOPICS.map((topic, i) => [
        topic,
        {
          records: logs.records(i),
          endOffsets: [...logs.endOffset.subarray(i * PARTITIONS, (i + 1) * PARTITIONS)],
        },
      ]),
    ),
    dedupe: {
      by: config.dedupe.by,
      ids: dedupe.capacity,
      // By sequence there is none: eight bytes a producer, whatever it has sent.
      horizonSeconds: config.dedupe.by === 'sequence' ? null : rounded(dedupe.capacity / eventsASecond, 1),
      forgotten: dedupe.forgotten,
      falsePositiveRate: dedupe.falsePositiveRate,
    },
    checks: engine.checks(),
    worstAgeSeconds: ages(run),
    heaviestAccounts: windows.heavy.heaviest(top),
    board: boardJson(pipeline.corrected.board, engine, top),
    finalBoard: boardJson(pipeline.corrected.final.board, engine, top),
    drawnBoard: boardJson(pipeline.drawn?.board ?? null, engine, top),
    speed: {
      seconds: rounded(run.seconds, 3),
      eventsPerSecond: Math.round(perSecond(run)),
      nsPerEvent: Object.fromEntries(
        STAGES.map((stage) => [stage, rounded(nsPerEvent(run, stages[stage]), 1)]),
      ),
      boards: pipeline.boards,
      boardMs: rounded(stages.board / Math.max(1, pipeline.boards), 2),
      slowestBoardMs: rounded(run.boardMs, 2),
      bytesPerEvent: RECORD_BYTES,
    },
    memoryMB: memory(run),
  }
}

function boardJson(board: Board | null, { catalogue }: IngestEngine, top: number): unknown {
  if (board === null) return null
  const { timeMs, standing, considered, length } = board
  return {
    timeMs,
    standing,
    considered,
    rows: Array.from({ length: Math.min(top, length) }, (_, rank) => ({
      rank: rank + 1,
      title: board.title[rank],
      note: special(catalogue, board.title[rank] ?? 0),
      score: rounded(board.score[rank] ?? 0, 3),
      viewersHour: Math.round(board.hour[rank] ?? 0),
      viewersDay: Math.round(board.day[rank] ?? 0),
      standardError: rounded(board.error[rank] ?? 0, 4),
      views: board.views[rank],
      velocity: rounded(board.velocity[rank] ?? 0, 4),
      percentile: rounded(board.percentile[rank] ?? 0, 4),
      rankBefore: board.before[rank] === -1 ? null : (board.before[rank] ?? 0) + 1,
    })),
  }
}

const special = ({ special: { viral, release, bots } }: IngestEngine['catalogue'], title: number): string =>
  title === viral ? 'viral' : title === release ? 'release' : title === bots ? 'bots' : ''

/** How old an answer can be at worst, in seconds: as drawn, and here. */
const ages = ({ config }: IngestRun): { drawn: number; first: number } => ({
  drawn: worstAge(60 * MINUTE_MS, 5 * MINUTE_MS, 0) / 1_000,
  first: worstAge(config.windows.boardEveryMs, config.windows.watermarkMs, 0) / 1_000,
})

function memory({ engine }: IngestRun): Record<string, number | null> {
  const { dedupe, windows, whiteboard } = engine.pipeline.memory
  return {
    viewers: rounded(engine.population.bytes / MB, 1),
    ids: rounded(dedupe / MB, 1),
    windows: rounded(windows / MB, 1),
    whiteboard: rounded(whiteboard / MB, 1),
  }
}

/** The run in words and tables. */
export function ingestLines(run: IngestRun, top: number, style: Style): string[] {
  const { engine, config } = run
  const { pipeline, collectors } = engine
  const { counts, dedupe, windows } = pipeline
  const { drawn } = collectors.counts
  const broken = engine.checks().filter(({ predicted, measured }) => predicted !== measured)
  const horizon = dedupe.capacity / (config.population.viewers / 10)
  return [
    style.strong(
      `${grouped(counts.received)} events in ${decimal(engine.now / 1e6, 0)} s of the model, seed ${run.seed}`,
    ),
    '',
    `received ${grouped(counts.received)} = accepted ${grouped(counts.accepted)} + rejected ${grouped(counts.rejected)}`,
    `accepted ${grouped(counts.accepted)} = unique ${grouped(counts.unique)} + duplicate ${grouped(counts.duplicate)}`,
    `unique ${grouped(counts.unique)} = on time ${grouped(counts.onTime)} + late ${grouped(counts.late)} + too late ${grouped(counts.tooLate)}`,
    ...broken.map(({ label, predicted, measured }) =>
      style.alarm(`does not hold: ${label} (${predicted}, ${measured})`),
    ),
    '',
    `lateness: ${LATENESS_BUCKETS.map((name, i) => `${name} ${grouped(windows.counts.lateness[i] ?? 0)}`).join(', ')}`,
    `minutes: ${windows.counts.firsts} told first, ${windows.counts.updates} times again after late events, ${windows.counts.finals} final, ${windows.panes.length} open`,
    config.dedupe.by === 'sequence'
      ? `ids: ${grouped(dedupe.capacity)} producers' sequence numbers, exact`
      : `ids: ${grouped(dedupe.capacity)} remembered, ${decimal(horizon, 0)} s of events${sayFalse(dedupe.falsePositiveRate)}`,
    `collectors: ${grouped(collectors.counts.batches)} batches; sent again after a crash ${collectors.counts.unacknowledged + collectors.counts.acknowledgementLost}; as drawn ${grouped(drawn.lost)} acknowledged and lost, ${collectors.drawnOpen} stuck`,
    '',
    ...boardLines('Trending', pipeline.corrected.board, engine, top, style),
    ...boardLines('As drawn', pipeline.drawn?.board ?? null, engine, top, style),
    `${decimal(perSecond(run) / 1e6, 2)} million events a second here, generation included: ${STAGES.map((stage) => `${stage} ${decimal(nsPerEvent(run, run.stages[stage]), 0)}`).join(', ')} ns an event`,
    `boards: ${pipeline.boards}, ${decimal(run.stages.board / Math.max(1, pipeline.boards), 1)} ms each, ${decimal(run.boardMs, 1)} at most; memory in MB: ${Object.entries(
      memory(run),
    )
      .map(([what, size]) => `${what} ${size ?? 0}`)
      .join(', ')}`,
  ]
}

function boardLines(
  name: string,
  board: Board | null,
  { catalogue }: IngestEngine,
  top: number,
  style: Style,
): string[] {
  if (board === null) return []
  const rows = Array.from({ length: Math.min(top, board.length) }, (_, rank) => [
    String(rank + 1),
    `title ${board.title[rank]} ${special(catalogue, board.title[rank] ?? 0)}`.trim(),
    decimal(board.score[rank] ?? 0, 2),
    grouped(Math.round(board.hour[rank] ?? 0)),
    grouped(Math.round(board.day[rank] ?? 0)),
    `${decimal(100 * (board.error[rank] ?? 0), 1)} %`,
    grouped(board.views[rank] ?? 0),
    board.before[rank] === -1 ? 'new' : String((board.before[rank] ?? 0) + 1),
  ])
  const header = ['', 'title', 'score', 'viewers 1 h', 'viewers 24 h', '±', 'views', 'before']
  return [
    style.strong(
      `${name}, ${board.standing}, at ${decimal(board.timeMs / 1_000, 1)} s of event time (${grouped(board.considered)} titles)`,
    ),
    ...formatTable({ header, rows, labels: 2 }, style.width),
    '',
  ]
}

const sayFalse = (rate: number): string =>
  rate === 0 ? '' : `; one new id in ${decimal(1 / rate, 0)} is taken for a duplicate`
