import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import type { SimTime } from '../../kernel/time.ts'
import { LANES, type Lane, type LaneId } from './lane.ts'
import { TURN } from './lane-history.ts'
import type { LogLane } from './log-lane.ts'
import { measuresOf, summarise, type Summary } from './measures.ts'
import { readerName } from './readers.ts'
import type { RevealEngine } from './reveal-engine.ts'
import type { RingLane } from './ring-lane.ts'
import type { RevealSettings } from './settings.ts'
import { thinnedSeries, type Series } from './series.ts'

export interface ReaderFrame {
  readonly name: string
  readonly stalled: boolean
  /** Turns a second; 0 for one that never comes. */
  readonly rate: number
}

/** One reader of one buffer. */
export interface BookFrame {
  readonly summary: Summary
  /** Its numbers, in the order of the lab's measures. */
  readonly values: readonly number[]
  /** The next record it will ask for. */
  readonly position: number
}

/** A ring's slots now. */
export interface RingShape {
  readonly capacity: number
  /** Slot of the oldest record, and slot to be written next. */
  readonly head: number
  readonly tail: number
  /** By slot: the record in it; -1 where it is free. */
  readonly slots: Int32Array
}

export interface SegmentFrame {
  readonly baseOffset: number
  readonly nextOffset: number
  readonly bytes: number
}

/** The log now. */
export interface LogShape {
  readonly logStartOffset: number
  readonly highWatermark: number
  readonly logEndOffset: number
  /** The newest segments, oldest first; the last is the active one. */
  readonly segments: readonly SegmentFrame[]
  readonly segmentCount: number
  readonly bytes: number
  readonly mostBytes: number
  readonly deletedSegments: number
  readonly resets: number
  /** When retention is checked next; NaN for not any more. */
  readonly nextCheck: SimTime
  /** Times in the span at which it was checked, and whether anything was deleted then. */
  readonly checks: readonly { readonly time: SimTime; readonly deleted: number }[]
}

export interface LaneFrame {
  readonly lane: LaneId
  readonly name: string
  readonly short: string
  readonly origin: 'whiteboard' | 'production'
  readonly kept: number
  readonly peak: number
  readonly waiting: number
  readonly waitedMs: number
  readonly readers: readonly BookFrame[]
  readonly ring: RingShape | null
  readonly log: LogShape | null
  /** Records kept over time, and records waiting or lost. Each row holds until the next. */
  readonly series: Series
}

export interface RevealFrame {
  readonly now: SimTime
  readonly span: Span
  /** The settings as they are now, changes on the way included. */
  readonly settings: RevealSettings
  readonly produced: number
  readonly readers: readonly ReaderFrame[]
  /** The ring that blocks, the ring that overwrites, the log. */
  readonly lanes: readonly LaneFrame[]
}

const MAX_SEGMENTS = 400
const MAX_CHECKS = 400

/** Everything a view draws for the time in `span`. */
export function buildFrame(engine: RevealEngine, span: Span, columns: Columns): RevealFrame {
  const { settings, block, overwrite, log } = engine
  return {
    now: engine.now,
    span,
    settings,
    produced: log.enteredAt.length,
    readers: Array.from({ length: engine.readerCount }, (_, reader) => ({
      name: readerName(reader),
      stalled: engine.isStalled(reader),
      rate: reader === 0 ? settings.readA : settings.readB,
    })),
    lanes: [
      laneFrame(engine, block, span, columns, ringShape(block, columns), null),
      laneFrame(engine, overwrite, span, columns, ringShape(overwrite, columns), null),
      laneFrame(engine, log, span, columns, null, logShape(engine, log, span)),
    ],
  }
}

function laneFrame(
  engine: RevealEngine,
  lane: Lane,
  span: Span,
  columns: Columns,
  ring: RingShape | null,
  log: LogShape | null,
): LaneFrame {
  const readers = lane.books.map((books, reader): BookFrame => {
    const summary = summarise(engine, lane, reader)
    const position = lane.id === 'log' ? engine.log.offsetOf(reader) : books.next
    return { summary, values: measuresOf(summary), position }
  })
  return {
    lane: lane.id,
    ...LANES[lane.id],
    kept: lane.kept,
    peak: lane.peak,
    waiting: readers[0]?.summary.waiting ?? 0,
    waitedMs: readers[0]?.summary.blockedMs ?? 0,
    readers,
    ring,
    log,
    series: thinnedSeries(lane.history, span, columns),
  }
}

function ringShape(ring: RingLane, columns: Columns): RingShape {
  const { capacity, head, tail } = ring
  const slots = columns.int32(capacity)
  for (let slot = 0; slot < capacity; slot++) slots[slot] = ring.inSlot(slot)
  return { capacity, head, tail, slots }
}

function logShape(engine: RevealEngine, log: LogLane, span: Span): LogShape {
  const { partition, history } = log
  const { logStartOffset, highWatermark, logEndOffset, segments } = partition
  const checks: { time: SimTime; deleted: number }[] = []
  for (let i = history.turnCount - 1; i >= 0 && checks.length < MAX_CHECKS; i--) {
    const { time, what, count } = history.turn(i)
    if (time < span.from) break
    if (what !== TURN.outOfRange) checks.push({ time, deleted: count })
  }
  const { checkDue } = engine
  return {
    logStartOffset,
    highWatermark,
    logEndOffset,
    segments: segments.slice(-MAX_SEGMENTS).map(({ baseOffset, nextOffset, size }) => ({
      baseOffset,
      nextOffset,
      bytes: size,
    })),
    segmentCount: segments.length,
    bytes: partition.size,
    mostBytes: log.mostBytes,
    deletedSegments: log.deletedSegments,
    resets: log.resets,
    nextCheck: checkDue === null || checkDue > engine.extent ? Number.NaN : checkDue,
    checks: checks.reverse(),
  }
}
