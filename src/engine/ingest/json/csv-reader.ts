import { decodeUtf8 } from '../../kernel/utf8.ts'
import { LINE_RULE } from './codes.ts'
import type { FieldSink } from './json-reader.ts'
import { KIND, utf8Length } from './scan.ts'

const QUOTE = 0x22
const RETURN = 0x0d

/** Reads rows of comma-separated values (RFC 4180, with any delimiter) and tells the cells of some columns. */
export class CsvReader {
  private readonly delimiter: number
  private readonly columns: number
  /** The fields that each column is for. */
  private readonly fieldsOf: readonly (readonly number[])[]
  private readonly sink: FieldSink
  private scratch: Uint8Array = new Uint8Array(256)
  private pos = 0

  /** `paths` are the columns' names that are wanted; a field's number is its place among them. */
  constructor(delimiter: number, columns: readonly string[], paths: readonly string[], sink: FieldSink) {
    this.delimiter = delimiter
    this.columns = columns.length
    this.fieldsOf = columns.map((column) => paths.flatMap((path, field) => (path === column ? [field] : [])))
    this.sink = sink
  }

  get position(): number {
    return this.pos
  }

  /** Reads a row; what is told is the rule it breaks, or 0. */
  read(bytes: Uint8Array, from: number, to: number): number {
    const end = to > from && bytes[to - 1] === RETURN ? to - 1 : to
    let column = 0
    let at = from
    for (;;) {
      const next = this.cell(bytes, at, end, this.fieldsOf[column])
      if (next < 0) return -next
      column += 1
      if (next > end) break
      at = next
    }
    this.pos = end
    return column === this.columns ? 0 : LINE_RULE.rowCells
  }

  /** Reads a cell and tells where the next one begins, past `end` after the last; a fault as a negative number. */
  private cell(bytes: Uint8Array, from: number, end: number, fields: readonly number[] | undefined): number {
    if (from < end && bytes[from] === QUOTE) return this.quoted(bytes, from, end, fields)
    let pos = from
    while (pos < end && bytes[pos] !== this.delimiter) {
      const length = this.characterAt(bytes, pos, end)
      if (length === 0) return -LINE_RULE.notUtf8
      pos += length
    }
    this.tell(fields, bytes, from, pos)
    return pos + 1
  }

  private quoted(
    bytes: Uint8Array,
    from: number,
    end: number,
    fields: readonly number[] | undefined,
  ): number {
    if (this.scratch.length < end - from) this.scratch = new Uint8Array(2 * (end - from))
    let length = 0
    let pos = from + 1
    for (;;) {
      this.pos = pos
      if (pos >= end) return -LINE_RULE.rowQuotes
      if (bytes[pos] === QUOTE) {
        if (bytes[pos + 1] !== QUOTE || pos + 1 >= end) break
        pos += 1
      }
      const size = this.characterAt(bytes, pos, end)
      if (size === 0) return -LINE_RULE.notUtf8
      for (let i = 0; i < size; i++) this.scratch[length++] = bytes[pos + i] ?? 0
      pos += size
    }
    pos += 1
    if (pos < end && bytes[pos] !== this.delimiter) return -LINE_RULE.rowQuotes
    this.tell(fields, this.scratch, 0, length)
    return pos + 1
  }

  private characterAt(bytes: Uint8Array, pos: number, end: number): number {
    if ((bytes[pos] ?? 0) < 0x80) return 1
    const length = utf8Length(bytes, pos)
    this.pos = pos
    return pos + length > end ? 0 : length
  }

  private tell(fields: readonly number[] | undefined, bytes: Uint8Array, from: number, to: number): void {
    if (fields === undefined) return
    const kind = from === to ? KIND.absent : KIND.text
    for (const field of fields) this.sink.set(field, kind, bytes, from, to)
  }
}

/** The cells of a header; null where it is no row. */
export function headerCells(bytes: Uint8Array, delimiter: number): readonly string[] | null {
  const cells: string[] = []
  const most = 1_000
  const sink: FieldSink = {
    set: (field, _, cell, from, to) => {
      cells[field] = textOf(cell, from, to)
    },
    clear: () => {},
  }
  const names = Array.from({ length: most }, (_, i) => String(i))
  const rule = new CsvReader(delimiter, names, names, sink).read(bytes, 0, bytes.length)
  return rule === 0 || rule === LINE_RULE.rowCells ? cells : null
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return decodeUtf8(bytes.subarray(from, to)).trim()
}
