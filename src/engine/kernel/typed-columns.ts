import { assert, at } from '../../shared/assert.ts'
import { PagedColumn, type SavedColumn } from './paged-column.ts'

/** An empty column of each kind of number. */
export const float64 = (): PagedColumn => new PagedColumn((n) => new Float64Array(n))
export const int32 = (): PagedColumn => new PagedColumn((n) => new Int32Array(n))
export const uint32 = (): PagedColumn => new PagedColumn((n) => new Uint32Array(n))
export const uint8 = (): PagedColumn => new PagedColumn((n) => new Uint8Array(n))

/** What is saved of columns, for those who have several. */
export const saveColumns = (columns: readonly PagedColumn[]): SavedColumn[] =>
  columns.map((column) => column.save())

/** Puts each of `columns` back to what was saved of it: in the same order, and as many. */
export function restoreColumns(columns: readonly PagedColumn[], saved: readonly SavedColumn[]): void {
  assert(columns.length === saved.length, `${saved.length} saved columns for ${columns.length}`)
  columns.forEach((column, i) => column.restore(at(saved, i)))
}
