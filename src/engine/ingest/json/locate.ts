import { decodeUtf8, encodeUtf8 } from '../../kernel/utf8.ts'
import { ENVELOPE_PATHS, DEAD_LETTER_RULES } from './codes.ts'
import type { Plan } from './plan.ts'
import { JsonScanner } from './scan.ts'

/** Where in a line something stands, in characters; `isMissing`: it stands nowhere, and belongs at `from`. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly isMissing: boolean
}

const OPEN = 0x7b
const CLOSE = 0x7d
const QUOTE = 0x22
const COLON = 0x3a
const COMMA = 0x2c

/** Where the field that `rule` is about stands in lines read by `plan`: a key's path, or a column; null where it is about none. */
export function pathOfRule(plan: Plan, rule: number): string | null {
  const target = ENVELOPE_PATHS.indexOf(DEAD_LETTER_RULES[rule]?.path ?? '')
  return plan.fields.find((field) => field.target === target)?.path ?? null
}

/** The value at `path` ("payload.content_id") of a line of JSON; null for a line that is no object. */
export function spanInJson(text: string, path: string): Span | null {
  const bytes = encodeUtf8(`${text.replaceAll('\n', ' ')}\n`)
  const scanner = new JsonScanner()
  scanner.begin(bytes, 0)
  if (scanner.peek() !== OPEN) return null
  const found = find(scanner, path.split('.'))
  if (found === null) return null
  const character = (at: number): number => decodeUtf8(bytes.subarray(0, at)).length
  return { from: character(found.from), to: character(found.to), isMissing: found.isMissing }
}

/** The last value of the first key of the object that begins here, and in it of the rest; null at what is no JSON. */
function find(scanner: JsonScanner, [key, ...rest]: readonly string[]): Span | null {
  scanner.pos += 1
  let found: Span = { from: scanner.pos, to: scanner.pos, isMissing: true }
  if (scanner.peek() === CLOSE) {
    scanner.pos += 1
    return found
  }
  for (;;) {
    if (scanner.peek() !== QUOTE || !scanner.string()) return null
    const isKey = decodeUtf8(scanner.text.subarray(scanner.from, scanner.to)) === key
    if (!scanner.expect(COLON)) return null
    const goesIn = scanner.peek() === OPEN && isKey && rest.length > 0
    const from = scanner.pos
    const inner = goesIn ? find(scanner, rest) : null
    if (goesIn ? inner === null : scanner.value(1) < 0) return null
    if (isKey) found = inner ?? { from, to: scanner.pos, isMissing: false }
    if (scanner.peek() !== COMMA) return scanner.expect(CLOSE) ? found : null
    scanner.pos += 1
  }
}

/**
 * A line of JSON with `value` at `path`, whatever stood there; null where the line is no object. Objects on the way that are
 * missing are made.
 */
export function withValue(text: string, path: string, value: unknown): string | null {
  let event: unknown
  try {
    event = JSON.parse(text)
  } catch {
    return null
  }
  return isObject(event) ? JSON.stringify(placed(event, path.split('.'), value)) : null
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function placed(home: unknown, [key = '', ...rest]: readonly string[], value: unknown): unknown {
  const object = isObject(home) ? home : {}
  return { ...object, [key]: rest.length === 0 ? value : placed(object[key], rest, value) }
}

/** A row of CSV with `value` in column `column`, from 0; null where it has no such cell. */
export function withCell(text: string, column: number, delimiter: string, value: string): string | null {
  const span = spanInRow(text, column, delimiter)
  if (span === null) return null
  const isPlain = !value.includes(delimiter) && !/["\r\n]/.test(value)
  const cell = isPlain ? value : `"${value.replaceAll('"', '""')}"`
  return text.slice(0, span.from) + cell + text.slice(span.to)
}

/** The cell of column `column`, from 0, of a row of CSV; null where it has none. */
export function spanInRow(text: string, column: number, delimiter: string): Span | null {
  let at = 0
  for (let cell = 0; ; cell++) {
    const from = at
    if (text[at] === '"') {
      at += 1
      while (at < text.length && (text[at] !== '"' || text[at + 1] === '"')) at += text[at] === '"' ? 2 : 1
    }
    while (at < text.length && text[at] !== delimiter) at += 1
    if (cell === column) return { from, to: at, isMissing: from === at }
    if (at >= text.length) return null
    at += 1
  }
}
