import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64 } from '../../kernel/typed-columns.ts'

/** One column of a table. */
export interface Cells {
  /** How many rows there are. */
  readonly length: number
  /** Throws RangeError outside the rows. */
  get(row: number): number
  set(row: number, value: number): void
}

/**
 * Columns that grow together, kept row by row: what is written of late lies together, so a saved state shares nearly
 * all pages with the next one, however many columns there are.
 */
export class Table {
  readonly columns: readonly Cells[]
  private readonly cells = float64()
  private readonly width: number

  constructor(width: number) {
    this.width = width
    this.columns = Array.from({ length: width }, (_, i) => new Column(this.cells, width, i))
  }

  get rows(): number {
    return this.cells.length / this.width
  }

  /** Adds a row with these values, one a column. */
  add(values: readonly number[]): void {
    for (const value of values) this.cells.push(value)
  }

  save(): SavedColumn {
    return this.cells.save()
  }

  restore(saved: SavedColumn): void {
    this.cells.restore(saved)
  }
}

class Column implements Cells {
  private readonly cells: PagedColumn
  private readonly width: number
  private readonly index: number

  constructor(cells: PagedColumn, width: number, index: number) {
    this.cells = cells
    this.width = width
    this.index = index
  }

  get length(): number {
    return this.cells.length / this.width
  }

  get(row: number): number {
    return this.cells.get(row * this.width + this.index)
  }

  set(row: number, value: number): void {
    this.cells.set(row * this.width + this.index, value)
  }
}
