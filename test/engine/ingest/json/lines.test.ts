import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { MOST_LINE_BYTES } from '../../../../src/engine/ingest/json/codes.ts'
import { CsvReader } from '../../../../src/engine/ingest/json/csv-reader.ts'
import type { FieldSink } from '../../../../src/engine/ingest/json/json-reader.ts'
import { LineSplitter, type TakeLine } from '../../../../src/engine/ingest/json/lines.ts'
import { RowJoiner } from '../../../../src/engine/ingest/json/rows.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

interface Told {
  readonly line: number
  readonly text: string
  readonly isTooLong: boolean
}

function collecting(): { readonly told: Told[]; readonly take: TakeLine } {
  const told: Told[] = []
  const take: TakeLine = (bytes, from, to, line, isTooLong) => {
    if (bytes[to] !== 0x0a && !isTooLong) throw new Error('a line without its newline')
    told.push({ line, text: decode(bytes.slice(from, to)), isTooLong })
  }
  return { told, take }
}

function split(bytes: Uint8Array, step: number, delimiter: string | null = null): Told[] {
  const { told, take } = collecting()
  const rows = delimiter === null ? null : new RowJoiner(delimiter.charCodeAt(0), take)
  const splitter = new LineSplitter(rows === null ? take : rows.line)
  for (let from = 0; from < bytes.length; from += step) splitter.push(bytes.subarray(from, from + step))
  splitter.finish()
  rows?.finish()
  return told
}

const anyText = fc.string({ unit: fc.constantFrom('a', 'é', '\n', '\r', '"', ','), maxLength: 60 })
const anyStep = fc.integer({ min: 1, max: 20 })

it('lines are what stands between newlines, however the file is cut', () => {
  fc.assert(
    fc.property(anyText, anyStep, (text, step) => {
      const lines = text.split('\n')
      if (lines.at(-1) === '') lines.pop()
      expect(split(encode(text), step)).toEqual(
        lines.map((line, i) => ({ line: i + 1, text: line, isTooLong: false })),
      )
    }),
    { numRuns: 500 },
  )
})

it('a line is too long or not, however the file is cut', () => {
  const lines = [MOST_LINE_BYTES + 1, 5, MOST_LINE_BYTES, 3 * MOST_LINE_BYTES, 7].map((length) =>
    'x'.repeat(length),
  )
  const bytes = encode(lines.join('\n'))
  for (const step of [bytes.length, 65_536, 1_000_003]) {
    const told = split(bytes, step)
    expect(told.map(({ line, isTooLong }) => [line, isTooLong])).toEqual([
      [1, true],
      [2, false],
      [3, false],
      [4, true],
      [5, false],
    ])
    expect(told[2]?.text.length).toBe(MOST_LINE_BYTES)
    expect(told.every(({ text, isTooLong }) => !isTooLong || text.length <= 4_096)).toBe(true)
  }
})

const cellText = fc.string({ unit: fc.constantFrom('a', 'é', '\n', '"', ',', ';', ' ', '1'), maxLength: 6 })
const quoted = (cell: string, always: boolean): string =>
  always || /[",;\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

/** What the reader of cells tells of a row of `columns`. */
function cells(
  row: string,
  columns: number,
  delimiter = ',',
): { readonly rule: number; readonly cells: string[] } {
  const told = Array.from({ length: columns }, () => '')
  const names = told.map((_, i) => String(i))
  const sink: FieldSink = {
    set: (field, _, bytes, from, to) => void (told[field] = decode(bytes.slice(from, to))),
    clear: () => {},
  }
  const bytes = encode(row)
  const rule = new CsvReader(delimiter.charCodeAt(0), names, names, sink).read(bytes, 0, bytes.length)
  return { rule, cells: told }
}

it('rows of CSV come back as the cells that were written, with newlines in them', () => {
  const row = fc.array(fc.tuple(cellText, fc.boolean()), { minLength: 3, maxLength: 3 })
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 6 }),
      anyStep,
      fc.constantFrom('\n', '\r\n'),
      (rows, step, end) => {
        const written = rows.map((one) => one.map(([cell, always]) => quoted(cell, always)).join(';'))
        const told = split(encode(written.map((one) => one + end).join('')), step, ';')
        expect(told.map(({ text }) => cells(text, 3, ';'))).toEqual(
          rows.map((one) => ({ rule: 0, cells: one.map(([cell]) => cell) })),
        )
        const starts = written.map(
          (_, i) => 1 + written.slice(0, i).join('\n').split('\n').length - (i === 0 ? 1 : 0),
        )
        expect(told.map(({ line }) => line)).toEqual(starts)
      },
    ),
    { numRuns: 400 },
  )
})

it('of quotes that never end each line is a row, and the rest of the file is read', () => {
  const told = split(encode('a,b\n1,"x\n2,y\n3,z\n'), 5, ',')
  expect(told.map(({ line, text }) => [line, text])).toEqual([
    [1, 'a,b'],
    [2, '1,"x'],
    [3, '2,y'],
    [4, '3,z'],
  ])
})

it('a file made to open quotes without end is read in one go', () => {
  // Each line would open a row of a mebibyte anew: 260,000 times a mebibyte is more than any test waits for.
  const bytes = encode('x","\n'.repeat(260_000))
  let told = 0
  const rows = new RowJoiner(0x2c, () => void (told += 1))
  const splitter = new LineSplitter(rows.line)
  for (let from = 0; from < bytes.length; from += 65_536) splitter.push(bytes.subarray(from, from + 65_536))
  splitter.finish()
  rows.finish()
  expect(told).toBe(260_000)
})

it('names rows with too few or too many cells, and quotes in the wrong place', () => {
  expect(cells('1,2', 3).rule).toBeGreaterThan(0)
  expect(cells('1,2,3,4', 3).rule).toBe(cells('1,2', 3).rule)
  expect(cells('"1"x,2,3', 3).rule).not.toBe(cells('1,2', 3).rule)
  expect(cells('"1', 1).rule).toBe(cells('"1"x,2,3', 3).rule)
  expect(cells('1"2,"",x', 3)).toEqual({ rule: 0, cells: ['1"2', '', 'x'] })
})
