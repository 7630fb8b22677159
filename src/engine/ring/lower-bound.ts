import type { PagedColumn } from '../kernel/paged-column.ts'

/** The first row of an ascending column that is not below `value`; its length when all are. */
export function lowerBound(column: PagedColumn, value: number): number {
  let low = 0
  let high = column.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (column.get(middle) < value) low = middle + 1
    else high = middle
  }
  return low
}
