import { at } from '../../../shared/assert.ts'
import type { Board } from '../score/board.ts'
import { isoOf } from './read-time.ts'

/** A row of the board as it is exported: viewers are unique viewers, the error is theirs, as a share. */
export interface BoardRow {
  readonly rank: number
  readonly title: string
  readonly score: number
  readonly viewers_1h: number
  readonly viewers_24h: number
  readonly standard_error: number
  readonly starts_1h: number
  readonly velocity_per_minute: number
  readonly percentile: number
  /** From 1; null: it was not on the board before. */
  readonly rank_before: number | null
}

export interface BoardExport {
  /** The end of its windows. */
  readonly time: string
  readonly standing: string
  readonly titles_considered: number
  readonly rows: readonly BoardRow[]
}

const COLUMNS = [
  'rank',
  'title',
  'score',
  'viewers_1h',
  'viewers_24h',
  'standard_error',
  'starts_1h',
  'velocity_per_minute',
  'percentile',
  'rank_before',
] as const satisfies readonly (keyof BoardRow)[]

const DIGITS = 6
const rounded = (value: number): number => Number(value.toFixed(DIGITS))

/** A board for JSON. `epochMs` is the moment its time counts from, in ms since 1970. */
export function exportBoard(board: Board, epochMs: number, nameOf: (title: number) => string): BoardExport {
  const rows = Array.from({ length: board.length }, (_, i): BoardRow => {
    const before = at(board.before, i)
    return {
      rank: i + 1,
      title: nameOf(at(board.title, i)),
      score: rounded(at(board.score, i)),
      viewers_1h: Math.round(at(board.hour, i)),
      viewers_24h: Math.round(at(board.day, i)),
      standard_error: rounded(at(board.error, i)),
      starts_1h: at(board.views, i),
      velocity_per_minute: rounded(at(board.velocity, i)),
      percentile: rounded(at(board.percentile, i)),
      rank_before: before < 0 ? null : before + 1,
    }
  })
  return {
    time: isoOf(epochMs + board.timeMs),
    standing: board.standing,
    titles_considered: board.considered,
    rows,
  }
}

/** The rows of a board as CSV (RFC 4180), header first. */
export const boardCsv = ({ rows }: BoardExport): string[] => [
  COLUMNS.join(','),
  ...rows.map((row) => COLUMNS.map((column) => cell(row[column])).join(',')),
]

function cell(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  // A spreadsheet would run a cell that begins like a formula.
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
