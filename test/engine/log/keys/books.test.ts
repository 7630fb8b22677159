import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import { DELIVERY } from '../../../../src/engine/log/keys/codes.ts'
import { KeysEngine } from '../../../../src/engine/log/keys/keys-engine.ts'
import type { Lane } from '../../../../src/engine/log/keys/lane.ts'
import { LANES } from '../../../../src/engine/log/keys/placement.ts'
import { anyGiven, anySeed, anySettings, createRun, LENGTH, runWith } from './support.ts'

/** Counts anew, from what each record met with, what the lane has counted on the way. */
function recount({ source }: KeysEngine, lane: Lane) {
  const movesData = LANES[lane.id].movesData
  const records = lane.partitions.map(() => 0)
  const places = new Map<number, Set<number>>()
  const delivered: { record: number; at: number }[] = []
  for (let record = 0; record < source.sent; record++) {
    const key = source.key.get(record)
    const isThere = movesData && key >= 0
    const place = isThere ? (lane.places[0]?.[key] ?? -1) : lane.sentTo.get(record)
    records[place] = (records[place] ?? 0) + 1
    if (key >= 0) places.set(key, (places.get(key) ?? new Set()).add(place))
    if (lane.deliveryOf(record) !== DELIVERY.unread)
      delivered.push({ record, at: lane.deliveredAt.get(record) })
  }
  return {
    records,
    splitKeys: [...places.values()].filter((set) => set.size > 1).length,
    read: delivered.length,
  }
}

describe('whatever is set and done', () => {
  it('every record lies in one partition, and every check holds', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
        const engine = new KeysEngine({ seed, settings })
        runWith(engine, given, LENGTH * SECOND)
        for (const lane of engine.lanes) {
          const { records, splitKeys, read } = recount(engine, lane)
          expect(lane.partitions.map((partition) => partition.records)).toEqual(records)
          expect(lane.counts.splitKeys).toBe(splitKeys)
          expect(lane.counts.read).toBe(read)
          expect(records.reduce((sum, count) => sum + count, 0)).toBe(engine.source.sent)
        }
        const failed = engine
          .checks()
          .filter(({ predicted, measured, tolerance }) => Math.abs(predicted - measured) > tolerance)
        expect(failed).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('counts as out of order just what comes after a later record of its key', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(anySettings, anySeed, anyGiven, (settings, seed, given) => {
        const engine = new KeysEngine({ seed, settings })
        const latest = engine.lanes.map(() => new Map<number, number>())
        const seen = engine.lanes.map(() => new Set<number>())
        // The readers come every tenth of a second; what they took between two looks is known by their marks.
        const stops = [...given.map((one) => one.at), ...tenths].sort((a, b) => a - b)
        let late = engine.lanes.map(() => 0)
        let next = 0
        for (const stop of stops) {
          for (; given[next] !== undefined && (given[next]?.at ?? Infinity) <= stop; next++)
            runWith(engine, given.slice(next, next + 1), given[next]?.at ?? 0)
          engine.advance(stop)
          late = late.map((count, i) => count + look(engine, i, latest[i] ?? new Map(), seen[i] ?? new Set()))
        }
        expect(engine.lanes.map(({ counts }) => counts.outOfOrder)).toEqual(late)
      }),
      { numRuns: 20 },
    )
  })
})

const tenths = Array.from({ length: 10 * LENGTH + 1 }, (_, i) => (i * SECOND) / 10)

/**
 * The records a lane delivered since the last look, and how many of them are late by a book of our own. Within one look
 * partitions are read one after another, so a key in two of them is judged by the order of partitions.
 */
function look(engine: KeysEngine, index: number, latest: Map<number, number>, seen: Set<number>): number {
  const lane = engine.lanes[index]
  if (lane === undefined) return 0
  const fresh: { record: number; key: number; partition: number }[] = []
  for (let record = 0; record < engine.source.sent; record++) {
    if (seen.has(record) || lane.deliveryOf(record) === DELIVERY.unread) continue
    seen.add(record)
    const key = engine.source.key.get(record)
    if (key < 0) continue
    const partition = LANES[lane.id].movesData ? (lane.places[0]?.[key] ?? 0) : lane.sentTo.get(record)
    fresh.push({ record, key, partition })
  }
  fresh.sort((a, b) => a.partition - b.partition || a.record - b.record)
  let late = 0
  for (const { record, key } of fresh) {
    if (record < (latest.get(key) ?? -1)) late += 1
    else latest.set(key, record)
  }
  return late
}

describe('both producers and all lanes', () => {
  it('get the same records, whatever is done to the partitions', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const sentBy = (changes: object, adds: number): readonly number[][] => {
          const engine = createRun({ keys: 200, ...changes }, seed)
          for (let i = 0; i < adds; i++) engine.apply({ kind: 'add-partition' })
          engine.advance(2 * SECOND)
          const { source } = engine
          return Array.from({ length: source.sent }, (_, i) => [
            source.time.get(i),
            source.key.get(i),
            source.producer.get(i),
          ])
        }
        expect(sentBy({ partitions: 3, read: 0 }, 2)).toEqual(sentBy({}, 0))
      }),
      { numRuns: 10 },
    )
  })
})
