import { COLUMN_LABELS, DRAWN, markOf, type CaseId, type ColumnId } from '../../engine/flow/matrix/codes.ts'
import type { CellFrame, MatrixFrame } from '../../engine/flow/matrix/frame.ts'
import type { Need } from '../../engine/flow/matrix/needs.ts'

const grouped = (value: number): string => Math.round(value).toLocaleString('en')

/** A span of milliseconds in a few characters: "266 ms", "7.6 s". */
export const span = (ms: number): string =>
  ms < 1_000
    ? `${Math.round(ms)} ms`
    : ms < 10_000
      ? `${(ms / 1_000).toFixed(1)} s`
      : `${Math.round(ms / 1_000)} s`

/** What a need came to, in a few characters; a dash before anything can be said. */
export function brief({ id, measured, unit }: Need): string {
  if (Number.isNaN(measured)) return '–'
  switch (id) {
    case 'lost':
      return measured === 0 ? 'none lost' : `${grouped(measured)} lost`
    case 'age':
      return `${span(unit === 's' ? 1_000 * measured : measured)} old`
    case 'shown':
      return `${Math.round(measured)} % shown`
    case 'error':
      return `${measured.toFixed(1)} % off`
    case 'stalled':
      return `held up ${Math.round(measured)} %`
    case 'silence':
      return `silent ${measured.toFixed(0)} s`
  }
}

/** The number that decides a cell: the first need that is not met, or the first of all. */
export const reasonOf = ({ needs }: CellFrame): string => {
  const need = needs.find(({ isMet }) => !isMet) ?? needs[0]
  return need === undefined ? '' : brief(need)
}

/** A need as its row's heading has it: "nothing lost", "≤ 400 ms old". */
export function limitOf({ id, limit, unit }: Need): string {
  switch (id) {
    case 'lost':
      return 'nothing lost'
    case 'age':
      return `≤ ${limit.toLocaleString('en')} ${unit} old`
    case 'shown':
      return `≥ ${limit} % shown`
    case 'error':
      return `≤ ${limit} % off`
    case 'stalled':
      return 'nobody held up'
    case 'silence':
      return 'every symbol'
  }
}

/** The two manners of a cell. */
export interface Pair {
  readonly id: string
  readonly row: CaseId
  readonly column: ColumnId
  readonly drawn: CellFrame
  readonly careful: CellFrame
}

/** Row by row, column by column. */
export function pairsOf({ cells }: MatrixFrame): Pair[] {
  const pairs: Pair[] = []
  for (const drawn of cells) {
    if (drawn.manner !== 'drawn') continue
    const careful = cells.find(({ id, manner }) => id === drawn.id && manner === 'careful')
    if (careful !== undefined)
      pairs.push({ id: drawn.id, row: drawn.row, column: drawn.column, drawn, careful })
  }
  return pairs
}

/** What slide 16 writes into a cell. */
export const SIGNS = { yes: '✓', no: '✗', depends: '!' } as const

/** Whether the slide says something of the cell that the run does not bear out, carried out as drawn. */
export function isContradicted({ row, column, drawn }: Pair): boolean {
  const mark = markOf(row, column)
  return (mark === 'yes' && !drawn.isMet) || (mark === 'no' && drawn.isMet)
}

/** A cell for those who do not see it. */
export function tell({ row, column, drawn, careful }: Pair): string {
  const verdict = (cell: CellFrame): string => `${cell.isMet ? 'met' : 'not met'}, ${reasonOf(cell)}`
  return `${DRAWN[row].label}, ${COLUMN_LABELS[column]}: as drawn ${verdict(drawn)}; with care ${verdict(careful)}`
}
