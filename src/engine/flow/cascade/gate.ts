import { Fifo, type SavedFifo } from './fifo.ts'

export interface SavedGate {
  readonly line: SavedFifo
  readonly inside: number
}

/** Where a source's items come in, to one lane of a stage: who waits there, and how many of its items are inside. */
export class Gate {
  readonly source: number
  readonly stage: number
  readonly lane: number
  readonly line = new Fifo()
  inside = 0

  constructor(source: number, stage: number, lane: number) {
    this.source = source
    this.stage = stage
    this.lane = lane
  }

  save(): SavedGate {
    return { line: this.line.save(), inside: this.inside }
  }

  restore(saved: SavedGate): void {
    this.line.restore(saved.line)
    this.inside = saved.inside
  }
}
