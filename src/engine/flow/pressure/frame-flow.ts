import { at } from '../../../shared/assert.ts'
import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import type { PagedColumn } from '../../kernel/paged-column.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import { TOTAL } from '../station/history.ts'
import type { Station } from '../station/station.ts'
import { STRATEGY, type Strategy } from './codes.ts'
import type { FlowColumns, PressureFrame } from './frame.ts'
import type { PressureEngine } from './pressure-engine.ts'

/** Buckets in view, at most. */
const MOST = 240

/** Equal stretches of time: the first bucket's number, how many there are, and how long each is. */
export interface Buckets {
  readonly first: number
  readonly count: number
  readonly width: SimTime
}

/** The buckets of the span, as far as the run has come: as long as few enough fit, and the same wherever the span begins. */
export function bucketsFor(engine: PressureEngine, span: Span): Buckets {
  const base = at(engine.lanes, 0).station.history.width
  const from = Math.max(0, span.from)
  const to = Math.min(Math.max(from, span.to), engine.clock)
  const merged = Math.max(1, Math.ceil((to - from) / base / MOST))
  const width = base * merged
  const first = Math.floor(from / width)
  return { first, count: Math.max(0, Math.ceil(to / width) - first), width }
}

/** First attempts a second by bucket. */
export function loadRateOf(
  engine: PressureEngine,
  buckets: Buckets,
  columns: Columns,
): PressureFrame['load']['rate'] {
  const { first, count, width } = buckets
  const { times } = engine.arrivals
  const offered = columns.float64(count)
  let before = count === 0 ? 0 : times.lowerBound(first * width)
  for (let i = 0; i < count; i++) {
    const end = (first + i + 1) * width
    const after = times.lowerBound(end)
    offered[i] = ((after - before) * SECOND) / lengthOf(engine, buckets, i)
    before = after
  }
  return { start: first * width, width, offered }
}

/** What flowed in a lane, by bucket: differences of its running totals. */
export function flowOf(
  engine: PressureEngine,
  station: Station,
  buckets: Buckets,
  columns: Columns,
): FlowColumns {
  const { first, count, width } = buckets
  const { history } = station
  const merged = width / history.width
  const present = station.totalsAt(engine.clock)
  const column = (total: number): Float64Array => {
    const values = columns.float64(count)
    const boundaries = at(history.boundaries, total)
    let before = totalAt(boundaries, first * merged, at(present, total))
    for (let i = 0; i < count; i++) {
      const after = totalAt(boundaries, (first + i + 1) * merged, at(present, total))
      values[i] = (after - before) / lengthOf(engine, buckets, i)
      before = after
    }
    return values
  }
  const perSecond = (total: number): Float64Array => {
    const values = column(total)
    for (let i = 0; i < count; i++) values[i] = (values[i] ?? 0) * SECOND
    return values
  }
  const busy = column(TOTAL.busy)
  const paid = column(TOTAL.paid)
  for (let i = 0; i < count; i++) busy[i] = (busy[i] ?? 0) / Math.max(1, paid[i] ?? 0)
  const used = Object.values(STRATEGY).filter((code: Strategy) => at(present, TOTAL.strategy + code) > 0)
  return {
    start: first * width,
    width,
    offered: perSecond(TOTAL.offered),
    inflow: perSecond(TOTAL.accepted),
    outflow: perSecond(TOTAL.served),
    dropped: perSecond(TOTAL.dropped),
    busy,
    switches: perSecond(TOTAL.switches),
    shares: used.map((strategy) => ({ strategy, share: column(TOTAL.strategy + strategy) })),
  }
}

/** A running total at a boundary: those not reached yet are as things stand now. */
const totalAt = (boundaries: PagedColumn, boundary: number, present: number): number =>
  boundary < boundaries.length ? boundaries.get(boundary) : present

/** How long a bucket is so far. */
const lengthOf = ({ clock }: PressureEngine, { first, width }: Buckets, i: number): SimTime =>
  Math.max(1, Math.min(width, clock - (first + i) * width))
