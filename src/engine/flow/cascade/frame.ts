import { at } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { CascadeEngine, Cause } from './cascade-engine.ts'
import type { Pace } from './codes.ts'
import { LANES, type Lane, type LaneId } from './lane.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import type { CascadeSettings } from './settings.ts'
import type { Stage } from './stage.ts'
import type { Cells } from './table.ts'
import { ROW, type Wave } from './trail.ts'

/** One stage as it stands now. */
export interface StageFrame {
  /** How many may wait in each of its queues, and how many do: lane by lane, in each input by input. */
  readonly room: number
  readonly inputs: number
  readonly queued: Int32Array
  /** By worker: a code of WORKER, and its item or -1. */
  readonly worker: Uint8Array
  readonly item: Int32Array
  /** By worker: 1 where that item is a slow one, at this stage. */
  readonly slow: Uint8Array
}

/** What was so in the span, column by column; all columns are equally long, `step`, and the first begins at `from`. */
export interface TrailFrame {
  readonly from: SimTime
  readonly step: SimTime
  /** By stage: how full its queues were, 0 to 1, and the share of its workers' time spent holding finished items. */
  readonly full: readonly Float64Array[]
  readonly held: readonly Float64Array[]
  /** Items waiting at the sources, on average; items that came out a second. */
  readonly waiting: Float64Array
  readonly out: Float64Array
  /** By source: the greatest latency of what came out, in microseconds; NaN where nothing did. */
  readonly worst: readonly [Float64Array, Float64Array]
}

export interface LaneFrame {
  readonly lane: LaneId
  readonly name: string
  readonly origin: LaneId
  readonly stages: readonly StageFrame[]
  /** By source: items that wait to be let in. */
  readonly waiting: readonly [number, number]
  /** How many credits a source has; null without any. */
  readonly credit: number | null
  readonly trail: TrailFrame
  /** When pressure came to which stage, and went. */
  readonly waves: readonly Wave[]
  readonly recovered: boolean
  readonly summary: LaneSummary
  /** Its numbers, in the order of the lab's measures. */
  readonly values: readonly number[]
}

export interface CascadeFrame {
  readonly now: SimTime
  readonly span: Span
  /** The settings as they are now, changes on the way included. */
  readonly settings: CascadeSettings
  /** By stage: how fast it works. */
  readonly paces: readonly Pace[]
  readonly causes: readonly Cause[]
  /** The whiteboard's wiring, then production's. */
  readonly lanes: readonly LaneFrame[]
}

const MAX_COLUMNS = 150
const MAX_WAVES = 200

/** Everything a view draws for the time in `span`. */
export function buildFrame(engine: CascadeEngine, span: Span, columns: Columns): CascadeFrame {
  return {
    now: engine.now,
    span,
    settings: engine.settings,
    paces: engine.pacesNow,
    causes: engine.causes,
    lanes: engine.lanes.map((lane) => laneFrame(engine, lane, span, columns)),
  }
}

function laneFrame(engine: CascadeEngine, lane: Lane, span: Span, columns: Columns): LaneFrame {
  const { edge, credit } = engine.settings
  const summary = summarise(engine, lane)
  return {
    lane: lane.id,
    name: LANES[lane.id].name,
    origin: LANES[lane.id].origin,
    stages: lane.stages.map((stage, index) => stageFrame(engine, stage, index, columns)),
    waiting: [lane.edge.waitingAt(0), lane.edge.waitingAt(1)],
    credit: lane.id === 'whiteboard' || edge === 'open' ? null : credit,
    trail: trailIn(lane, span, columns),
    waves: lane.trail.waves.slice(-MAX_WAVES),
    recovered: lane.recovery.isOver,
    summary,
    values: measuresOf(summary),
  }
}

function stageFrame({ input }: CascadeEngine, stage: Stage, index: number, columns: Columns): StageFrame {
  const queues = stage.queues.flat()
  const queued = columns.int32(queues.length)
  queues.forEach(({ size }, i) => (queued[i] = size))
  const { workers, inputs } = stage.shape
  const worker = columns.uint8(workers)
  const item = columns.int32(workers)
  const slow = columns.uint8(workers)
  for (let i = 0; i < workers; i++) {
    const here = at(stage.item, i)
    worker[i] = at(stage.state, i)
    item[i] = here
    slow[i] = here >= 0 && input.isSlowAt(here, index) ? 1 : 0
  }
  return { room: stage.room, inputs, queued, worker, item, slow }
}

/** The rows of the span, some to a column where there are many. Columns begin at multiples of their length: they don't creep. */
function trailIn({ trail, stages }: Lane, span: Span, columns: Columns): TrailFrame {
  const perColumn = Math.max(1, Math.ceil((span.to - span.from) / ROW / MAX_COLUMNS))
  const step = perColumn * ROW
  const first = Math.max(0, Math.floor(span.from / step))
  const end = Math.min(Math.ceil(trail.rows / perColumn), Math.floor(span.to / step) + 1)
  const count = Math.max(0, end - first)
  const gather = (column: Cells, combine: (rows: readonly number[]) => number): Float64Array => {
    const values = columns.float64(count)
    for (let i = 0; i < count; i++) {
      const from = (first + i) * perColumn
      const to = Math.min(trail.rows, from + perColumn)
      values[i] = combine(Array.from({ length: to - from }, (_, row) => column.get(from + row)))
    }
    return values
  }
  return {
    from: first * step,
    step,
    full: trail.queued.map((column, i) => gather(column, (rows) => mean(rows) / at(stages, i).capacity)),
    held: trail.held.map((column) => gather(column, mean)),
    waiting: gather(trail.waiting, mean),
    out: gather(trail.out, (rows) => (mean(rows) * 1_000_000) / ROW),
    worst: [gather(trail.worst[0], greatest), gather(trail.worst[1], greatest)],
  }
}

const mean = (rows: readonly number[]): number => rows.reduce((sum, value) => sum + value, 0) / rows.length

/** The greatest that is a number; NaN where none is. */
const greatest = (rows: readonly number[]): number =>
  rows.reduce((most, value) => (value <= most || Number.isNaN(value) ? most : value), Number.NaN)
