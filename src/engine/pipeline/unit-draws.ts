import type { SavedColumn } from '../kernel/paged-column.ts'
import { float64 } from '../kernel/typed-columns.ts'
import { RandomStream, type RandomState } from '../kernel/random.ts'

export interface SavedDraws {
  readonly stream: RandomState
  readonly drawn: SavedColumn
}

/**
 * One draw of chance a frame, by the frame's number: whoever asks first, and however often, gets the same. So both
 * wirings of a player find the same frame equally hard.
 */
export class UnitDraws {
  private readonly stream: RandomStream
  private readonly drawn = float64()

  constructor(seed: number, concern: string) {
    this.stream = RandomStream.of(seed, concern)
  }

  /** A factor with mean 1 and standard deviation `unevenness`: a constant part and an exponential one. */
  factor(index: number, unevenness: number): number {
    while (this.drawn.length <= index) this.drawn.push(this.stream.exponential())
    return 1 - unevenness + unevenness * this.drawn.get(index)
  }

  save(): SavedDraws {
    return { stream: this.stream.save(), drawn: this.drawn.save() }
  }

  restore(saved: SavedDraws): void {
    this.stream.restore(saved.stream)
    this.drawn.restore(saved.drawn)
  }
}
