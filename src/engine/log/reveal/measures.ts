import { toMs } from '../../kernel/time.ts'
import type { Lane, LaneId } from './lane.ts'
import type { RevealEngine } from './reveal-engine.ts'

/** The numbers of one reader of one buffer: produced = read + unread + waiting + lost + skipped. */
export interface Summary {
  readonly lane: LaneId
  /** 0 for A, 1 for B. */
  readonly reader: number
  readonly produced: number
  readonly read: number
  readonly unread: number
  readonly waiting: number
  readonly lost: number
  readonly skipped: number
  /** How long the producer has waited in all, in this buffer. */
  readonly blockedMs: number
  /** The age of the oldest record that this reader has yet to read; 0 when there is none. */
  readonly behindMs: number
  /** Records in this buffer now, and the most there ever were. */
  readonly kept: number
  readonly peak: number
}

/** A reader's numbers as they stand at the engine's clock. */
export function summarise(engine: RevealEngine, lane: Lane, reader: number): Summary {
  const books = lane.books[reader]
  if (books === undefined) throw new RangeError(`there is no reader ${reader}`)
  const { produced, read, unread, waiting, lost, skipped } = books.counts
  return {
    lane: lane.id,
    reader,
    produced,
    read,
    unread,
    waiting,
    lost,
    skipped,
    blockedMs: toMs(lane.history.waited(engine.clock)),
    // Every record went into the log when it was made, so its books tell when that was.
    behindMs: books.next < produced ? toMs(engine.clock - engine.log.enteredAt.get(books.next)) : 0,
    kept: lane.kept,
    peak: lane.peak,
  }
}

/** A reader's numbers for charts over time, in the order of the lab's measures. */
export const measuresOf = (run: Summary): number[] => [
  run.produced,
  run.read,
  run.unread,
  run.waiting,
  run.lost,
  run.skipped,
  run.blockedMs,
  run.behindMs,
  run.kept,
  run.peak,
]
