import { assert, outside } from '../../shared/assert.ts'
import type { NumberColumn } from './number-ring.ts'

const PAGE_BITS = 9
const PAGE = 1 << PAGE_BITS
/** Pages are cut from slabs, which are allocated a few times only: each as large as all before it, up to so many pages. */
const LARGEST_SLAB = 64

/** A column as it stood at one moment. Holds references to pages, not copies of them. */
export interface SavedColumn {
  readonly pages: readonly NumberColumn[]
  readonly length: number
}

/**
 * A growing column of numbers that can be saved at any moment for almost nothing: its pages are shared with
 * the saved copies and cloned only when written again (copy on write). A run's history lives in such columns,
 * so a checkpoint costs one reference a page, not the whole past.
 */
export class PagedColumn {
  private pages: NumberColumn[] = []
  /** The same pages, where they may be written; null for one that a saved copy shares. */
  private own: (NumberColumn | null)[] = []
  private count = 0
  /** What new pages are cut from, and how much of it was. */
  private slab: NumberColumn | null = null
  private cut = 0

  private readonly create: (length: number) => NumberColumn

  /** `create(n)` makes an empty page of n numbers. */
  constructor(create: (length: number) => NumberColumn) {
    this.create = create
  }

  get length(): number {
    return this.count
  }

  /** Throws RangeError outside 0 .. length - 1. */
  get(index: number): number {
    if (index < 0 || index >= this.count) throw new RangeError(`row ${index} is outside 0..${this.count - 1}`)
    const page = this.pages[index >> PAGE_BITS] ?? outside(index)
    return page[index & (PAGE - 1)] ?? outside(index)
  }

  /** Throws RangeError outside 0 .. length - 1. */
  set(index: number, value: number): void {
    if (index < 0 || index >= this.count) throw new RangeError(`row ${index} is outside 0..${this.count - 1}`)
    const page = this.own[index >> PAGE_BITS] ?? this.thaw(index >> PAGE_BITS)
    page[index & (PAGE - 1)] = value
  }

  push(value: number): void {
    const index = this.count++
    const page = this.own[index >> PAGE_BITS] ?? this.thaw(index >> PAGE_BITS)
    page[index & (PAGE - 1)] = value
  }

  /** As if each of the `values` were pushed. */
  append(values: NumberColumn): void {
    let done = 0
    while (done < values.length) {
      const index = this.count
      const page = this.own[index >> PAGE_BITS] ?? this.thaw(index >> PAGE_BITS)
      const start = index & (PAGE - 1)
      const end = Math.min(values.length, done + PAGE - start)
      page.set(values.subarray(done, end), start)
      this.count += end - done
      done = end
    }
  }

  /** Forgets the rows from `length` on. Throws when there are not as many. */
  truncate(length: number): void {
    assert(length >= 0 && length <= this.count, `${length} rows of ${this.count}`)
    this.count = length
  }

  /** The first row of a column in ascending order that is not below `value`; its length when all are. */
  lowerBound(value: number): number {
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.get(middle) < value) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Copies rows `from` (inclusive) to `to` (exclusive) into `target` from its start. */
  copy(from: number, to: number, target: NumberColumn): void {
    assert(from >= 0 && from <= to && to <= this.count, `rows ${from}..${to} of ${this.count}`)
    let row = from
    while (row < to) {
      const page = this.pages[row >> PAGE_BITS] ?? outside(row)
      const start = row & (PAGE - 1)
      const end = Math.min(PAGE, start + to - row)
      target.set(page.subarray(start, end), row - from)
      row += end - start
    }
  }

  save(): SavedColumn {
    this.own.fill(null)
    return { pages: this.pages.slice(), length: this.count }
  }

  restore(saved: SavedColumn): void {
    this.pages = saved.pages.slice()
    this.own = saved.pages.map(() => null)
    this.count = saved.length
  }

  /** A page that can be written: a new one, or a copy of one that a saved state shares. */
  private thaw(number: number): NumberColumn {
    const page = this.pages[number]?.slice() ?? this.cutPage()
    this.pages[number] = page
    this.own[number] = page
    return page
  }

  private cutPage(): NumberColumn {
    if (this.slab === null || this.cut === this.slab.length) {
      this.slab = this.create(PAGE * Math.min(LARGEST_SLAB, Math.max(1, this.pages.length)))
      this.cut = 0
    }
    this.cut += PAGE
    return this.slab.subarray(this.cut - PAGE, this.cut)
  }
}
