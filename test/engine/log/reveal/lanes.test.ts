import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MILLISECOND } from '../../../../src/engine/kernel/time.ts'
import type { Books } from '../../../../src/engine/log/reveal/books.ts'
import { END } from '../../../../src/engine/log/reveal/codes.ts'
import { LogLane } from '../../../../src/engine/log/reveal/log-lane.ts'
import { RingLane } from '../../../../src/engine/log/reveal/ring-lane.ts'
import { RECORD_BYTES } from '../../../../src/engine/log/reveal/settings.ts'
import { NaiveLog, NaiveRing } from './naive.ts'
import { settingsWith } from './support.ts'

type Move =
  | { readonly do: 'offer' }
  | { readonly do: 'read'; readonly reader: number }
  | { readonly do: 'resize'; readonly slots: number }
  | { readonly do: 'replicate' }
  | { readonly do: 'clean-up' }
  | { readonly do: 'pass'; readonly ms: number }

const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Move>({ do: 'offer' }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('read' as const), reader: fc.nat(1) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('resize' as const), slots: fc.integer({ min: 1, max: 8 }) }),
    },
    { weight: 1, arbitrary: fc.constant<Move>({ do: 'replicate' }) },
    { weight: 1, arbitrary: fc.constant<Move>({ do: 'clean-up' }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 900 }) }),
    },
  ),
  { maxLength: 120 },
)

const readers = fc.integer({ min: 1, max: 2 })

/** The records with this end, in order. */
const withEnd = (books: Books, end: number): number[] =>
  Array.from({ length: books.counts.produced }, (_, record) => record).filter(
    (record) => books.endOf(record) === end,
  )

describe('a ring with several readers', () => {
  it.each(['block', 'overwrite'] as const)('%s: does what lists would do', (id) => {
    fc.assert(
      fc.property(moves, readers, fc.integer({ min: 1, max: 8 }), (list, count, slots) => {
        const settings = settingsWith({ slots, readers: count })
        const lane = new RingLane(id, { seed: 1, settings })
        const naive = new NaiveRing(id === 'overwrite', slots, count)
        let now = 0
        for (const move of list) {
          now += MILLISECOND
          if (move.do === 'offer') {
            lane.offer(now)
            naive.offer()
          } else if (move.do === 'read') {
            lane.read(move.reader, now)
            naive.read(move.reader)
          } else if (move.do === 'resize') {
            lane.reconfigure({ ...settings, slots: move.slots }, now)
            naive.resize(move.slots)
          }
          expect(lane.kept).toBe(naive.held.length)
          expect(lane.kept > 0 ? lane.oldest : -1).toBe(naive.held[0] ?? -1)
        }
        naive.readers.forEach((reader, i) => {
          const books = lane.books[i]
          if (books === undefined) throw new Error('as many readers')
          expect(withEnd(books, END.read)).toEqual(reader.read)
          expect(withEnd(books, END.lost)).toEqual(reader.lost)
          expect(books.counts.waiting).toBe(naive.waiting.length)
        })
      }),
      { numRuns: 300 },
    )
  })
})

describe('the log', () => {
  it('does what lists would do', () => {
    const limits = fc.record({
      segment: fc.integer({ min: 1, max: 5 }),
      keep: fc.integer({ min: 0, max: 12 }),
      keepSeconds: fc.integer({ min: 0, max: 2 }),
      reset: fc.constantFrom('latest' as const, 'earliest' as const),
    })
    fc.assert(
      fc.property(moves, readers, limits, (list, count, { segment, keep, keepSeconds, reset }) => {
        const settings = settingsWith({
          readers: count,
          segment: segment * RECORD_BYTES,
          keepBytes: keep * RECORD_BYTES,
          keepSeconds,
          reset,
          replicaLag: 10_000,
        })
        const lane = new LogLane({ seed: 1, settings })
        const naive = new NaiveLog(segment, count)
        let ms = 0
        for (const move of list) {
          const now = ms * MILLISECOND
          if (move.do === 'pass') ms += move.ms
          else if (move.do === 'offer') {
            lane.offer(now)
            naive.offer(ms)
          } else if (move.do === 'read') {
            lane.read(move.reader, now)
            naive.read(move.reader, reset)
          } else if (move.do === 'replicate') {
            lane.commit(Infinity)
            naive.replicate()
          } else if (move.do === 'clean-up') {
            lane.cleanUp(now)
            naive.cleanUp(ms, keep, keepSeconds * 1_000)
          }
          const { logStartOffset, highWatermark, logEndOffset } = lane.partition
          expect({ logStartOffset, highWatermark, logEndOffset }).toEqual({
            logStartOffset: naive.start,
            highWatermark: naive.highWatermark,
            logEndOffset: naive.end,
          })
        }
        naive.readers.forEach((reader, i) => {
          const books = lane.books[i]
          if (books === undefined) throw new Error('as many readers')
          expect(withEnd(books, END.read)).toEqual(reader.read)
          expect(withEnd(books, END.lost)).toEqual(reader.lost)
          expect(withEnd(books, END.skipped)).toEqual(reader.skipped)
          expect(lane.offsetOf(i)).toBe(naive.offsets[i])
        })
      }),
      { numRuns: 400 },
    )
  })
})
