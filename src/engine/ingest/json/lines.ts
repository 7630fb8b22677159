import { MOST_LINE_BYTES } from './codes.ts'

const NEWLINE = 0x0a
const FIRST_BYTES = 4_096

/**
 * Takes a line: the bytes from `from` to before `to`, behind which is a newline; they are the line's only until it
 * returns. `line` counts from 1. Of a line that is too long these are the first bytes.
 */
export type TakeLine = (bytes: Uint8Array, from: number, to: number, line: number, isTooLong: boolean) => void

/** Cuts a file that comes in pieces into its lines. It holds no more than one line, and of one too long its beginning. */
export class LineSplitter {
  private readonly take: TakeLine
  /** The beginning of a line that the pieces so far did not end, and how long it is. */
  private held: Uint8Array = new Uint8Array(FIRST_BYTES)
  private kept = 0
  private length = 0
  private line = 1

  constructor(take: TakeLine) {
    this.take = take
  }

  push(given: Uint8Array): void {
    // A plain one, whatever it was (Node's Buffer): loops over bytes are fast where they meet one kind of list only.
    const piece = new Uint8Array(given.buffer, given.byteOffset, given.length)
    let from = 0
    if (this.length > 0) {
      const end = piece.indexOf(NEWLINE)
      this.hold(piece, 0, end < 0 ? piece.length : end)
      if (end < 0) return
      this.release()
      from = end + 1
    }
    for (let end; (end = piece.indexOf(NEWLINE, from)) >= 0; from = end + 1) {
      const isTooLong = end - from > MOST_LINE_BYTES
      this.take(piece, from, isTooLong ? from + FIRST_BYTES : end, this.line, isTooLong)
      this.line += 1
    }
    this.hold(piece, from, piece.length)
  }

  /** The file is over: what has no newline behind it is a line, too. */
  finish(): void {
    if (this.length > 0) this.release()
  }

  private hold(piece: Uint8Array, from: number, to: number): void {
    this.length += to - from
    // Too long: no use in keeping more than is shown.
    const room = this.length > MOST_LINE_BYTES ? Math.max(0, FIRST_BYTES - this.kept) : to - from
    const end = Math.min(to, from + room)
    const needed = this.kept + end - from + 1
    if (needed > this.held.length) {
      const larger = new Uint8Array(Math.min(2 * needed, MOST_LINE_BYTES + 1))
      larger.set(this.held.subarray(0, this.kept))
      this.held = larger
    }
    this.held.set(piece.subarray(from, end), this.kept)
    this.kept += end - from
  }

  private release(): void {
    const isTooLong = this.length > MOST_LINE_BYTES
    const end = isTooLong ? Math.min(this.kept, FIRST_BYTES) : this.kept
    this.held[end] = NEWLINE
    this.kept = 0
    this.length = 0
    this.take(this.held, 0, end, this.line, isTooLong)
    this.line += 1
  }
}
