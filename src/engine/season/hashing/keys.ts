import { encodeUtf8 } from '../../kernel/utf8.ts'
import { RandomStream } from '../../kernel/random.ts'
import { slotForKey } from '../../log/partitioners/hash-slots.ts'
import { murmur2 } from '../../log/partitioners/murmur2.ts'

/** murmur2 as a whole number from 0 to 2^32 - 1. */
export const hashOf = (text: string): number => murmur2(encodeUtf8(text)) >>> 0

/** The keys of a run, by number: what they are called, their hash, and their slot in Redis Cluster. */
export interface Keys {
  readonly names: readonly string[]
  readonly hashes: Uint32Array
  readonly slots: Uint16Array
}

/** Draws keys like "item-2871455321". */
export function drawKeys(seed: number, count: number): Keys {
  const stream = RandomStream.of(seed, 'hashing.keys')
  const names = Array.from({ length: count }, () => `item-${stream.uint32()}`)
  const bytes = names.map(encodeUtf8)
  return {
    names,
    hashes: Uint32Array.from(bytes, (key) => murmur2(key) >>> 0),
    slots: Uint16Array.from(bytes, slotForKey),
  }
}
