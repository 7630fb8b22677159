import type { Columns } from '../kernel/columns.ts'
import type { Span } from '../kernel/engine.ts'
import type { PagedColumn } from '../kernel/paged-column.ts'
import type { SimTime } from '../kernel/time.ts'
import type { RingId } from './codes.ts'
import type { Decoder } from './decoder.ts'
import { LANES, type Lane, type LaneId } from './lane.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import type { PipelineEngine } from './pipeline-engine.ts'
import type { PipelineSettings } from './settings.ts'
import type { FullPolicy } from './settings/rings.ts'
import type { StageRing } from './stage-ring.ts'
import type { WaitLog } from './wait-log.ts'

/** A ring between two stages, slot by slot. */
export interface RingView {
  readonly ring: RingId
  readonly slots: number
  readonly size: number
  /** The slot to be read next, and the slot to be written next. */
  readonly head: number
  readonly tail: number
  readonly policy: FullPolicy
  /** By slot: the frame's number, -1 where it is free. */
  readonly frame: Int32Array
  /** By slot: 1 where the frame can't be decoded any more. */
  readonly doomed: Uint8Array
}

/** The swap buffers, one by one. */
export interface ChainView {
  readonly slots: number
  /** Drawn pictures that wait for their refresh. */
  readonly waiting: number
  /** By buffer: the picture in it, -1 for none; and a code of ROLE. */
  readonly frame: Int32Array
  readonly role: Uint8Array
}

/** A stage that works: which frame on, since when and until when. Frame -1 and NaN while it does not. */
export interface WorkView {
  readonly frame: number
  readonly since: SimTime
  readonly until: SimTime
  /** It stands still for want of room behind it. */
  readonly isWaiting: boolean
}

/** One wiring in view. What is "now" is so at the frame's `now`, whatever the span. */
export interface LaneFrame {
  readonly lane: LaneId
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  /** Frames that have arrived and wait outside for the network ring. */
  readonly outside: number
  readonly network: RingView | null
  readonly decoded: RingView | null
  /** The whiteboard's third ring; null where drawn pictures go into a swap chain, or there is none. */
  readonly render: RingView | null
  readonly chain: ChainView | null
  readonly decoder: (WorkView & { readonly isStopped: boolean; readonly last: number }) | null
  readonly renderer: WorkView & { readonly sleepsUntil: SimTime }
  /** The picture on the screen, since when, and how long after its arrival it came there; -1 and NaN before the first. */
  readonly screen: { readonly frame: number; readonly since: SimTime; readonly age: SimTime }
  /** New pictures on the screen, from the last one before the span on. */
  readonly shown: { readonly time: Float64Array; readonly frame: Int32Array; readonly age: Float64Array }
  /** Frames that ended in the span without being shown; `fate` holds codes of FATE. */
  readonly gone: { readonly time: Float64Array; readonly frame: Int32Array; readonly fate: Uint8Array }
  /** Pictures drawn in the span, where every frame is drawn; an `end` of NaN is still to come. Empty elsewhere. */
  readonly drawn: { readonly frame: Int32Array; readonly start: Float64Array; readonly end: Float64Array }
  /** When the renderer stood still for want of a buffer. */
  readonly waits: { readonly start: Float64Array; readonly end: Float64Array }
  /** The refreshes in the span that showed parts of two pictures: when each began. */
  readonly torn: Float64Array
  readonly freezes: readonly { readonly start: SimTime; readonly end: SimTime }[]
  readonly summary: LaneSummary
  /** Its numbers, in the order of the lab's measures. */
  readonly values: readonly number[]
}

export interface PipelineFrame {
  readonly now: SimTime
  readonly span: Span
  /** The settings as they are now, changes on the way included. */
  readonly settings: PipelineSettings
  readonly source: {
    readonly sent: number
    readonly lost: number
    readonly inNetwork: number
    readonly willLose: 'frame' | 'key' | null
  }
  readonly lanes: readonly LaneFrame[]
}

const MAX_ROWS = 4_096
const MAX_FREEZES = 200

/** Everything a view draws for the time in `span`. */
export function buildFrame(engine: PipelineEngine, span: Span, columns: Columns): PipelineFrame {
  const { source } = engine
  return {
    now: engine.now,
    span,
    settings: engine.settings,
    source: {
      sent: source.sent,
      lost: source.lost.length,
      inNetwork: source.inNetwork,
      willLose: source.willLose,
    },
    lanes: engine.lanes.map((lane) => laneFrame(engine, lane, span, columns)),
  }
}

function laneFrame(engine: PipelineEngine, lane: Lane, span: Span, columns: Columns): LaneFrame {
  const { id, rings, screen, renderer, waits } = lane
  const summary = summarise(engine, lane)
  const ring = (which: StageRing | null): RingView | null =>
    which === null ? null : ringView(lane, which, columns)
  return {
    lane: id,
    name: LANES[id].name,
    origin: LANES[id].origin,
    outside: lane.outside,
    network: ring(rings.network),
    decoded: ring(rings.decoded),
    render: ring(rings.render),
    chain: chainView(lane, columns),
    decoder: decoderView(lane),
    renderer: {
      ...workView(renderer, waits.renderer),
      sleepsUntil: lane.sleepsUntil ?? Number.NaN,
    },
    screen: { frame: screen.frame, since: screen.since, age: ageOf(lane, screen.frame) },
    shown: shownIn(lane, span, columns),
    gone: goneIn(lane, span, columns),
    drawn: drawnIn(lane, span, columns),
    waits: waitsIn(waits.renderer, engine.clock, span, columns),
    torn: tornIn(engine, lane, span, columns),
    freezes: freezesIn(lane, span),
    summary,
    values: measuresOf(summary),
  }
}

function ringView({ decoder }: Lane, ring: StageRing, columns: Columns): RingView {
  const { id, slots, size, head, tail, policy } = ring
  const frame = columns.int32(slots)
  const doomed = columns.uint8(slots)
  for (let slot = 0; slot < slots; slot++) frame[slot] = ring.inSlot(slot)
  if (id === 'network' && decoder !== null) markDoomed(ring, decoder, doomed)
  return { ring: id, slots, size, head, tail, policy, frame, doomed }
}

/** Frames in the ring that the decoder will have to refuse: one they need is missing. */
function markDoomed(ring: StageRing, decoder: Decoder, doomed: Uint8Array): void {
  let before = decoder.last
  for (let i = 0; i < ring.size; i++) {
    const waiting = ring.ahead(i) ?? -1
    if (decoder.canDecode(waiting, before)) before = waiting
    else doomed[(ring.head + i) % ring.slots] = 1
  }
}

function chainView({ chain }: Lane, columns: Columns): ChainView | null {
  if (chain === null) return null
  const frame = columns.int32(chain.slots)
  const role = columns.uint8(chain.slots)
  for (let buffer = 0; buffer < chain.slots; buffer++) {
    frame[buffer] = chain.pictureIn(buffer)
    role[buffer] = chain.roleOf(buffer)
  }
  return { slots: chain.slots, waiting: chain.waiting, frame, role }
}

interface Worker {
  readonly frame: number
  readonly since: SimTime
  readonly due: SimTime | null
}

const workView = ({ frame, since, due }: Worker, { isWaiting }: WaitLog): WorkView => ({
  frame,
  since: frame < 0 ? Number.NaN : since,
  until: due ?? Number.NaN,
  isWaiting,
})

function decoderView({ decoder, waits }: Lane): LaneFrame['decoder'] {
  if (decoder === null) return null
  return { ...workView(decoder, waits.decoder), isStopped: decoder.stopped, last: decoder.last }
}

/** How long after its arrival this frame was shown. */
const ageOf = ({ ledger }: Lane, frame: number): SimTime =>
  frame < 0 ? Number.NaN : ledger.endAt.get(frame) - ledger.arrivedAt.get(frame)

interface Rows {
  readonly first: number
  readonly end: number
}

/** The rows of an ascending column in `span`, the newest of them if there are too many; with the one before them. */
function rowsIn(time: PagedColumn, { from, to }: Span, withLast: boolean): Rows {
  const end = time.lowerBound(to + 1)
  const start = Math.max(time.lowerBound(from), end - MAX_ROWS)
  const first = withLast ? start - 1 : start
  return { first: Math.min(end, Math.max(0, first)), end }
}

function floats(column: PagedColumn, { first, end }: Rows, columns: Columns): Float64Array {
  const copied = columns.float64(end - first)
  column.copy(first, end, copied)
  return copied
}

function ints(column: PagedColumn, { first, end }: Rows, columns: Columns): Int32Array {
  const copied = columns.int32(end - first)
  column.copy(first, end, copied)
  return copied
}

function shownIn(lane: Lane, span: Span, columns: Columns): LaneFrame['shown'] {
  const rows = rowsIn(lane.screen.shownAt, span, true)
  const time = floats(lane.screen.shownAt, rows, columns)
  const frame = ints(lane.screen.shownFrame, rows, columns)
  const age = columns.float64(time.length)
  for (let i = 0; i < age.length; i++) age[i] = ageOf(lane, frame[i] ?? -1)
  return { time, frame, age }
}

function goneIn({ ledger }: Lane, span: Span, columns: Columns): LaneFrame['gone'] {
  const rows = rowsIn(ledger.goneAt, span, false)
  const time = floats(ledger.goneAt, rows, columns)
  const frame = ints(ledger.goneFrame, rows, columns)
  const fate = columns.uint8(time.length)
  for (let i = 0; i < fate.length; i++) fate[i] = ledger.fateOf(frame[i] ?? 0)
  return { time, frame, fate }
}

function drawnIn({ rings, ledger }: Lane, span: Span, columns: Columns): LaneFrame['drawn'] {
  const isEvery = rings.decoded === null
  const rows = isEvery ? rowsIn(ledger.drawAt, span, true) : { first: 0, end: 0 }
  const start = floats(ledger.drawAt, rows, columns)
  const end = floats(ledger.drawnAt, rows, columns)
  const frame = columns.int32(start.length)
  for (let i = 0; i < frame.length; i++) frame[i] = rows.first + i
  return { frame, start, end }
}

function waitsIn(log: WaitLog, now: SimTime, { from, to }: Span, columns: Columns): LaneFrame['waits'] {
  const over = log.start.lowerBound(to + 1)
  const isOpenOne = over < log.countAt(now) && log.get(over, now)[0] <= to
  const last = isOpenOne ? over + 1 : over
  const first = Math.max(0, log.end.lowerBound(from), last - MAX_ROWS)
  const start = columns.float64(Math.max(0, last - first))
  const end = columns.float64(start.length)
  for (let i = 0; i < start.length; i++) {
    const wait = log.get(first + i, now)
    start[i] = wait[0]
    end[i] = wait[1]
  }
  return { start, end }
}

function tornIn({ vsync }: PipelineEngine, { screen }: Lane, span: Span, columns: Columns): Float64Array {
  const rows = rowsIn(screen.torn, { from: vsync.at(span.from), to: vsync.at(span.to) }, false)
  const times = floats(screen.torn, rows, columns)
  for (let i = 0; i < times.length; i++) times[i] = vsync.timeOf(times[i] ?? 0)
  return times
}

function freezesIn({ screen }: Lane, span: Span): LaneFrame['freezes'] {
  const { freezeStart, freezeEnd } = screen
  const first = freezeEnd.lowerBound(span.from)
  const end = Math.min(freezeStart.lowerBound(span.to + 1), first + MAX_FREEZES)
  return Array.from({ length: Math.max(0, end - first) }, (_, i) => ({
    start: freezeStart.get(first + i),
    end: freezeEnd.get(first + i),
  }))
}
