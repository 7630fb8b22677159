import { accept, refuse, type Outcome } from '../../shared/outcome.ts'
import type { NewRecord, RecordHeader } from '../../engine/log/bytes/record.ts'
import { encodeUtf8 } from '../../engine/kernel/utf8.ts'
import { quote } from '../words.ts'

const FIELDS = ['key', 'value', 'timestamp', 'headers']
const MOST_TIMESTAMP = 2 ** 52

/**
 * Reads a line {"key", "value", "timestamp"?, "headers"?}. Key and value are text or null (left out means null); what is
 * neither is kept as its JSON. A time is milliseconds since 1970, or a date as text; without one it is `now`.
 */
export function readLine(line: string, now: number): Outcome<NewRecord> {
  const parsed = parseJson(line)
  if (!parsed.ok) return parsed
  const { value } = parsed
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('is no object with a key and a value')
  const fields = value as Readonly<Record<string, unknown>>
  const strange = Object.keys(fields).find((name) => !FIELDS.includes(name))
  if (strange !== undefined)
    return refuse(`has a field "${quote(strange)}", which a record does not (${FIELDS.join(', ')})`)
  if (!('key' in fields) && !('value' in fields)) return refuse('has neither a key nor a value')
  const timestamp = readTime(fields['timestamp'], now)
  if (!timestamp.ok) return timestamp
  const headers = readHeaders(fields['headers'])
  if (!headers.ok) return headers
  return accept({
    key: bytesOf(fields['key']),
    value: bytesOf(fields['value']),
    timestamp: timestamp.value,
    headers: headers.value,
  })
}

function parseJson(line: string): Outcome<unknown> {
  try {
    return accept(JSON.parse(line) as unknown)
  } catch (error) {
    return refuse(`is no JSON (${error instanceof Error ? quote(error.message) : ''})`)
  }
}

function bytesOf(value: unknown): Uint8Array | null {
  if (value === undefined || value === null) return null
  return encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value))
}

function readTime(value: unknown, now: number): Outcome<number> {
  if (value === undefined || value === null) return accept(now)
  const time = typeof value === 'string' ? Date.parse(value) : value
  return typeof time === 'number' && Number.isInteger(time) && time >= 0 && time <= MOST_TIMESTAMP
    ? accept(time)
    : refuse(
        `has the timestamp ${quote(JSON.stringify(value))}, which is neither whole milliseconds since 1970 nor a date`,
      )
}

/** {"name": "text"}, or [{"key": "name", "value": "text"}], which allows a name twice. */
function readHeaders(value: unknown): Outcome<readonly RecordHeader[]> {
  if (value === undefined || value === null) return accept([])
  if (typeof value !== 'object') return refuse('has headers that are no object')
  const pairs: readonly (readonly [unknown, unknown])[] = Array.isArray(value)
    ? value.map((pair: unknown) => [valueIn(pair, 'key'), valueIn(pair, 'value')] as const)
    : Object.entries(value)
  const isFine = pairs.every(
    ([name, text]) =>
      typeof name === 'string' && (typeof text === 'string' || text === null || text === undefined),
  )
  if (!isFine) return refuse('has headers that are not names with text or null')
  return accept(pairs.map(([name, text]) => ({ key: String(name), value: bytesOf(text) })))
}

const valueIn = (pair: unknown, name: string): unknown =>
  typeof pair === 'object' && pair !== null ? Reflect.get(pair, name) : undefined
