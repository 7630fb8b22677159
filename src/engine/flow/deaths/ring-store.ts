import { INCIDENT } from './codes.ts'
import type { DeathsSettings } from './settings.ts'
import { taken, type Books, type Step, type Store } from './store.ts'

export interface SavedRing {
  readonly position: number
  readonly end: number
  readonly overwriting: boolean
}

/** A ring of a fixed number of slots. Once all are taken, what comes overwrites the oldest messages. */
export class RingStore implements Store<SavedRing> {
  position = 0
  end = 0
  readonly missed = 0
  /** It was full and has overwritten, and half of it was not free again since. */
  isOverwriting = false

  /** Its memory is reserved from the start. */
  bytes({ slots, bytes }: DeathsSettings): number {
    return slots * bytes
  }

  tick({ arrived, capacity, settings }: Step, books: Books): void {
    this.end += arrived
    books.produced(arrived)
    const read = taken(this.end - this.position, capacity)
    this.position += read
    books.consumed(read)
    const over = Math.max(0, this.end - this.position - settings.slots)
    this.position += over
    if (over > 0) {
      books.lost('overwritten', over)
      if (!this.isOverwriting) books.happened(INCIDENT.overwrite, over)
      this.isOverwriting = true
    } else if (this.end - this.position <= settings.slots / 2) this.isOverwriting = false
  }

  save(): SavedRing {
    return { position: this.position, end: this.end, overwriting: this.isOverwriting }
  }

  restore({ position, end, overwriting }: SavedRing): void {
    this.position = position
    this.end = end
    this.isOverwriting = overwriting
  }
}
