import type { Columns } from '../kernel/columns.ts'
import type { Span } from '../kernel/engine.ts'
import type { SimTime } from '../kernel/time.ts'
import type { WhenLate } from './config.ts'
import type { Divergence } from './divergence.ts'
import type { JitterEngine, Lane } from './jitter-engine.ts'
import type { TransitStats } from './passage.ts'
import type { Stall } from './quality/stalls.ts'
import { measuresOf, summarise, type RunSummary } from './measures.ts'
import { playoutOf } from './config-of.ts'
import { POLICY_WORDS, type Origin } from './settings/policies.ts'

/** The packets in view, a row each, in order of sending. Times in microseconds. */
export interface PacketColumns {
  readonly number: Int32Array
  readonly sent: Float64Array
  /** When it arrived, or will if nothing happens; NaN when it is lost. */
  readonly arrived: Float64Array
  /** Codes of JOURNEY. */
  readonly journey: Uint8Array
}

/** One receiver in view. `fate` and `shownAt` have a row for each row of the packets. */
export interface LaneFrame {
  readonly about: {
    readonly name: string
    readonly short: string
    readonly summary: string
    readonly origin: Origin
  }
  readonly summary: RunSummary
  /** Its numbers, in the order of the lab's measures. */
  readonly values: readonly number[]
  /** Codes of FATE. */
  readonly fate: Uint8Array
  readonly shownAt: Float64Array
  /** The buffer over time; each row holds until the next. `target` in microseconds. */
  readonly series: { readonly time: Float64Array; readonly depth: Int32Array; readonly target: Int32Array }
  readonly stalls: readonly Stall[]
}

export interface JitterFrame {
  readonly now: SimTime
  readonly span: Span
  readonly interval: SimTime
  /** What arrivals were shifted by so that none precedes its sending. */
  readonly clockOffset: SimTime
  readonly packets: PacketColumns
  /** True when the span holds too many packets to list: the rows are each stretch's fastest and slowest. */
  readonly thinned: boolean
  readonly lanes: readonly LaneFrame[]
  readonly transits: TransitStats
  readonly jitter: number
  readonly divergence: Divergence | null
  /** The mode the players are in, and what its price of 1 % is now, in microseconds. */
  readonly whenLate: WhenLate
  readonly price: SimTime
}

const MAX_ROWS = 2_400
const MAX_STALLS = 400

/** Everything a view draws for the time in `span`. */
export function buildFrame(engine: JitterEngine, span: Span, columns: Columns): JitterFrame {
  const to = Math.min(span.to, engine.now)
  const first = engine.passage.sentTimes.lowerBound(span.from - engine.longestStay)
  const end = engine.passage.sentTimes.lowerBound(to + 1)
  const thinned = end - first > MAX_ROWS
  const rows = thinned ? extremes(engine, first, end) : sequence(first, end, columns)
  return {
    now: engine.now,
    span,
    interval: engine.source.interval,
    clockOffset: engine.source.clockOffset,
    packets: packetColumns(engine, rows, columns),
    thinned,
    lanes: engine.lanes.map((lane) => laneFrame(engine, lane, rows, span, columns)),
    transits: { ...engine.passage.transits },
    jitter: engine.jitter,
    divergence: engine.divergence,
    ...scoring(engine),
  }
}

function scoring({ present }: JitterEngine): Pick<JitterFrame, 'whenLate' | 'price'> {
  const { whenLate, price } = playoutOf(present)
  return { whenLate, price }
}

function packetColumns(engine: JitterEngine, rows: Int32Array, columns: Columns): PacketColumns {
  const number = columns.int32(rows.length)
  const sent = columns.float64(rows.length)
  const arrived = columns.float64(rows.length)
  const journey = columns.uint8(rows.length)
  rows.forEach((packet, i) => {
    number[i] = packet
    sent[i] = engine.passage.sentTimes.get(packet)
    arrived[i] = arrivalOf(engine, packet)
    journey[i] = engine.passage.journeyOf(packet)
  })
  return { number, sent, arrived, journey }
}

function laneFrame(
  engine: JitterEngine,
  lane: Lane,
  rows: Int32Array,
  span: Span,
  columns: Columns,
): LaneFrame {
  const { ledger } = lane
  const fate = columns.uint8(rows.length)
  const shownAt = columns.float64(rows.length)
  rows.forEach((packet, i) => {
    fate[i] = ledger.fate.get(packet)
    shownAt[i] = ledger.shownAt.get(packet)
  })
  const { name, short, summary: about, origin } = POLICY_WORDS[lane.policy]
  const summary = summarise(engine, lane)
  return {
    about: { name, short, summary: about, origin },
    summary,
    values: measuresOf(summary),
    fate,
    shownAt,
    series: seriesIn(lane, span, columns),
    stalls: stallsIn(lane, span),
  }
}

function seriesIn({ ledger }: Lane, span: Span, columns: Columns): LaneFrame['series'] {
  const { buffer } = ledger
  const first = Math.max(0, buffer.time.lowerBound(span.from) - 1)
  const end = buffer.time.lowerBound(span.to + 1)
  const stride = Math.max(1, Math.ceil((end - first) / MAX_ROWS))
  const length = Math.ceil((end - first) / stride)
  const time = columns.float64(length)
  const depth = columns.int32(length)
  const target = columns.int32(length)
  for (let i = 0; i < length; i++) {
    const row = first + i * stride
    time[i] = buffer.time.get(row)
    depth[i] = buffer.depth.get(row)
    target[i] = buffer.target.get(row)
  }
  return { time, depth, target }
}

/** The newest stalls that touch the span. */
function stallsIn({ ledger }: Lane, span: Span): Stall[] {
  const stalls: Stall[] = []
  for (let i = ledger.stallCount - 1; i >= 0 && stalls.length < MAX_STALLS; i--) {
    const stall = ledger.stall(i)
    if (stall.end < span.from) break
    if (stall.start <= span.to) stalls.push(stall)
  }
  return stalls.reverse()
}

function sequence(first: number, end: number, columns: Columns): Int32Array {
  const rows = columns.int32(end - first)
  for (let i = 0; i < rows.length; i++) rows[i] = first + i
  return rows
}

/**
 * For each of many equal stretches of packets, the one that travelled fastest and the one that travelled slowest;
 * a lost one only where all are lost.
 */
function extremes(engine: JitterEngine, first: number, end: number): Int32Array {
  const stretch = Math.ceil((end - first) / (MAX_ROWS / 2))
  const rows: number[] = []
  for (let start = first; start < end; start += stretch) {
    const stop = Math.min(end, start + stretch)
    let fastest = start
    let slowest = start
    for (let packet = start; packet < stop; packet++) {
      const transit = transitOf(engine, packet)
      if (Number.isNaN(transit)) continue
      if (!(transit >= transitOf(engine, fastest))) fastest = packet
      if (!(transit <= transitOf(engine, slowest))) slowest = packet
    }
    rows.push(Math.min(fastest, slowest))
    if (fastest !== slowest) rows.push(Math.max(fastest, slowest))
  }
  return Int32Array.from(rows)
}

const transitOf = (engine: JitterEngine, packet: number): number =>
  arrivalOf(engine, packet) - engine.passage.sentTimes.get(packet)

/** When a packet arrived, or will if nothing happens; NaN when it is lost. */
function arrivalOf({ passage }: JitterEngine, packet: number): SimTime {
  const arrived = passage.arrivals.get(packet)
  return Number.isNaN(arrived) ? passage.plannedArrivals.get(packet) : arrived
}
