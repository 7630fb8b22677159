import type { Columns } from '../kernel/columns.ts'
import type { Span } from '../kernel/engine.ts'
import type { PagedColumn } from '../kernel/paged-column.ts'
import type { SimTime } from '../kernel/time.ts'
import type { FullStretch } from './history.ts'
import { LANES, type Lane, type LaneId } from './lane.ts'
import { measuresOf, summarise, type LaneSummary } from './measures.ts'
import type { RingEngine } from './ring-engine.ts'
import type { RingSettings } from './settings.ts'

/** Slot by slot, from slot 0: what is in it now. */
export interface SlotColumns {
  /** The item's number; -1 where the slot is free. */
  readonly item: Int32Array
  /** Since when it is there; NaN where the slot is free. */
  readonly since: Float64Array
}

/** The newest things that happened in the span, oldest first, a row each. */
export interface EventColumns {
  readonly time: Float64Array
  /** Codes of HAPPENED. */
  readonly kind: Uint8Array
  readonly slot: Int32Array
  readonly item: Int32Array
}

/** A lane's producer. It either waits (`waitingItem` >= 0) or works on the next item. */
export interface ProducerFrame {
  /** When it pushes its next item; NaN while it waits, and when none comes. */
  readonly nextAt: SimTime
  /** The item in its hand for which there is no slot; -1 for none. */
  readonly waitingItem: number
  /** Since when it waits; NaN while it does not. */
  readonly waitingSince: SimTime
}

/** One buffer in view. What is "now" is so at the frame's `now`, whatever the span. */
export interface LaneFrame {
  readonly lane: LaneId
  readonly name: string
  readonly origin: 'whiteboard' | 'production'
  /** How many items it can hold; null when it grows. */
  readonly bound: number | null
  readonly size: number
  /** The slot to be read next, and the slot to be written next. A list is read at 0 and written behind its last. */
  readonly head: number
  readonly tail: number
  /** A ring: all its slots. A list: its first places, from the oldest item, at most MAX_LISTED. */
  readonly slots: SlotColumns
  readonly producer: ProducerFrame
  /** When a batch that is not full is taken anyway; NaN when no such moment is set. */
  readonly flushAt: SimTime
  readonly events: EventColumns
  /** Items held over time; each row holds until the next. Begins before the span. */
  readonly series: { readonly time: Float64Array; readonly depth: Int32Array }
  /** The stretches that touch the span in which the ring was full, or not yet half empty again. */
  readonly full: readonly FullStretch[]
  readonly summary: LaneSummary
  /** Its numbers, in the order of the lab's measures. */
  readonly values: readonly number[]
}

export interface RingFrame {
  readonly now: SimTime
  readonly span: Span
  /** The settings as they are now, changes on the way included. */
  readonly settings: RingSettings
  readonly consumer: {
    readonly paused: boolean
    /** When it comes next, and came last; NaN for not at all. */
    readonly nextAt: SimTime
    readonly lastAt: SimTime
  }
  /** The whiteboard's list, then production's ring. */
  readonly lanes: readonly LaneFrame[]
}

export const MAX_LISTED = 256
const MAX_EVENTS = 256
const MAX_ROWS = 2_400
const MAX_STRETCHES = 400

/** Everything a view draws for the time in `span`. */
export function buildFrame(engine: RingEngine, span: Span, columns: Columns): RingFrame {
  return {
    now: engine.now,
    span,
    settings: engine.settings,
    consumer: {
      paused: engine.consumer.stalled,
      nextAt: withinRun(engine, engine.consumer.due),
      lastAt: engine.consumer.lastTurn ?? Number.NaN,
    },
    lanes: engine.lanes.map((lane) => laneFrame(engine, lane, span, columns)),
  }
}

function laneFrame(engine: RingEngine, lane: Lane, span: Span, columns: Columns): LaneFrame {
  const { id, store, producer, waiting, history } = lane
  const summary = summarise(engine, lane)
  return {
    lane: id,
    name: LANES[id].name,
    origin: LANES[id].origin,
    bound: store.bound,
    size: store.size,
    head: store.head,
    tail: store.tail,
    slots: slotsOf(lane, columns),
    producer: {
      nextAt: withinRun(engine, producer.due),
      waitingItem: waiting?.item ?? -1,
      waitingSince: waiting?.since ?? Number.NaN,
    },
    flushAt: withinRun(engine, lane.flushDue),
    events: eventsIn(lane, span, columns),
    series: seriesIn(lane, span, columns),
    full: history.stretchesIn(span, MAX_STRETCHES),
    summary,
    values: measuresOf(summary),
  }
}

/** A moment to come, or NaN when there is none before the run ends. */
const withinRun = ({ extent }: RingEngine, due: SimTime | null): number =>
  due === null || due > extent ? Number.NaN : due

function slotsOf({ store, ledger }: Lane, columns: Columns): SlotColumns {
  const length = store.bound ?? Math.min(store.size, MAX_LISTED)
  const item = columns.int32(length)
  const since = columns.float64(length)
  for (let slot = 0; slot < length; slot++) {
    const here = store.inSlot(slot)
    item[slot] = here
    since[slot] = here < 0 ? Number.NaN : ledger.enteredAt.get(here)
  }
  return { item, since }
}

function eventsIn({ history }: Lane, span: Span, columns: Columns): EventColumns {
  const { eventTime, eventKind, eventSlot, eventItem } = history
  const end = eventTime.lowerBound(span.to + 1)
  const first = Math.max(eventTime.lowerBound(span.from), end - MAX_EVENTS)
  const time = columns.float64(Math.max(0, end - first))
  const kind = columns.uint8(time.length)
  const slot = columns.int32(time.length)
  const item = columns.int32(time.length)
  if (time.length > 0) {
    eventTime.copy(first, end, time)
    eventKind.copy(first, end, kind)
    eventSlot.copy(first, end, slot)
    eventItem.copy(first, end, item)
  }
  return { time, kind, slot, item }
}

/** The depth over the span. Too many rows are thinned to each stretch's lowest and highest: no peak is lost. */
function seriesIn({ history }: Lane, span: Span, columns: Columns): LaneFrame['series'] {
  const { seriesTime, seriesDepth } = history
  const first = Math.max(0, seriesTime.lowerBound(span.from) - 1)
  const end = Math.max(first, seriesTime.lowerBound(span.to + 1))
  if (end - first > MAX_ROWS) {
    const rows = extremes(seriesDepth, first, end)
    const time = columns.float64(rows.length)
    const depth = columns.int32(rows.length)
    rows.forEach((row, i) => {
      time[i] = seriesTime.get(row)
      depth[i] = seriesDepth.get(row)
    })
    return { time, depth }
  }
  const time = columns.float64(end - first)
  const depth = columns.int32(end - first)
  seriesTime.copy(first, end, time)
  seriesDepth.copy(first, end, depth)
  return { time, depth }
}

/** The rows of the lowest and the highest value of each of many equal stretches, and the last row, ascending. */
function extremes(column: PagedColumn, first: number, end: number): number[] {
  const stretch = Math.ceil((end - first) / (MAX_ROWS / 2))
  const rows: number[] = []
  for (let start = first; start < end; start += stretch) {
    let low = start
    let high = start
    for (let row = start; row < Math.min(end, start + stretch); row++) {
      if (column.get(row) < column.get(low)) low = row
      if (column.get(row) > column.get(high)) high = row
    }
    rows.push(Math.min(low, high))
    if (low !== high) rows.push(Math.max(low, high))
  }
  if (rows.at(-1) !== end - 1) rows.push(end - 1)
  return rows
}
