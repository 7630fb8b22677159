import { Fifo, type SavedFifo } from './fifo.ts'

export interface SavedGate {
  readonly line: SavedFifo
  readonly inside: number
}

/** Where a source's items come in: who waits there, and how many of its items are inside. */
export class Gate {
  readonly line = new Fifo()
  inside = 0

  /** Whether one more may be inside with so many credits. */
  hasCredit(credits: number): boolean {
    return this.inside < credits
  }

  save(): SavedGate {
    return { line: this.line.save(), inside: this.inside }
  }

  restore(saved: SavedGate): void {
    this.line.restore(saved.line)
    this.inside = saved.inside
  }
}
