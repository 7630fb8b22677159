import { accept, refuse, type Outcome } from '../shared/outcome.ts'
import { Unpacker } from '../codec/unpacker.ts'
import { spanInRow } from '../engine/ingest/json/locate.ts'
import { guessDraft } from './guess.ts'
import type { Probe } from './protocol.ts'

/** So much of a file says what it is. */
export const PROBE_BYTES = 2 ** 18
const PACKED_BYTES = 2 ** 16
/** What was unpacked comes in pieces; more than so many would not be kept. */
const MOST_PIECES = 64
const MOST_ROWS = 4_000
const SHOWN_ROWS = 5
const LIST = 0x5b
const MOST_COLUMNS = 100
const MOST_WORDS = 16
const MOST_CELL = 200
const MOST_KEYS_DEEP = 3
const DELIMITERS = [',', ';', '\t', '|'] as const

export interface Head {
  readonly isGzip: boolean
  /** Whole lines, unpacked. */
  readonly bytes: Uint8Array
}

/** The first whole lines of a file. Rejects when it can't be read any more. */
export async function readHead(file: Blob): Promise<Head> {
  const packed = new Uint8Array(await file.slice(0, PROBE_BYTES).arrayBuffer())
  const pieces: Uint8Array[] = []
  let length = 0
  const unpacker = new Unpacker((piece) => {
    if (length >= PROBE_BYTES) return
    pieces.push(piece.slice(0, PROBE_BYTES - length))
    length += pieces.at(-1)?.length ?? 0
  })
  for (let from = 0; from < packed.length; from += PACKED_BYTES)
    if (!unpacker.push(packed.subarray(from, from + PACKED_BYTES)) || pieces.length >= MOST_PIECES) break
  if (!unpacker.isGzip || file.size <= PROBE_BYTES) unpacker.finish()
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  const isWhole = length < PROBE_BYTES && file.size <= PROBE_BYTES
  const end = isWhole ? length : bytes.lastIndexOf(0x0a) + 1
  return { isGzip: unpacker.isGzip, bytes: end === 0 ? bytes : bytes.subarray(0, end) }
}

/**
 * What a file seems to be; `delimiter` where somebody says what stands between the cells. Refuses what can't be lines of
 * events: nothing, no text, one list of JSON.
 */
export function probe(head: Head, delimiter: string | null): Outcome<Probe> {
  const { bytes } = head
  if (bytes.length === 0) return refuse('the file is empty')
  if (bytes.includes(0))
    return refuse(
      'it is no text: NDJSON or CSV is wanted, in UTF-8 (what a spreadsheet calls Unicode is UTF-16)',
    )
  const found = probeText(head, delimiter)
  const isList =
    found.kind === 'envelope' && found.columns.length === 0 && bytes[bytes.findIndex(isInk)] === LIST
  if (isList)
    return refuse(
      'it is one JSON list: NDJSON has an object a line, without a list around them (jq -c ".[]" makes it)',
    )
  return accept(found)
}

const isInk = (byte: number): boolean => byte > 0x20 && byte < 0x80

function probeText({ isGzip, bytes }: Head, delimiter: string | null): Probe {
  const text = new TextDecoder().decode(bytes)
  const lines = text
    .split('\n', 2 * MOST_ROWS)
    .flatMap((line) => (line.trim() === '' ? [] : [line.replace(/\r$/, '')]))
  const first = lines[0]?.trimStart() ?? ''
  const isJson = delimiter === null && (first.startsWith('{') || first.startsWith('['))
  return isJson
    ? probeJson(isGzip, lines.slice(0, MOST_ROWS))
    : probeCsv(isGzip, lines.slice(0, MOST_ROWS), delimiter)
}

function probeJson(isGzip: boolean, lines: readonly string[]): Probe {
  const objects = lines.flatMap((line) => {
    const flat = flattened(line)
    return flat === null ? [] : [flat]
  })
  const ours = objects.filter(
    (one) => one.has('event_type') && (one.has('event_time') || one.has('event_id')),
  )
  const columns = [...new Set(objects.flatMap((one) => [...one.keys()]))].slice(0, MOST_COLUMNS)
  const rows = objects.map((one) => columns.map((column) => one.get(column) ?? ''))
  const kind = objects.length === 0 || 2 * ours.length >= objects.length ? 'envelope' : 'ndjson'
  return told(kind, isGzip, ',', columns, true, rows)
}

/** The values of a line of JSON by their paths; null where it is no object. */
function flattened(line: string): ReadonlyMap<string, string> | null {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    const found = new Map<string, string>()
    flatten(value, '', 1, found)
    return found
  } catch {
    return null
  }
}

function flatten(object: object, prefix: string, depth: number, into: Map<string, string>): void {
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    // Paths are keys joined by dots: a key that has one can't be named.
    if (key === '' || key.includes('.') || into.size >= MOST_COLUMNS) continue
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < MOST_KEYS_DEEP)
      flatten(value, `${prefix}${key}.`, depth + 1, into)
    else into.set(prefix + key, typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
  }
}

function probeCsv(isGzip: boolean, lines: readonly string[], given: string | null): Probe {
  const header = (lines[0] ?? '').replace(/^\uFEFF/, '')
  const counts = DELIMITERS.map((one) => header.split(one).length)
  const delimiter = given ?? DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
  const cells = cellsOf(header, delimiter)
  // A header has no numbers and no dates in it.
  const hasHeader = !cells.some((cell) => /^-?\d+([.,]\d+)?$/.test(cell) || /^\d{4}-\d\d-\d\d/.test(cell))
  const columns = hasHeader ? cells : cells.map((_, i) => `column_${i + 1}`)
  const rows = lines.slice(hasHeader ? 1 : 0).map((line) => cellsOf(line, delimiter))
  return told('csv', isGzip, delimiter, columns.slice(0, MOST_COLUMNS), hasHeader, rows)
}

function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = []
  for (let column = 0; column < MOST_COLUMNS; column++) {
    const span = spanInRow(line, column, delimiter)
    if (span === null) break
    const cell = line.slice(span.from, span.to).trim()
    cells.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)
  }
  return cells
}

function told(
  kind: Probe['kind'],
  isGzip: boolean,
  delimiter: string,
  columns: readonly string[],
  hasHeader: boolean,
  rows: readonly (readonly string[])[],
): Probe {
  const words = Object.fromEntries(
    columns.flatMap((column, i) => {
      const different = new Set(rows.map((row) => row[i] ?? '').filter((cell) => cell !== ''))
      const isHandful = different.size > 0 && different.size <= MOST_WORDS
      return isHandful ? [[column, [...different].map((word) => word.slice(0, MOST_CELL))] as const] : []
    }),
  )
  const format = kind === 'csv' ? 'csv' : 'ndjson'
  const draft = guessDraft({ format, delimiter, columns, hasHeader, rows, words })
  const shown = rows.slice(0, SHOWN_ROWS).map((row) => row.map((cell) => cell.slice(0, MOST_CELL)))
  return { kind, isGzip, columns, rows: shown, words, draft }
}
