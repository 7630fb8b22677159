import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import {
  LANE_ABOUT,
  LANES,
  MONITORS,
  RUNS,
  type LaneId,
  type MonitorId,
  type RunId,
  type Tier,
} from './codes.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import { READINGS, type Reading } from './monitor.ts'
import type { WarningSettings } from './settings.ts'
import { signalOf, type Signal } from './signals.ts'
import type { WarningEngine } from './warning-engine.ts'

/** A run as its monitors have it: one number a second, from second 1. */
export interface RunFrame {
  readonly id: RunId
  readonly readings: Readonly<Record<Reading, Float64Array>>
  /** Messages that all buffers hold together. */
  readonly room: number
  /** NaN for not yet. */
  readonly firstLoss: SimTime
  readonly firstBroken: SimTime
  readonly lost: number
}

/** A stretch in which an alert stood; `to` is NaN while it lasts. */
export interface Band {
  readonly run: RunId
  readonly monitor: MonitorId | 'any'
  readonly from: SimTime
  readonly to: SimTime
  readonly tier: Tier
}

export interface WarningLane {
  readonly id: LaneId
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  readonly sentence: string
  readonly summary: LaneSummary
  readonly values: readonly number[]
  readonly bands: readonly Band[]
  /** In the failing run, now. */
  readonly signals: Readonly<Record<MonitorId, Signal>>
  readonly tiers: Readonly<Record<MonitorId, Tier>>
}

export interface WarningFrame {
  readonly now: SimTime
  readonly end: SimTime
  readonly settings: WarningSettings
  readonly stages: number
  readonly failing: RunFrame
  readonly calm: RunFrame
  readonly lanes: readonly WarningLane[]
}

/** The whole run so far: a dashboard shows all of it. */
export function buildFrame(engine: WarningEngine, _span: Span, columns: Columns): WarningFrame {
  return {
    now: engine.now,
    end: engine.extent,
    settings: engine.settings,
    stages: engine.failing.pipeline.stages.length,
    failing: runFrame(engine, 'failing', columns),
    calm: runFrame(engine, 'calm', columns),
    lanes: LANES.map((lane) => laneFrame(engine, lane)),
  }
}

function runFrame(engine: WarningEngine, id: RunId, columns: Columns): RunFrame {
  const monitor = engine.monitorOf(id)
  const { pipeline, firstLoss, firstBroken, count } = monitor
  const copy = (name: Reading): Float64Array => {
    const copied = columns.float64(count)
    monitor.column(name).copy(0, count, copied)
    return copied
  }
  return {
    id,
    readings: Object.fromEntries(READINGS.map((name) => [name, copy(name)])) as Record<Reading, Float64Array>, // one each
    room: pipeline.capacity * pipeline.stages.length,
    firstLoss: firstLoss === Infinity ? Number.NaN : firstLoss,
    firstBroken: firstBroken === Infinity ? Number.NaN : firstBroken,
    lost: pipeline.lost,
  }
}

function laneFrame(engine: WarningEngine, id: LaneId): WarningLane {
  const summary = summarise(engine, id)
  const each = <T>(of: (monitor: MonitorId) => T): Record<MonitorId, T> => ({
    buffer: of('buffer'),
    lag: of('lag'),
    throughput: of('throughput'),
    latency: of('latency'),
  })
  return {
    id,
    origin: id,
    ...LANE_ABOUT[id],
    summary,
    values: measuresOf(summary),
    bands: RUNS.flatMap((run) => bandsOf(engine, id, run)),
    signals: each((monitor) => signalOf(id, monitor, engine.failing, engine.settings)),
    tiers: each((monitor) => engine.tierOf(id, 'failing', monitor)),
  }
}

/** Alerts as stretches of time, a tier each. */
function bandsOf({ log }: WarningEngine, lane: LaneId, run: RunId): Band[] {
  const changes = log.of(lane, run)
  return [...MONITORS, 'any' as const].flatMap((monitor) => {
    const own = changes.filter((change) => change.monitor === monitor)
    return own.flatMap(({ time, to }, i): Band[] =>
      to === 0 ? [] : [{ run, monitor, from: time, to: own[i + 1]?.time ?? Number.NaN, tier: to }],
    )
  })
}
