import { assert, outside } from '../../../shared/assert.ts'

/** Samples as they are written; the newest can still be read back and mended, the older ones are handed over. */
export class Tape {
  private data: Float32Array
  /** Where `data` begins, and how far it was handed over, in samples from the beginning. */
  private base: number
  private given = 0
  private length = 0
  private readonly history: number

  /** At least `history` samples stay readable. Before the first one there is silence. */
  constructor(history: number) {
    this.history = history
    this.base = -history
    this.data = new Float32Array(4 * history)
  }

  /** Samples written so far. */
  get end(): number {
    return this.length
  }

  push(sample: number): void {
    const place = this.length - this.base
    if (place === this.data.length) this.grow()
    this.data[place] = sample
    this.length += 1
  }

  /** The sample written `back` samples ago: 1 is the newest. */
  tail(back: number): number {
    return this.data[this.length - back - this.base] ?? outside(back)
  }

  /** Writes anew over the sample written `back` samples ago; the silence before the first one stays. */
  mend(back: number, sample: number): void {
    if (back > this.length) return
    assert(this.length - back >= this.given, 'what was handed over stays as it is')
    this.data[this.length - back - this.base] = sample
  }

  /** Hands over what was written since the last time, but for the newest `held` samples. */
  take(held: number): Float32Array {
    const end = Math.max(this.given, this.length - held)
    const taken = this.data.slice(this.given - this.base, end - this.base)
    this.given = end
    const keepFrom = Math.min(this.given, this.length) - this.history
    if (keepFrom > this.base) {
      this.data.copyWithin(0, keepFrom - this.base, this.length - this.base)
      this.base = keepFrom
    }
    return taken
  }

  private grow(): void {
    const wider = new Float32Array(2 * this.data.length)
    wider.set(this.data)
    this.data = wider
  }
}
