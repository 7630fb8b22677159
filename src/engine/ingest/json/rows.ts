import { MOST_LINE_BYTES } from './codes.ts'
import type { TakeLine } from './lines.ts'

const NEWLINE = 0x0a
const QUOTE = 0x22
const BETWEEN = 0
const PLAIN = 1
const QUOTED = 2
const CLOSED = 3

/**
 * Joins lines into rows of CSV, where a cell in quotes may go over several lines. A row is told with the line that it
 * begins in. Where quotes never end, as far as a row may go, each line is a row of its own.
 */
export class RowJoiner {
  private readonly take: TakeLine
  private readonly delimiter: number
  /** Lines of a row that is open: their bytes, and where each ends. */
  private open: Uint8Array = new Uint8Array(4_096)
  private ends: number[] = []
  private firstLine = 0
  private state = BETWEEN

  constructor(delimiter: number, take: TakeLine) {
    this.delimiter = delimiter
    this.take = take
  }

  /** A `TakeLine` itself. */
  readonly line: TakeLine = (bytes, from, to, line, isTooLong) => {
    if (this.ends.length === 0) {
      if (!isTooLong) this.scan(bytes, from, to)
      if (isTooLong || this.state !== QUOTED) {
        this.state = BETWEEN
        this.take(bytes, from, to, line, isTooLong)
        return
      }
      this.firstLine = line
      this.append(bytes, from, to)
      return
    }
    if (isTooLong || this.length + to - from > MOST_LINE_BYTES) {
      this.giveUp()
      this.line(bytes, from, to, line, isTooLong)
      return
    }
    this.scan(bytes, from, to)
    this.append(bytes, from, to)
    if (this.state !== QUOTED) this.release()
  }

  finish(): void {
    this.giveUp()
  }

  private get length(): number {
    return this.ends.at(-1) ?? 0
  }

  /** Follows the quotes over a line; the newline behind it ends a row unless it is between quotes. */
  private scan(bytes: Uint8Array, from: number, to: number): void {
    let { state } = this
    let i = from
    if (state !== QUOTED) {
      // Most rows have no quotes: then there is nothing to follow.
      while (i < to && bytes[i] !== QUOTE) i += 1
      if (i > from && bytes[i - 1] !== this.delimiter) state = PLAIN
    }
    for (; i < to; i++) {
      const byte = bytes[i] ?? 0
      if (state === QUOTED) state = byte === QUOTE ? CLOSED : QUOTED
      else if (state === CLOSED && byte === QUOTE) state = QUOTED
      else if (byte === this.delimiter) state = BETWEEN
      else state = state === BETWEEN && byte === QUOTE ? QUOTED : PLAIN
    }
    this.state = state === QUOTED ? QUOTED : BETWEEN
  }

  private append(bytes: Uint8Array, from: number, to: number): void {
    const start = this.length
    const needed = start + to - from + 1
    if (needed > this.open.length) {
      const larger = new Uint8Array(2 * needed)
      larger.set(this.open.subarray(0, start))
      this.open = larger
    }
    this.open.set(bytes.subarray(from, to), start)
    this.open[needed - 1] = NEWLINE
    this.ends.push(needed)
  }

  private release(): void {
    const { length, firstLine } = this
    this.ends = []
    this.state = BETWEEN
    this.take(this.open, 0, length - 1, firstLine, false)
  }

  /** Each of its lines is a row then: looking for longer ones again and again would take for ever in a hostile file. */
  private giveUp(): void {
    const { ends, firstLine } = this
    this.ends = []
    this.state = BETWEEN
    ends.forEach((end, i) => this.take(this.open, ends[i - 1] ?? 0, end - 1, firstLine + i, false))
  }
}
