import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEAD_LETTER_RULES, MOST_DEPTH, MOST_LINE_BYTES } from '../../../../src/engine/ingest/json/codes.ts'
import { JsonReader, type FieldSink } from '../../../../src/engine/ingest/json/json-reader.ts'
import { KIND } from '../../../../src/engine/ingest/json/scan.ts'
import { importAll, SAMPLE } from './support.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const join = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? encode(part) : part)))
const sound = JSON.stringify(SAMPLE)
const rulesOf = (bytes: string | Uint8Array): string[] =>
  importAll(bytes)
    .source.deadLetters.list()
    .map(({ rule, line }) => `${line} ${DEAD_LETTER_RULES[rule]?.name}`)

/** What a reader tells of a line: the rule it breaks, and the last value of each path. */
function read(bytes: Uint8Array, paths: readonly string[]) {
  const told = new Map<string, unknown>()
  const decoder = new TextDecoder()
  const sink: FieldSink = {
    set(field, kind, text, from, to) {
      const value =
        kind === KIND.absent ? null : kind === KIND.nested ? {} : decoder.decode(text.slice(from, to))
      told.set(paths[field] ?? '', value)
    },
    clear: (field) => void told.delete(paths[field] ?? ''),
  }
  const rule = new JsonReader(paths, sink).read(join(bytes, '\n'), 0)
  return { rule: rule === 0 ? 'ok' : (DEAD_LETTER_RULES[rule]?.name ?? ''), told: Object.fromEntries(told) }
}

/** What JSON.parse and a strict decoder say of it. */
function verdict(bytes: Uint8Array): string {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return 'no JSON'
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? 'ok' : 'not-object'
}

/** Ours, with the kinds of no JSON as one. */
const ours = (rule: string): string => (rule === 'not-json' || rule === 'not-utf8' ? 'no JSON' : rule)

describe('any bytes', () => {
  const withoutNewline = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => (byte === 0x0a ? 0x20 : byte))
  const json = fc.json({ maxDepth: 4 })
  const letters = fc.string({
    unit: fc.constantFrom(...Array.from('{}[]":,\\u0019-+.eEtrufalsn \t\r\u0000\u001f\u007f\u00e9\u{1f600}')),
    maxLength: 30,
  })
  /** JSON of which a few bytes were changed, put in or taken out. */
  const spoiled = fc
    .tuple(
      fc.oneof(json, fc.constant(sound)),
      fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.nat(2)), { minLength: 1, maxLength: 3 }),
    )
    .map(([text, changes]) => {
      const bytes = [...encode(text)]
      for (const [where, byte, how] of changes)
        bytes.splice(where % (bytes.length + 1), how === 0 ? 0 : 1, ...(how === 2 ? [] : [byte]))
      return Uint8Array.from(bytes)
    })
  const anyBytes = fc
    .oneof(
      fc.uint8Array({ maxLength: 40 }),
      letters.map(encode),
      json.map(encode),
      spoiled,
      letters.map((text) => encode(`{"a":"${text}"}`)),
      letters.map((text) => encode(`{"a":${text}}`)),
    )
    .map(withoutNewline)

  it('are JSON if and only if JSON.parse and a strict decoder say so', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(ours(read(bytes, ['a', 'event_id', 'geo.region']).rule)).toBe(verdict(bytes))
      }),
      { numRuns: 6_000 },
    )
  })

  it('give the values that JSON.parse gives, of keys that are given twice the last', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 6 })
    const value = fc.oneof(
      text,
      fc.integer(),
      fc.constantFrom<unknown>(null, true, {}, { b: 1 }, { b: 'x', c: 2 }),
    )
    const entry = fc.tuple(fc.constantFrom('a', 'b', 'é', '"', '\\', ''), value)
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
        const line = `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`).join(',')}}`
        const parsed = JSON.parse(line) as Record<string, unknown>
        const inner = parsed['a'] as Record<string, unknown> | null
        const isObject = typeof inner === 'object' && inner !== null
        const plain = (one: unknown): unknown =>
          typeof one === 'object' && one !== null
            ? {}
            : one === null
              ? null
              : `${one as string | number | boolean}`
        const expected: Record<string, unknown> = {}
        for (const key of ['b', 'é', '"', '\\', '']) if (key in parsed) expected[key] = plain(parsed[key])
        if (isObject && 'b' in inner) expected['a.b'] = plain(inner['b'])
        expect(read(encode(line), ['b', 'é', '"', '\\', '', 'a.b'])).toEqual({ rule: 'ok', told: expected })
      }),
      { numRuns: 600 },
    )
  })

  it('never stop a run, whatever the pieces they come in: each line is a record, a dead letter or blank', () => {
    const line = fc.oneof(fc.constant(encode(sound)), anyBytes)
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.integer({ min: 1, max: 50 }), (lines, step) => {
        const bytes = join(...lines.flatMap((one) => [one, '\n']))
        const { source, finished, rows } = importAll(bytes, {}, step)
        expect(finished.ok).toBe(true)
        const { counts, deadLetters } = source
        expect(counts.lines).toBe(lines.length)
        expect(counts.blank + counts.accepted + deadLetters.seen).toBe(lines.length)
        expect(rows).toHaveLength(counts.records)
        expect(rows).toEqual(importAll(bytes).rows)
        expect(deadLetters.list()).toEqual(importAll(bytes).source.deadLetters.list())
      }),
      { numRuns: 300 },
    )
  })
})

describe('hostile lines', () => {
  it('are named with their line and rule, and the sound ones between them are read', () => {
    const nested = (depth: number): string => `{"x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
    const text = join(
      '\ufeff',
      `${sound}\r\n`,
      'hello\n',
      '[1,2]\n',
      '   \n',
      join('{"x":"', Uint8Array.of(0xff), '"}\n'),
      join('{"x":"', Uint8Array.of(0xed, 0xa0, 0x80), '"}\n'),
      '{"x":"a\u0000b"}\n',
      `${nested(MOST_DEPTH + 1)}\n`,
      '{"x":01}\n',
      '{"x":"\\ud800"}\n',
      `${sound}${sound}\n`,
      `${sound}\n`,
      `{"x":${'['.repeat(100_000)}\n`,
      '{"event_id":"cut off',
    )
    expect(rulesOf(text)).toEqual([
      '2 not-json',
      '3 not-object',
      '5 not-utf8',
      '6 not-utf8',
      '7 not-json',
      '8 too-deep',
      '9 not-json',
      '10 id-missing',
      '11 not-json',
      '13 too-deep',
      '14 not-json',
    ])
    expect(importAll(text).source.counts).toMatchObject({ lines: 14, blank: 1, accepted: 2 })
    expect(rulesOf(nested(MOST_DEPTH))).toEqual(['1 id-missing'])
  })

  it('say at which byte they go wrong', () => {
    const column = (text: string) => importAll(text).source.deadLetters.list()[0]?.column
    expect(column('{"a":1,}')).toBe(8)
    expect(column('  {"a" 1}')).toBe(8)
    expect(column('{"a":"\t"}')).toBe(7)
    expect(column(`${sound} x`)).toBe(sound.length + 2)
  })

  it('may be as long as the limit, and beyond it only their beginning is kept', () => {
    const fill = (length: number): string => `{"x":"${'y'.repeat(length - 8)}"}`
    expect(rulesOf(`${fill(MOST_LINE_BYTES)}\n${sound}`)).toEqual(['1 id-missing'])
    const { source } = importAll(`${fill(MOST_LINE_BYTES + 1)}\n${sound}\n`, {}, 100_000)
    const [letter] = source.deadLetters.list()
    expect(letter).toMatchObject({ line: 1, isCut: true })
    expect(letter?.text.length).toBeLessThan(10_000)
    expect(source.counts.accepted).toBe(1)
    expect(rulesOf(`${fill(MOST_LINE_BYTES + 1)}\n`)).toEqual(['1 line-too-long'])
  })

  it('of a time far from the run are no records, even at the beginning', () => {
    const at = (time: string) => JSON.stringify({ ...SAMPLE, event_time: time, received_time: time })
    const lines = [
      at('1970-01-01T00:00:00Z'),
      ...Array.from({ length: 5 }, () => sound),
      at('2031-01-01T00:00:00Z'),
    ]
    const { source, rows } = importAll(lines.join('\n'), { epochMs: null })
    expect(source.epochMs).toBe(Date.UTC(2026, 0, 1, 14))
    expect(rows).toHaveLength(5)
    expect(source.deadLetters.list().map(({ line, rule }) => [line, DEAD_LETTER_RULES[rule]?.name])).toEqual([
      [1, 'outside-run'],
      [7, 'outside-run'],
    ])
  })

  it('received before the line above count as received with it, and stay as late as they were', () => {
    const at = (time: string, sent: string) =>
      JSON.stringify({ ...SAMPLE, event_time: time, sent_time: sent, received_time: sent })
    const { source, rows } = importAll(
      [
        at('2026-01-01T10:00:00Z', '2026-01-01T10:00:10Z'),
        at('2026-01-01T09:59:50Z', '2026-01-01T10:00:00Z'),
      ].join('\n'),
    )
    const [first, second] = rows.map((row) => row.slice(6, 9).map((word) => word - 36_000_000))
    expect(first).toEqual([0, 10_000, 10_000])
    expect(second).toEqual([-10_000, 10_000, 10_000])
    expect(source.counts.raised).toBe(1)
  })
})
