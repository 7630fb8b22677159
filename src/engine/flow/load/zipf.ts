import { outside } from '../../../shared/assert.ts'
import type { RandomStream } from '../../kernel/random.ts'

/**
 * Draws keys 0 .. keys - 1, key k with a weight of (k + 1)^-skew, in constant time and one draw.
 * Source: Walker's alias method, as Vose sets it up ("A linear algorithm for generating random numbers with a given
 * distribution", IEEE Transactions on Software Engineering 17, 1991).
 */
export class ZipfKeys {
  private readonly stay: Float64Array
  private readonly alias: Int32Array

  constructor(keys: number, skew: number) {
    const weights = Float64Array.from({ length: keys }, (_, k) => (k + 1) ** -skew)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    this.stay = weights.map((weight) => (weight * keys) / total)
    this.alias = Int32Array.from({ length: keys }, (_, k) => k)
    const small: number[] = []
    const large: number[] = []
    this.stay.forEach((share, k) => (share < 1 ? small : large).push(k))
    for (;;) {
      const poor = small.pop()
      const rich = large.pop()
      if (poor === undefined || rich === undefined) return
      this.alias[poor] = rich
      const rest = (this.stay[rich] ?? 0) - (1 - (this.stay[poor] ?? 0))
      this.stay[rich] = rest
      if (rest < 1) small.push(rich)
      else large.push(rich)
    }
  }

  draw(stream: RandomStream): number {
    return this.keyAt(stream.uniform())
  }

  /** The key that a draw `u`, uniform in (0, 1), stands for. */
  keyAt(u: number): number {
    const spot = u * this.stay.length
    const key = Math.floor(spot)
    return spot - key < (this.stay[key] ?? outside(key)) ? key : (this.alias[key] ?? outside(key))
  }
}
