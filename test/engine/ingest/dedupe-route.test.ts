import { expect, test } from 'vitest'
import * as fc from 'fast-check'
import { Dedupe } from '../../../src/engine/ingest/dedupe.ts'
import { SequenceDedupe } from '../../../src/engine/ingest/dedupe-sequence.ts'
import { createCatalogue } from '../../../src/engine/ingest/catalogue.ts'
import { KEYINGS } from '../../../src/engine/ingest/codes.ts'
import { NONE } from '../../../src/engine/ingest/record.ts'
import { murmur2OfInt, partitionOf, Routing } from '../../../src/engine/ingest/route.ts'
import { RandomStream } from '../../../src/engine/kernel/random.ts'
import { murmur2, partitionForKey } from '../../../src/engine/log/partitioners/murmur2.ts'
import { batchOf } from './support.ts'

/** Which of these ids the table takes for new. */
function news(dedupe: Dedupe, ids: readonly number[]): number[] {
  const batch = batchOf(ids.map((id) => ({ id, time: 0 })))
  const selection = Uint32Array.from(ids, (_, i) => i)
  const kept = dedupe.keepNew(batch, selection, ids.length)
  return [...selection.subarray(0, kept)]
}

test('within its horizon every duplicate is found and nothing else, by fingerprint and by id', () => {
  const lists = fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 400 })
  fc.assert(
    fc.property(lists, fc.constantFrom('fingerprint', 'id'), (ids, by) => {
      const dedupe = new Dedupe({ by, lines: 4_096 })
      const firsts = ids.flatMap((id, i) => (ids.indexOf(id) === i ? [i] : []))
      expect(news(dedupe, ids)).toEqual(firsts)
      expect(dedupe.duplicates).toBe(ids.length - firsts.length)
    }),
  )
})

test('by sequence numbers, in any order within 32, exactly the first of each is new; what is older is not', () => {
  const steps = fc.array(fc.tuple(fc.nat(2), fc.integer({ min: -31, max: 40 })), { maxLength: 300 })
  fc.assert(
    fc.property(steps, (drawn) => {
      const dedupe = new SequenceDedupe(3)
      const newest = [100, 100, 100]
      const seen = new Set<string>()
      for (const [producer, step] of drawn) {
        const number = (newest[producer] ?? 0) + step
        newest[producer] = Math.max(newest[producer] ?? 0, number)
        const batch = batchOf([{ id: number, time: 0 }])
        batch.idHigh[0] = producer + 1
        const key = `${producer}.${number}`
        const isFirst = dedupe.keepNew(batch, Uint32Array.of(0), 1) === 1
        // Before its first event a producer's number is 0: nothing up to 100 is behind it by more than its window.
        expect(isFirst).toBe(!seen.has(key))
        seen.add(key)
      }
    }),
  )
  const dedupe = new SequenceDedupe(1)
  expect(
    dedupe.keepNew(
      batchOf([
        { id: 50, time: 0 },
        { id: 18, time: 0 },
        { id: 19, time: 0 },
      ]),
      Uint32Array.of(0, 1, 2),
      3,
    ),
  ).toBe(2)
})

test('a line forgets the oldest id first, once it is full', () => {
  for (const { by, size } of [
    { by: 'fingerprint', size: 15 },
    { by: 'id', size: 7 },
  ] as const) {
    const dedupe = new Dedupe({ by, lines: 1 })
    expect(dedupe.capacity).toBe(size)
    const ids = Array.from({ length: size }, (_, i) => i + 1)
    expect(news(dedupe, ids)).toHaveLength(size)
    expect(news(dedupe, ids)).toHaveLength(0)
    news(dedupe, [1_000])
    expect(dedupe.forgotten).toBe(1)
    // The second one is still known, the first is gone (and now pushes out the second).
    expect(news(dedupe, [2, 1])).toEqual([1])
  }
})

test('of 400,000 different ids hardly any is taken for a duplicate; by id, none', () => {
  const stream = RandomStream.of(3, 'ids')
  const ids = Array.from({ length: 400_000 }, () => stream.uint32() || 1)
  const different = new Set(ids).size
  for (const by of ['fingerprint', 'id'] as const) {
    const dedupe = new Dedupe({ by, lines: 1 << 17 })
    let kept = 0
    for (let i = 0; i < ids.length; i += 50_000) kept += news(dedupe, ids.slice(i, i + 50_000)).length
    // 15 / 2^32 a probe: 0.0014 of them are to be expected, and three would be one in a thousand million.
    expect(different - kept).toBeLessThanOrEqual(by === 'id' ? 0 : 2)
    expect(dedupe.falsePositiveRate).toBe(by === 'id' ? 0 : 15 / 2 ** 32)
  }
})

test('whoever drops deduplication counts duplicates as new (Y29)', () => {
  expect(news(new Dedupe({ by: 'off', lines: 1 }), [1, 1, 1])).toHaveLength(3)
})

test('a user’s partition is the one of Kafka’s default partitioner for the key’s four bytes', () => {
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), (user) => {
      const key = new Uint8Array(4)
      new DataView(key.buffer).setUint32(0, user)
      expect(murmur2OfInt(user)).toBe(murmur2(key))
      expect(partitionOf(user)).toBe(partitionForKey(key, 50))
    }),
  )
})

const CATALOGUE = createCatalogue(7, 300, 3_000)
/** What Kafka's own partitioner makes of a number's four bytes, told by the log engine. */
const kafkas = (key: number, partitions: number): number => {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, key)
  return partitionForKey(bytes, partitions)
}

test('an event lies where its key leads: by its user, by its title, by one of sixteen parts of it; what is hot apart', () => {
  const routing = new Routing(CATALOGUE)
  const { special, usual } = CATALOGUE
  const hot = new Set([special.viral, special.release, usual.indexOf(Math.max(...usual))])
  const titles = fc.oneof(fc.nat(299), fc.constantFrom(...hot, NONE))
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), titles, (user, title) => {
      const isAboutNone = title === NONE
      expect(KEYINGS.map((keying) => routing.keyOf(keying, user, title)).slice(0, 3)).toEqual([
        user,
        user,
        isAboutNone ? user : title,
      ])
      const salted = routing.keyOf('salted', user, title)
      expect(isAboutNone ? salted : Math.floor(salted / 16)).toBe(isAboutNone ? user : title)
      expect(KEYINGS.map((keying) => routing.partitionOf(keying, user, title))).toEqual([
        kafkas(user, 50),
        hot.has(title) ? 0 : 1 + kafkas(user, 49),
        kafkas(isAboutNone ? user : title, 50),
        kafkas(salted, 50),
      ])
    }),
  )
  // A title's parts are drawn by users: over many of them there are sixteen.
  const parts = Array.from({ length: 300 }, (_, user) => routing.keyOf('salted', user, 5))
  expect(new Set(parts).size).toBe(16)
})
