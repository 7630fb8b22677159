import { outside } from '../../../shared/assert.ts'
import { PARTITIONS, TOPICS } from '../codes.ts'
import { readRow, RECORD_WORDS, writeRow, type Batch } from '../record.ts'

const PLACES = TOPICS.length * PARTITIONS
/** The event, its key, and when it counts as having happened. */
const WORDS = RECORD_WORDS + 2
/** A segment is closed with so many records. */
export const SEGMENT_RECORDS = 64
/** So many closed ones stay, beside the one that is written to. */
export const CLOSED_SEGMENTS = 3

/** The kept records of a partition, in segments; each begins at an offset that is a multiple of SEGMENT_RECORDS. */
interface Place {
  /** The first record of all segments that are kept. */
  start: number
  end: number
  /** Oldest first; the last one is being written to. Those before it never change. */
  segments: Uint32Array[]
}

export type SavedRecords = readonly Readonly<Place>[]

/** What is kept of a record beside the event. */
export interface KeptRecord {
  /** Its key, as a number. */
  readonly key: number
  /** When it counts as having happened, in ms since the epoch. */
  readonly timeMs: number
}

/**
 * The newest records of every partition: three closed segments of 64, and the one that is written to. Older segments go
 * whole, as a broker's retention takes them. Offsets are counted here, beside the logs.
 */
export class KeptRecords {
  private places: Place[] = Array.from({ length: PLACES }, () => ({ start: 0, end: 0, segments: [] }))

  /** The log start offset of partition `place`, counted over all topics: topic · 50 + partition. */
  startOf(place: number): number {
    return this.at(place).start
  }

  /** The log end offset. */
  endOf(place: number): number {
    return this.at(place).end
  }

  add(place: number, key: number, batch: Batch, index: number, timeMs: number): void {
    const log = this.at(place)
    const row = log.end % SEGMENT_RECORDS
    if (row === 0) log.segments.push(new Uint32Array(SEGMENT_RECORDS * WORDS))
    if (log.segments.length > 1 + CLOSED_SEGMENTS) {
      log.segments.shift()
      log.start += SEGMENT_RECORDS
    }
    const words = log.segments.at(-1) ?? outside(row)
    writeRow(batch, index, words, row * WORDS)
    words[row * WORDS + RECORD_WORDS] = key
    words[row * WORDS + RECORD_WORDS + 1] = timeMs
    log.end += 1
  }

  /** Reads the record at an offset that is kept: the event into place 0 of `into`, and the rest. */
  read(place: number, offset: number, into: Batch): KeptRecord {
    const { start, segments } = this.at(place)
    const words = segments[Math.floor((offset - start) / SEGMENT_RECORDS)] ?? outside(offset)
    const at = (offset % SEGMENT_RECORDS) * WORDS
    readRow(words, at, into, 0)
    into.length = 1
    const timeMs = (words[at + RECORD_WORDS + 1] ?? outside(at)) | 0
    return { key: words[at + RECORD_WORDS] ?? outside(at), timeMs }
  }

  save(): SavedRecords {
    // Closed segments are shared. The last one is cut where it ends, so that what is saved depends on its records alone.
    return this.places.map(({ start, end, segments }) => ({
      start,
      end,
      segments: segments.map((words, i) =>
        i < segments.length - 1 || end % SEGMENT_RECORDS === 0
          ? words
          : words.slice(0, (end % SEGMENT_RECORDS) * WORDS),
      ),
    }))
  }

  restore(saved: SavedRecords): void {
    this.places = saved.map(({ start, end, segments }) => ({
      start,
      end,
      segments: segments.map((words) => {
        if (words.length === SEGMENT_RECORDS * WORDS) return words
        const whole = new Uint32Array(SEGMENT_RECORDS * WORDS)
        whole.set(words)
        return whole
      }),
    }))
  }

  private at(place: number): Place {
    return this.places[place] ?? outside(place)
  }
}
