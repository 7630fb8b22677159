import { SECOND, type SimTime } from '../kernel/time.ts'
import { CallLane, type ByteCounts } from './call-lane.ts'
import { WORK_A_BYTE } from './capacity-trace.ts'
import type { FilmEngine } from './film-engine.ts'
import type { FilmLane } from './film-lane.ts'
import { CALL_FPS, type PlayerId } from './settings.ts'

export type LaneId = 'call' | PlayerId

export const LANES: Record<LaneId, { readonly name: string; readonly origin: 'whiteboard' | 'production' }> =
  {
    call: { name: 'Call', origin: 'production' },
    fixed: { name: 'Film, one bitrate', origin: 'whiteboard' },
    bba: { name: 'Film, by buffer (BBA)', origin: 'production' },
    bola: { name: 'Film, by utility (BOLA)', origin: 'production' },
    rate: { name: 'Film, by throughput', origin: 'production' },
  }

/** The numbers of one lane. Times in seconds; NaN where there is nothing to measure (yet). */
export interface LaneSummary {
  readonly lane: LaneId
  /** offered = delivered + on the wire + queued + dropped. */
  readonly bytes: ByteCounts
  readonly startup: number
  /** Times that the picture stood still, and for how long, the start not counted. */
  readonly freezes: number
  readonly frozen: number
  /** Content whose turn came and that was never shown. */
  readonly missed: number
  readonly behind: number
  readonly bitrate: number
  readonly switches: number
  readonly buffer: number
  /** Mbit/s. */
  readonly score: number
  readonly used: number
}

/** Pensieve's linear measure of quality: what a second of standing still costs, in Mbit/s. */
export const FREEZE_COST = 4.3

/** A lane's numbers as they stand at the engine's clock. */
export function summarise(engine: FilmEngine, lane: CallLane | FilmLane): LaneSummary {
  const { clock, trace } = engine
  const own = lane instanceof CallLane ? summariseCall(lane, clock) : summariseFilm(lane, clock)
  const carried = trace.workBy(clock)
  const delivered = own.bytes.delivered * WORK_A_BYTE
  return { ...own, used: carried === 0 ? 0 : (100 * delivered) / carried }
}

type Own = Omit<LaneSummary, 'used'>

function summariseCall(lane: CallLane, clock: SimTime): Own {
  const { bytes, pictures, freezes } = lane
  const { shown, late, lost } = pictures
  return {
    lane: 'call',
    bytes: { ...bytes },
    startup: (lane.startedAt ?? Number.NaN) / SECOND,
    freezes: freezes.count,
    frozen: freezes.total(clock) / SECOND,
    missed: (late + lost) / CALL_FPS,
    behind: lane.behind(clock) / SECOND,
    bitrate: shown === 0 ? Number.NaN : (lane.bytesShown * CALL_FPS) / (125 * shown),
    switches: 0,
    buffer: callBuffer(lane, clock) / SECOND,
    score: Number.NaN,
  }
}

/** From the picture whose turn is next to the newest that is there, as a length of time. */
function callBuffer(lane: CallLane, clock: SimTime): SimTime {
  const { captured, shown, late, lost } = lane.pictures
  let newest = -1
  const next = shown + late + lost
  for (let picture = captured - 1; picture >= next && newest < 0; picture--)
    if (lane.arrivedAt.get(picture) <= clock) newest = picture
  return newest < 0 ? 0 : Math.round(((newest - next + 1) * SECOND) / CALL_FPS)
}

function summariseFilm(lane: FilmLane, clock: SimTime): Own {
  const { stalls, sums, segmentsBegun } = lane
  const played = lane.played(clock)
  return {
    lane: lane.id,
    bytes: lane.bytes(clock),
    startup: (lane.startedAt ?? Number.NaN) / SECOND,
    freezes: stalls.count,
    frozen: stalls.total(clock) / SECOND,
    missed: 0,
    behind: (clock - played) / SECOND,
    bitrate: played === 0 ? Number.NaN : lane.shownWork(clock) / played,
    switches: sums.switches,
    buffer: lane.buffered(clock) / SECOND,
    score:
      segmentsBegun === 0
        ? Number.NaN
        : ((sums.begun - sums.steps) / 1_000 - (FREEZE_COST * stalls.total(clock)) / SECOND) / segmentsBegun,
  }
}

/** A lane's numbers for charts over time, in the order of the lab's measures. */
export const measuresOf = (run: LaneSummary): number[] => [
  run.startup,
  run.freezes,
  run.frozen,
  run.missed,
  run.behind,
  run.buffer,
  run.bitrate,
  run.switches,
  run.score,
  run.used,
  run.bytes.delivered / 1e6,
  run.bytes.dropped / 1e3,
]
