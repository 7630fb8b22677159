import { outside } from '../../../shared/assert.ts'

export interface SavedRowRing {
  readonly rows: Int32Array
  readonly pushed: number
}

/** The newest `capacity` rows of some whole numbers of 32 bits each; older ones make room. Row 0 is the oldest kept. */
export class RowRing {
  /** Rows so far, those that are gone among them. */
  pushed = 0
  private readonly width: number
  private readonly capacity: number
  private readonly slots: Int32Array

  constructor(width: number, capacity: number) {
    this.width = width
    this.capacity = capacity
    this.slots = new Int32Array(width * capacity)
  }

  get length(): number {
    return Math.min(this.pushed, this.capacity)
  }

  push(...row: readonly number[]): void {
    this.slots.set(row, this.placeOf(this.pushed))
    this.pushed += 1
  }

  /** Field `field` of row `index`; what was pushed modulo 2^32, with a sign. */
  get(index: number, field: number): number {
    const place = this.placeOf(this.pushed - this.length + index) + field
    return this.slots[place] ?? outside(index)
  }

  set(index: number, field: number, value: number): void {
    this.slots[this.placeOf(this.pushed - this.length + index) + field] = value
  }

  /** The first row whose field, which never falls from row to row, is at least `value`; the length without one. */
  lowerBound(field: number, value: number): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.get(middle, field) < value) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Forgets the rows for which `isKept` is false. What was pushed does not count them any more. */
  keepWhere(isKept: (index: number) => boolean): void {
    const kept: Int32Array[] = []
    for (let i = 0; i < this.length; i++) {
      const from = this.placeOf(this.pushed - this.length + i)
      if (isKept(i)) kept.push(this.slots.slice(from, from + this.width))
    }
    this.pushed = 0
    for (const row of kept) this.push(...row)
  }

  save(): SavedRowRing {
    // In their order, so that what is saved depends on nothing but what was kept.
    const { length, width } = this
    const rows = new Int32Array(length * width)
    for (let i = 0; i < length; i++) {
      const from = this.placeOf(this.pushed - length + i)
      rows.set(this.slots.subarray(from, from + width), i * width)
    }
    return { rows, pushed: this.pushed }
  }

  restore(saved: SavedRowRing): void {
    const { width } = this
    const length = saved.rows.length / width
    this.pushed = saved.pushed - length
    for (let i = 0; i < length; i++) this.push(...saved.rows.subarray(i * width, (i + 1) * width))
  }

  private placeOf(number: number): number {
    return (number % this.capacity) * this.width
  }
}
