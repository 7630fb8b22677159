import { paragraphs } from './words.ts'

/** A table of text: the first `labels` columns are aligned to the left, the others, its numbers, to the right. */
export interface Table {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly labels: number
}

const GAP = '  '

/**
 * The table as lines, none longer than `width` unless a single column is. What does not fit beside each other
 * follows below, with the label columns repeated.
 */
export function formatTable({ header, rows, labels }: Table, width: number): string[] {
  const all = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  const lead = header.map((_, column) => column).slice(0, labels)
  const parts = blocks(widths, labels, width).map((block) => {
    const columns = lead.concat(block)
    return all.map((row) => formatRow(row, columns, widths, labels))
  })
  return paragraphs(parts)
}

/** The number columns, in groups that fit beside the labels. */
function blocks(widths: readonly number[], labels: number, width: number): number[][] {
  const used = (columns: readonly number[]): number =>
    columns.reduce((sum, column) => sum + (widths[column] ?? 0) + GAP.length, -GAP.length)
  const lead = widths.map((_, column) => column).slice(0, labels)
  const groups: number[][] = []
  for (let column = labels; column < widths.length; column++) {
    const last = groups.at(-1)
    if (last !== undefined && used([...lead, ...last, column]) <= width) last.push(column)
    else groups.push([column])
  }
  return groups.length === 0 ? [[]] : groups
}

const formatRow = (
  row: readonly string[],
  columns: readonly number[],
  widths: readonly number[],
  labels: number,
): string =>
  columns
    .map((column) => {
      const cell = row[column] ?? ''
      return column < labels ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
    })
    .join(GAP)
    .trimEnd()
