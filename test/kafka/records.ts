import { RandomStream } from '../../src/engine/kernel/random.ts'
import { at } from '../../src/shared/assert.ts'

/** A record as a text: what goes through the console producer and comes back. */
export interface TextRecord {
  readonly key: string | null
  readonly value: string | null
  readonly headers: readonly (readonly [string, string])[]
}

const WORDS = ['ring', 'log', 'Wasserstand', 'жук', '水位', 'tail', '🎞️', 'segment']

/** Records of all kinds: with and without key, value and headers, short and long, and not only in ASCII. */
export function textRecords(count: number): TextRecord[] {
  const random = RandomStream.of(4, 'test.kafka')
  const word = (): string => at(WORDS, random.below(WORDS.length))
  return Array.from({ length: count }, (_, i) => ({
    key: random.chance(0.2) ? null : `${word()}-${random.below(50)}`,
    value: random.chance(0.1) ? null : `${i} ${word().repeat(1 + random.below(i % 100 === 0 ? 500 : 20))}`,
    headers: Array.from({ length: random.below(3) }, (__, h) => [`h${h}`, word()] as const),
  }))
}
