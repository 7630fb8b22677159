import { assert } from '../../../shared/assert.ts'
import type { QueueState } from './row.ts'
import { sizeOf, type Measure } from './settings.ts'

/** The standard's queue-with-sizes (Streams Standard, section 8.1): first in, first out, with a total of sizes. */
export class SizedQueue {
  readonly mark: number
  private readonly measure: Measure
  private readonly ids: number[] = []
  private total = 0

  constructor({ measure, mark }: { readonly measure: Measure; readonly mark: number }) {
    this.measure = measure
    this.mark = mark
  }

  get isEmpty(): boolean {
    return this.ids.length === 0
  }

  /** highWaterMark less the total: how much more is wanted; negative when there is too much. */
  get desired(): number {
    return this.mark - this.total
  }

  push(id: number): void {
    this.ids.push(id)
    this.total += sizeOf(this.measure, id)
  }

  shift(): number {
    const id = this.ids.shift()
    assert(id !== undefined, 'a chunk was taken from an empty queue')
    this.total -= sizeOf(this.measure, id)
    return id
  }

  state(): QueueState {
    return { chunks: this.ids.length, size: this.total, desired: this.desired }
  }
}
