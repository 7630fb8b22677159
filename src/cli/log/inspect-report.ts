import type { IndexCheck } from '../../engine/log/segment/index-check.ts'
import type { Overview, RecordRow, Row, ShownBytes } from '../../inspector/protocol.ts'
import { formatTable } from '../format-table.ts'
import type { Style } from '../style.ts'
import { grouped, printable, wrap } from '../words.ts'
import type { Inspected } from './inspect.ts'

const MOST_PROBLEMS = 30
const LONGEST = 60

const KINDS: Readonly<Record<Row['kind'], string>> = {
  batch: 'batch',
  order: 'OFFSETS GO BACK',
  crc: 'WRONG CHECKSUM',
  legacy: 'OLD FORMAT',
  unreadable: 'NOT READABLE',
  torn: 'TORN TAIL',
  free: 'free space',
}

/** What was found in a log file, as lines. */
export function inspectLines({ inspector, rows, records, complaints }: Inspected, style: Style): string[] {
  const { overview } = inspector
  const paragraph = (text: string): string[] => wrap(text, style.width, '  ')
  return [
    ...paragraph(
      `${printable(overview.name)}: ${grouped(overview.size)} bytes, ${count(overview.rows, 'batch', 'batches')}, ${count(overview.records, 'record')}${offsetsOf(overview)}`,
    ),
    ...paragraph(
      `packed: ${overview.batchesBy.map(({ compression, batches }) => `${compression} ${grouped(batches)}`).join(', ') || 'nothing'}; ` +
        `latest time: ${time(overview.maxTimestamp ?? -1)}; index: ${sayIndex(overview.index)}; time index: ${sayIndex(overview.timeIndex)}`,
    ),
    ...overview.notes.flatMap((note) => paragraph(`note: ${note}`)),
    ...problemLines(overview, style),
    ...batchLines(overview, rows, style),
    ...recordLines(records, complaints, style),
  ]
}

const count = (n: number, one: string, many = `${one}s`): string => `${grouped(n)} ${n === 1 ? one : many}`

const offsetsOf = ({ firstOffset, lastOffset }: Overview): string =>
  firstOffset === null || lastOffset === null ? '' : `, offsets ${firstOffset} to ${lastOffset}`

function sayIndex(check: IndexCheck | null): string {
  if (check === null) return 'not there'
  const entries = count(check.entries, 'entry', 'entries')
  return check.problemCount === 0 ? `${entries}, all right` : `${entries}, ${check.problemCount} wrong`
}

function time(ms: number): string {
  if (ms < 0) return 'none'
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString()
}

function problemLines(overview: Overview, style: Style): string[] {
  const { problems, problemCount, index, timeIndex } = overview
  const told = problems
    .slice(0, MOST_PROBLEMS)
    .map(({ row, at, what }) => `batch ${row + 1}, byte ${at}: ${what}`)
  const more = problemCount > told.length ? [`and ${grouped(problemCount - told.length)} more`] : []
  const entries = [
    ['index', index],
    ['time index', timeIndex],
  ] as const
  const wrong = entries.flatMap(([name, check]) =>
    (check?.problems ?? [])
      .slice(0, MOST_PROBLEMS)
      .map(({ entry, what }) => `${name}, entry ${entry + 1}: ${what}`),
  )
  const lines = [...told, ...more, ...wrong]
  return lines.length === 0
    ? ['nothing wrong was found']
    : lines.flatMap((line) => wrap(`wrong: ${line}`, style.width, '  ').map(style.alarm))
}

function batchLines({ rows: total }: Overview, rows: readonly Row[], style: Style): string[] {
  if (rows.length === 0) return []
  const table = {
    header: ['batch', '', 'at byte', 'bytes', 'offsets', 'records', 'packed', 'latest time'],
    rows: rows.map((row) => [
      String(row.row + 1),
      KINDS[row.kind],
      String(row.at),
      String(row.bytes),
      row.baseOffset < 0 ? '-' : `${row.baseOffset}..${Math.max(row.baseOffset, row.lastOffset)}`,
      row.count === null ? '-' : String(row.count),
      row.compression ?? '-',
      row.count === null ? '-' : time(row.maxTimestamp),
    ]),
    labels: 2,
  }
  const more = total - rows.length
  return [
    '',
    ...formatTable(table, style.width),
    ...(more > 0 ? [`${count(more, 'batch', 'batches')} more: --batches all lists them`] : []),
  ]
}

function recordLines(
  records: readonly { readonly row: number; readonly record: RecordRow }[],
  complaints: readonly { readonly row: number; readonly what: string }[],
  style: Style,
): string[] {
  const said = complaints.flatMap(({ row, what }) => wrap(`batch ${row + 1}: ${what}`, style.width, '  '))
  if (records.length === 0) return said.length === 0 ? [] : ['', ...said]
  const lines = records.map(({ row, record: { offset, timestamp, key, value, headers } }) =>
    [
      `batch ${row + 1}, offset ${offset}, ${time(timestamp)}`,
      `key ${show(key)}`,
      `value ${show(value)}`,
      ...headers.map((header) => `${printable(header.key)}: ${show(header.value)}`),
    ].join('  '),
  )
  return ['', ...lines, ...said]
}

function show(shown: ShownBytes | null): string {
  if (shown === null) return 'null'
  const text = shown.isText
    ? JSON.stringify(shown.text.slice(0, LONGEST))
    : `0x ${shown.text.slice(0, LONGEST)}`
  return `${printable(text)}${shown.isCut || shown.text.length > LONGEST ? '…' : ''}`
}

/** The object that `--json` prints. */
export const inspectJson = ({ inspector, rows, records, complaints }: Inspected): Record<string, unknown> => {
  const { name, size, problems, problemCount, index, timeIndex, notes, ...rest } = inspector.overview
  return {
    file: name,
    bytes: size,
    records: rest.records,
    firstOffset: rest.firstOffset,
    lastOffset: rest.lastOffset,
    maxTimestamp: rest.maxTimestamp,
    kinds: rest.kinds,
    problems: problems.map(({ row, at, kind, what }) => ({ batch: row + 1, at, kind, what })),
    problemCount,
    index,
    timeIndex,
    notes,
    batches: rows.map(({ row, ...numbers }) => ({ batch: row + 1, ...numbers })),
    ...(records.length === 0
      ? {}
      : {
          listed: records.map(({ row, record }) => ({ batch: row + 1, ...record })),
          unread: complaints.map(({ row, what }) => ({ batch: row + 1, what })),
        }),
  }
}
