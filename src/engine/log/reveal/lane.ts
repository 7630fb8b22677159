import type { PagedColumn, SavedColumn } from '../../kernel/paged-column.ts'
import { float64 } from '../../kernel/typed-columns.ts'
import type { SimTime } from '../../kernel/time.ts'
import { Books, type SavedBooks } from './books.ts'
import { LaneHistory, type SavedHistory } from './lane-history.ts'
import type { RevealSettings } from './settings.ts'

export type LaneId = 'block' | 'overwrite' | 'log'

export const LANES: Record<
  LaneId,
  { readonly name: string; readonly short: string; readonly origin: 'whiteboard' | 'production' }
> = {
  block: { name: 'Ring that blocks', short: 'Blocks', origin: 'whiteboard' },
  overwrite: { name: 'Ring that overwrites', short: 'Overwrites', origin: 'whiteboard' },
  log: { name: 'Log', short: 'Log', origin: 'production' },
}

/** A buffer between the producer and the readers, whatever it is inside. Records are numbered from 0. */
export interface Lane {
  readonly id: LaneId
  /** One a reader. */
  readonly books: readonly Books[]
  readonly history: LaneHistory
  /** When each record went into the buffer. */
  readonly enteredAt: PagedColumn
  /** Records in the buffer now, and the most there ever were. */
  readonly kept: number
  readonly peak: number
  /** Offers the next record; it waits where the buffer has no room. */
  offer(now: SimTime): void
  /** A reader takes its next record; false when there is none for it, or when it was sent elsewhere instead. */
  read(reader: number, now: SimTime): boolean
  reconfigure(settings: RevealSettings, now: SimTime): void
  save(): unknown
  restore(saved: unknown): void
}

export interface SavedCommon {
  readonly books: readonly SavedBooks[]
  readonly history: SavedHistory
  readonly enteredAt: SavedColumn
  readonly peak: number
}

/** What all lanes keep alike. */
export class Common {
  readonly books: readonly Books[]
  readonly history = new LaneHistory()
  readonly enteredAt = float64()
  peak = 0

  constructor(readers: number) {
    this.books = Array.from({ length: readers }, () => new Books())
  }

  make(): void {
    for (const books of this.books) books.make()
  }

  enter(now: SimTime): void {
    this.enteredAt.push(now)
    for (const books of this.books) books.enter()
  }

  /** Notes the state after something has happened. */
  note(now: SimTime, kept: number): void {
    this.peak = Math.max(this.peak, kept)
    const waiting = this.books[0]?.counts.waiting ?? 0
    const gone = this.books.reduce((sum, { counts }) => sum + counts.lost + counts.skipped, 0)
    this.history.note(now, kept, waiting + gone)
    this.history.noteWait(now, waiting > 0)
  }

  save(): SavedCommon {
    return {
      books: this.books.map((books) => books.save()),
      history: this.history.save(),
      enteredAt: this.enteredAt.save(),
      peak: this.peak,
    }
  }

  restore(saved: SavedCommon): void {
    saved.books.forEach((books, i) => this.books[i]?.restore(books))
    this.history.restore(saved.history)
    this.enteredAt.restore(saved.enteredAt)
    this.peak = saved.peak
  }
}
