import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import { RECORD_BYTES } from '../../../../src/engine/log/reveal/settings.ts'
import { RevealEngine } from '../../../../src/engine/log/reveal/reveal-engine.ts'
import { anyGiven, anySeed, anySettings, createRun, LENGTH, runWith } from './support.ts'

const holds = ({
  predicted,
  measured,
  tolerance,
}: {
  predicted: number
  measured: number
  tolerance: number
}): boolean => Math.abs(predicted - measured) <= tolerance

describe('whatever is set and done', () => {
  it('every check holds, and every reader’s books are even', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
        const engine = new RevealEngine({ seed, settings })
        runWith(engine, given, LENGTH * SECOND)
        expect(engine.checks().filter((check) => !holds(check))).toEqual([])
        for (const { produced, read, unread, waiting, lost, skipped } of engine.summaries()) {
          expect(read + unread + waiting + lost + skipped).toBe(produced)
          expect(Math.min(read, unread, waiting, lost, skipped)).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('all three are offered the same records, whoever reads them and how', () => {
    fc.assert(
      fc.property(
        anySeed,
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 9 }),
        (seed, readA, readB) => {
          const times = (changes: object): number[] => {
            const { log } = advanced(changes, seed)
            return Array.from({ length: log.enteredAt.length }, (_, i) => log.enteredAt.get(i))
          }
          expect(times({ readA, readB, writeUneven: 1 })).toEqual(times({ writeUneven: 1 }))
        },
      ),
      { numRuns: 20 },
    )
  })
})

function advanced(changes: object, seed = 1, seconds = 20): RevealEngine {
  const engine = createRun(changes, seed)
  engine.advance(seconds * SECOND)
  return engine
}

/** Clockwork: a record every quarter of a second from 0 on, so 81 by 20 s; B never reads. */
const STALLED = { write: 4, writeUneven: 0, readA: 8, readB: 0, slots: 16, replicaLag: 0 }

describe('the five places (facts X14), with clockwork and reader B stalled from the start', () => {
  it('tail: reading frees slots of a ring, as the slowest reader does, and nothing of a log', () => {
    const { block, log } = advanced({ ...STALLED, keepBytes: 0 })
    expect(block.oldest).toBe(0)
    expect(log.partition.logStartOffset).toBe(0)
    const alone = advanced({ ...STALLED, keepBytes: 0, readers: 1 })
    expect(alone.block.kept).toBeLessThanOrEqual(1)
    expect(alone.log.kept).toBe(81)
  })

  it('capacity: a ring never holds more than its slots; a log overshoots by what comes until the next check', () => {
    const { block, overwrite, log } = advanced({ ...STALLED, check: 5, segment: 1_024, keepBytes: 2_048 })
    expect([block.peak, overwrite.peak]).toEqual([16, 16])
    // The check comes before the record of its instant. At 5 s it finds 20: four beyond the limit, less than a segment,
    // and nothing goes. At 10 s it finds 40: three segments of 8 go, 16 stay, and 20 more come until the next.
    expect(log.peak).toBe(40)
    expect(log.history.kept.get(log.history.time.lowerBound(10 * SECOND))).toBe(17)
    expect(log.kept).toBeLessThanOrEqual(16 + 8 + 20)
  })

  it('overwrite: slots come round again, offsets never do', () => {
    const { overwrite, log } = advanced(STALLED)
    expect(overwrite.tail).toBe(81 % 16)
    expect(log.partition.logEndOffset).toBe(81)
    expect(log.deletedRecords % 8).toBe(0)
  })

  it('slow reader: one producer waits, one ring loses the oldest, the log deletes unread', () => {
    const { block, overwrite, log } = advanced(STALLED)
    expect(block.books[1]?.counts).toMatchObject({ read: 0, unread: 16, waiting: 65, lost: 0 })
    expect(overwrite.books[1]?.counts).toMatchObject({ read: 0, unread: 16, waiting: 0, lost: 65 })
    const { logStartOffset } = log.partition
    expect(log.books[1]?.counts).toMatchObject({
      waiting: 0,
      lost: logStartOffset,
      unread: 81 - logStartOffset,
    })
    expect(logStartOffset).toBeGreaterThan(0)
    // The Disruptor's truth: A cannot get further ahead of B than the ring is long.
    expect(block.books[0]?.counts.read).toBe(16)
    expect(log.books[0]?.counts.read).toBeGreaterThan(75)
  })

  it('readable end: what is not replicated yet is given to no reader', () => {
    const { log, block } = advanced({ ...STALLED, replicaLag: 2_000, keepBytes: 0, slots: 64 }, 1, 10)
    // 41 records by 10 s, those of the last two seconds beyond the high watermark.
    expect(log.partition.logEndOffset).toBe(41)
    expect(log.partition.highWatermark).toBe(33)
    expect(log.books[0]?.counts.read).toBeLessThanOrEqual(33)
    expect(block.books[0]?.counts.read).toBeGreaterThan(33)
  })
})

describe('a reader whose offset was deleted', () => {
  const lateRun = (reset: 'latest' | 'earliest'): RevealEngine => {
    const engine = createRun({ ...STALLED, reset })
    engine.advance(20 * SECOND)
    expect(engine.apply({ kind: 'read', reader: 'b' }).ok).toBe(true)
    return engine
  }

  it('is sent to the end by latest, and skips what is still there', () => {
    const { log } = lateRun('latest')
    const counts = log.books[1]?.counts
    expect(counts).toMatchObject({ read: 0, lost: log.partition.logStartOffset })
    expect(counts?.skipped).toBe(81 - log.partition.logStartOffset)
    expect(log.resets).toBe(1)
  })

  it('is sent to the oldest record by earliest, and skips none', () => {
    const { log } = lateRun('earliest')
    expect(log.books[1]?.counts.skipped).toBe(0)
    expect(log.offsetOf(1)).toBe(log.partition.logStartOffset)
  })
})

describe('what a person does', () => {
  it('stalls a reader once, and tells who is stalled already', () => {
    const engine = createRun({})
    expect(engine.apply({ kind: 'stall', reader: 'b', stalled: true })).toEqual({
      ok: true,
      value: 'Reader B stalls',
    })
    expect(engine.apply({ kind: 'stall', reader: 'b', stalled: true })).toEqual({
      ok: false,
      problem: { what: 'Reader B is stalled already' },
    })
  })

  it('is refused a reader that is not there, and a read of nothing', () => {
    const engine = createRun({ readers: 1, write: 0.5, writeUneven: 0 })
    expect(engine.apply({ kind: 'stall', reader: 'b', stalled: true }).ok).toBe(false)
    expect(engine.apply({ kind: 'read', reader: 'b' }).ok).toBe(false)
    expect(engine.apply({ kind: 'read', reader: 'a' }).ok).toBe(false)
  })

  it('changes the rings on the way: a smaller one gives up its oldest, or shrinks as it is read', () => {
    const engine = advanced(STALLED)
    engine.apply({ kind: 'set', key: 'slots', value: 4 })
    expect(engine.overwrite.capacity).toBe(4)
    expect(engine.overwrite.books[1]?.counts.lost).toBe(77)
    expect(engine.block.capacity).toBe(16)
    engine.apply({ kind: 'set', key: 'readB', value: 20 })
    engine.advance(25 * SECOND)
    expect(engine.block.capacity).toBe(4)
    expect(engine.block.books[1]?.counts.lost).toBe(0)
  })

  it('changes retention on the way, which holds from the next check', () => {
    const engine = advanced({ ...STALLED, keepBytes: 0 })
    expect(engine.log.kept).toBe(81)
    engine.apply({ kind: 'set', key: 'keepBytes', value: 20 * RECORD_BYTES })
    expect(engine.log.kept).toBe(81)
    engine.apply({ kind: 'clean-up' })
    // 81 records in segments of 8: seven go, 25 stay, and without one more there would be 17, too few.
    expect(engine.log.kept).toBe(25)
  })
})
