import { expect, it } from 'vitest'
import { at } from '../../../../src/shared/assert.ts'
import { RandomStream } from '../../../../src/engine/kernel/random.ts'
import { Hash } from '../../../../src/engine/ingest/json/hash.ts'
import { FOREIGN, NamedTitles, numberedTitles } from '../../../../src/engine/ingest/json/titles.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

it('names get different 64 bits, and each half of them is spread evenly', () => {
  const hash = new Hash()
  const stream = RandomStream.of(1, 'names')
  const hex = (): string => stream.uint32().toString(16).padStart(8, '0')
  // What ids look like: counted, from a clock, random.
  const kinds: readonly ((i: number) => string)[] = [
    (i) => String(i),
    (i) => `user-${i}@example.org`,
    (i) => `evt_${(1_700_000_000_000 + i).toString(36)}`,
    () => `${hex()}-${hex()}`,
  ]
  const each = 15_000
  const seen = new Set<string>()
  const high = new Float64Array(256)
  const low = new Float64Array(256)
  const lowHalves = new Set<number>()
  for (const kind of kinds)
    for (let i = 0; i < each; i++) {
      const bytes = encode(kind(i))
      hash.of(bytes, 0, bytes.length)
      seen.add(`${hash.high}.${hash.low}`)
      lowHalves.add(hash.low)
      high[hash.high >>> 24] = (high[hash.high >>> 24] ?? 0) + 1
      low[hash.low & 255] = (low[hash.low & 255] ?? 0) + 1
    }
  const count = kinds.length * each
  expect(seen.size).toBe(count)
  // Of n names about n² / 2^33 share their 32 bits with another: 0.4 of 60,000.
  expect(count - lowHalves.size).toBeLessThan(8)
  // Chi-squared with 255 degrees of freedom is above 400 once in 10^8 times.
  for (const counts of [high, low]) {
    const mean = count / 256
    expect(counts.reduce((sum, n) => sum + (n - mean) ** 2 / mean, 0)).toBeLessThan(400)
  }
})

it('the order of the parts of a name is heard by both halves', () => {
  // All 362,880 orders of nine words: if there were but 32 bits in it, about 15 pairs would be the same.
  const hash = new Hash()
  const bytes = encode('aaaabbbbccccddddeeeeffffgggghhhhiiii')
  const seen = new Float64Array(362_880)
  let count = 0
  const swap = (i: number, j: number): void => {
    for (let byte = 0; byte < 4; byte++) {
      const kept = at(bytes, 4 * i + byte)
      bytes[4 * i + byte] = at(bytes, 4 * j + byte)
      bytes[4 * j + byte] = kept
    }
  }
  const permute = (from: number): void => {
    if (from === 9) {
      hash.of(bytes, 0, bytes.length)
      seen[count++] = hash.high * 2 ** 20 + (hash.low >>> 12)
      return
    }
    for (let i = from; i < 9; i++) {
      swap(from, i)
      permute(from + 1)
      swap(from, i)
    }
  }
  permute(0)
  expect(count).toBe(seen.length)
  seen.sort()
  expect(seen.filter((value, i) => value === seen[i - 1])).toHaveLength(0)
})

it('titles get places in the order in which they come, up to a limit', () => {
  const titles = new NamedTitles(3_000)
  const place = (name: string): number => titles.placeOf(encode(`..${name}.`), 2, encode(name).length + 2)
  const names = Array.from({ length: 3_000 }, (_, i) => `Película ${i * 7}`)
  expect(names.map(place)).toEqual(names.map((_, i) => i))
  expect(names.map(place)).toEqual(names.map((_, i) => i))
  expect(place('one more')).toBe(FOREIGN)
  expect(place(names[5] ?? '')).toBe(5)
  expect(titles.nameOf(2_999)).toBe('Película 20993')
  expect(new NamedTitles(5).placeOf(encode('x'.repeat(257)), 0, 257)).toBe(FOREIGN)
})

it('of a given catalogue a title is known by its number', () => {
  const titles = numberedTitles(100)
  const place = (name: string): number => titles.placeOf(encode(name), 0, name.length)
  expect(['mov_0', 'mov_99', 'mov_100', 'mov_', 'mov_007', 'film', 'mov_4294967295'].map(place)).toEqual([
    0,
    99,
    100,
    FOREIGN,
    FOREIGN,
    FOREIGN,
    FOREIGN,
  ])
})
