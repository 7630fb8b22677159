import type { Problem } from '../../../shared/outcome.ts'
import { grouped } from '../../../shared/words.ts'
import { ByteQueue } from './byte-queue.ts'

/** No packet that any of these files can hold is larger; whoever claims so is damaged or means ill. */
export const MAX_RECORD = 262_144

/**
 * How a file of records is read: looks at the front of the queue and says how many bytes the record there has, and
 * what it held it keeps. 0 when more of it must come first; it may be more than is here, and then the rest is left
 * out. Or why the file cannot be read on.
 */
export type TakeRecord = (queue: ByteQueue) => number | Problem

/** Reads a file record by record, from bytes that come in pieces. Each step takes a byte or more: it always ends. */
export class RecordReader {
  private readonly takeRecord: TakeRecord
  private readonly queue = new ByteQueue()
  private found: Problem | null = null
  private lastTaken = 0

  constructor(takeRecord: TakeRecord) {
    this.takeRecord = takeRecord
  }

  /** Why the file is refused; null while it is not. */
  get problem(): Problem | null {
    return this.found
  }

  push(bytes: Uint8Array): boolean {
    if (this.found !== null) return false
    this.queue.append(bytes)
    while (this.queue.length > 0) {
      const taken = this.takeRecord(this.queue)
      if (typeof taken !== 'number') {
        this.found = taken
        return false
      }
      if (taken === 0) break
      this.lastTaken = taken
      this.queue.take(taken)
    }
    return true
  }

  /** Where the record begins in the middle of which the file ends; null when it ends as it should. */
  get cutAt(): number | null {
    const { length, missing, taken } = this.queue
    return length > 0 ? taken : missing > 0 ? taken - this.lastTaken : null
  }
}

/** What to tell of a file that ends too early: what came before is good. */
export const cutShort = ({ cutAt }: RecordReader): string[] =>
  cutAt === null
    ? []
    : [`the file ends in the middle of what begins at byte ${grouped(cutAt)}; all before that was read`]

/** "packet 12, byte 3,456": a place in a capture. */
export const placeOf = (noun: string, index: number, byte: number): string =>
  `${noun} ${grouped(index)}, byte ${grouped(byte)}`
