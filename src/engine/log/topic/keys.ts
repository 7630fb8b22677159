import { at } from '../../../shared/assert.ts'
import type { RandomStream } from '../../kernel/random.ts'
import { encodeUtf8 } from '../../kernel/utf8.ts'
import { partitionForKey } from '../partitioners/murmur2.ts'
import type { TopicSettings } from './settings.ts'

/** The keys of a run: their bytes, the partition each belongs to, and how often each is used. */
export class Keys {
  private readonly bytes: readonly Uint8Array[]
  private readonly partitions: Int32Array
  /** The chance of a key or one before it. */
  private readonly upTo: Float64Array

  constructor({ keys, skew, partitions }: Pick<TopicSettings, 'keys' | 'skew' | 'partitions'>) {
    this.bytes = Array.from({ length: keys }, (_, i) => encodeUtf8(`user-${i + 1}`))
    this.partitions = Int32Array.from(this.bytes, (key) => partitionForKey(key, partitions))
    const weights = Float64Array.from(this.bytes, (_, i) => 1 / (i + 1) ** skew)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    let sum = 0
    this.upTo = weights.map((weight) => (sum += weight) / total)
  }

  get count(): number {
    return this.bytes.length
  }

  /** Draws a key; always takes one number, so that other settings never shift the stream. */
  draw(random: RandomStream): number {
    const u = random.uniform()
    let low = 0
    let high = this.upTo.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.upTo[middle] ?? 1) < u) low = middle + 1
      else high = middle
    }
    return low
  }

  bytesOf(key: number): Uint8Array {
    return at(this.bytes, key)
  }

  partitionOf(key: number): number {
    return at(this.partitions, key)
  }
}
