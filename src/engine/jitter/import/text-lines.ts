import type { Problem } from '../../../shared/outcome.ts'

const MAX_LINE = 1_000
const NEWLINE = 10
const RETURN = 13
const BOM = 0xfeff

/** Cuts bytes that come in pieces into lines, and knows where it is. A byte is a character; none that counts has two. */
export class TextLines {
  private readonly take: (text: string) => void
  private line = ''
  private lineNumber = 1
  private found: Problem | null = null

  /** `take` is called with each line that is not blank. */
  constructor(take: (text: string) => void) {
    this.take = take
  }

  /** Why the file is refused; null while it is not. */
  get problem(): Problem | null {
    return this.found
  }

  push(bytes: Uint8Array): boolean {
    for (let i = 0; i < bytes.length && this.found === null; i++) {
      const byte = bytes[i] ?? 0
      if (byte === NEWLINE) this.endLine()
      else if (byte === 0) this.fail('this is not a text file')
      else if (byte !== RETURN) this.line += String.fromCharCode(byte)
      if (this.line.length > MAX_LINE) this.fail(`the line is longer than ${MAX_LINE} characters`)
    }
    return this.found === null
  }

  /** The file is over: what has no newline behind it is a line, too. */
  end(): void {
    if (this.found === null && this.line !== '') this.endLine()
  }

  /** Refuses the file at the present line, for the first reason given. */
  fail(what: string): void {
    this.found ??= { what, where: `line ${this.lineNumber}` }
  }

  private endLine(): void {
    const text = this.line.trim()
    this.line = ''
    if (text !== '') this.take(text)
    this.lineNumber += 1
  }
}

/** A first line without the mark of its encoding, which some programs put before it. */
export const withoutByteOrderMark = (text: string): string =>
  text.replace(String.fromCharCode(BOM), '').replace('\u00ef\u00bb\u00bf', '')

/** The number in a cell, which may stand in quotes; NaN when there is none. */
export const numberIn = (text: string): number =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
