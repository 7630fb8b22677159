import type { SavedColumn } from '../../kernel/paged-column.ts'
import { int32 } from '../../kernel/typed-columns.ts'

export interface SavedFifo {
  readonly items: SavedColumn
  readonly head: number
}

/** First in, first out: an append-only column and where its head stands, so saving costs next to nothing. */
export class Fifo {
  private readonly items = int32()
  private head = 0

  get size(): number {
    return this.items.length - this.head
  }

  push(item: number): void {
    this.items.push(item)
  }

  /** Removes and returns the oldest; throws RangeError when there is none. */
  shift(): number {
    return this.items.get(this.head++)
  }

  /** The `index`-th oldest; throws RangeError when there is none. */
  get(index: number): number {
    return this.items.get(this.head + index)
  }

  save(): SavedFifo {
    return { items: this.items.save(), head: this.head }
  }

  restore(saved: SavedFifo): void {
    this.items.restore(saved.items)
    this.head = saved.head
  }
}
