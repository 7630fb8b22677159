/** Fills a column row by row, and returns it. */
export function fill<Column extends { readonly length: number; [index: number]: number }>(
  column: Column,
  value: (row: number) => number,
): Column {
  for (let row = 0; row < column.length; row++) column[row] = value(row)
  return column
}
