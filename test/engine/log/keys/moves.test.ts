import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import { encodeUtf8 } from '../../../../src/engine/kernel/utf8.ts'
import { HASH_OF_NONE } from '../../../../src/engine/log/keys/keyless.ts'
import { expectedOf } from '../../../../src/engine/log/keys/theory.ts'
import { partitionForKey } from '../../../../src/engine/log/partitioners/murmur2.ts'
import { RandomStream } from '../../../../src/engine/kernel/random.ts'
import { StickyUntilBatch } from '../../../../src/engine/log/keys/sticky-until-batch.ts'
import { createRun, laneOf } from './support.ts'

const share = (engine: ReturnType<typeof createRun>, id: Parameters<typeof laneOf>[1]): number => {
  const change = laneOf(engine, id).changes.at(-1)
  return change === undefined ? Number.NaN : (100 * change.moved) / change.total
}

describe('from 12 to 13 partitions, over 10,000 keys', () => {
  const engine = createRun({ keys: 10_000 })
  engine.advance(SECOND)
  engine.apply({ kind: 'add-partition' })

  it('modulo moves 92.3 % within chance, the ring 8.4 %, the slots 7.7 % within chance (facts X28)', () => {
    // Five standard deviations of a share of 10,000 keys: 1.33 points around 12/13 and around 1/13.
    expect(Math.abs(share(engine, 'kafka') - 1_200 / 13)).toBeLessThan(1.34)
    expect(Math.abs(share(engine, 'whiteboard') - 1_200 / 13)).toBeLessThan(1.34)
    expect(share(engine, 'ring').toFixed(1)).toBe('8.4')
    expect(Math.abs(share(engine, 'slots') - 100 / 13)).toBeLessThan(1.34)
  })

  it('a ring and slots move keys to the new node only, and what lies there with them; a log moves no record', () => {
    for (const id of ['ring', 'slots'] as const) {
      const change = laneOf(engine, id).changes[0]
      expect(change?.movedBetweenOld).toBe(0)
      expect(change?.records).toBeGreaterThan(0)
    }
    for (const id of ['whiteboard', 'kafka'] as const) {
      expect(laneOf(engine, id).changes[0]?.movedBetweenOld).toBeGreaterThan(0)
      expect(laneOf(engine, id).changes[0]?.records).toBe(0)
    }
  })

  it('Kafka’s places are those of its partitioner (vectors of T6 hold there)', () => {
    const places = laneOf(engine, 'kafka').places[0]
    for (const key of [0, 17, 9_999])
      expect(places?.[key]).toBe(partitionForKey(encodeUtf8(`user-${key}`), 13))
  })
})

describe('theory', () => {
  const change = (before: number, after: number, total: number) => ({
    time: 0,
    kind: 'add' as const,
    producer: -1,
    before,
    after,
    flows: new Int32Array(0),
    total,
    moved: 0,
    movedBetweenOld: 0,
    records: 0,
  })

  it('says 1 - 1/13 for modulo, and counting remainders agrees', () => {
    let moved = 0
    for (let h = 0; h < 12 * 13; h++) if (h % 12 !== h % 13) moved += 1
    expect(expectedOf('kafka', change(12, 13, 1_000), 100).share).toBeCloseTo(moved / (12 * 13), 12)
  })

  it('widens as keys get fewer, and for a ring with few points', () => {
    const tolerance = (total: number, points: number): number =>
      expectedOf('ring', change(12, 13, total), points).tolerance
    expect(tolerance(100, 100)).toBeGreaterThan(tolerance(10_000, 100))
    expect(tolerance(10_000, 10)).toBeGreaterThan(2 * tolerance(10_000, 100))
    // The new node's share of random points has a standard deviation of about a tenth of itself at 100 points.
    expect(tolerance(1e9, 100)).toBeCloseTo((5 * 0.1) / 13, 2)
  })
})

describe('a restart of a producer', () => {
  const engine = createRun({ keys: 2_000 })
  engine.apply({ kind: 'restart', producer: 0 })

  it('moves the whiteboard’s keys, all but one in twelve, and nobody else’s', () => {
    expect(Math.abs(share(engine, 'whiteboard') - 1_100 / 12)).toBeLessThan(3.2)
    for (const id of ['kafka', 'ring', 'slots'] as const) expect(share(engine, id)).toBe(0)
  })

  it('is its own affair: the other producer’s keys stay', () => {
    const before = createRun({ keys: 2_000 })
    const places = (run: typeof engine, producer: number) => laneOf(run, 'whiteboard').places[producer]
    expect(places(engine, 1)).toEqual(places(before, 1))
    expect(places(engine, 0)).not.toEqual(places(before, 0))
  })
})

describe('a key’s order in Kafka', () => {
  const slow = { keys: 50, keyless: 0, skew: 0, write: 200, read: 190, spread: 0.9 }

  it('holds without a change, and breaks at one, where readers differ', () => {
    const engine = createRun(slow)
    engine.advance(10 * SECOND)
    expect(laneOf(engine, 'kafka').counts).toMatchObject({ outOfOrder: 0, splitKeys: 0 })
    engine.apply({ kind: 'add-partition' })
    engine.advance(30 * SECOND)
    expect(laneOf(engine, 'kafka').counts.outOfOrder).toBeGreaterThan(0)
    // Every key that moved and was sent again lies in two partitions: with 50 keys and thousands of records, all of them.
    expect(laneOf(engine, 'kafka').counts.splitKeys).toBe(laneOf(engine, 'kafka').changes[0]?.moved)
    for (const id of ['ring', 'slots'] as const)
      expect(laneOf(engine, id).counts).toMatchObject({ outOfOrder: 0, splitKeys: 0 })
  })

  it('is broken on the whiteboard from the start: two producers, two salts', () => {
    const engine = createRun(slow)
    engine.advance(10 * SECOND)
    expect(laneOf(engine, 'whiteboard').counts.splitKeys).toBeGreaterThan(40)
    expect(laneOf(engine, 'whiteboard').counts.outOfOrder).toBeGreaterThan(0)
  })
})

describe('records without a key', () => {
  const full = (engine: ReturnType<typeof createRun>, id: 'whiteboard' | 'kafka'): number[] =>
    laneOf(engine, id).partitions.flatMap(({ records }, partition) => (records > 0 ? [partition] : []))

  it('go to one partition on the whiteboard: hash(None) is a constant since CPython 3.12', () => {
    const engine = createRun({ keyless: 100 })
    engine.advance(5 * SECOND)
    expect(full(engine, 'whiteboard')).toEqual([HASH_OF_NONE % 12])
    engine.apply({ kind: 'add-partition' })
    engine.advance(6 * SECOND)
    expect(full(engine, 'whiteboard')).toEqual(
      [...new Set([HASH_OF_NONE % 12, HASH_OF_NONE % 13])].sort((a, b) => a - b),
    )
  })

  it('stay with a partition in Kafka until batch.size bytes are sent, each producer by itself', () => {
    const engine = createRun({ keyless: 100, write: 100, batch: 65_536 })
    engine.advance(2 * SECOND)
    // About 200 records of 200 bytes from two producers: 20,000 bytes each, less than a batch.
    expect(full(engine, 'kafka').length).toBeLessThanOrEqual(2)
    engine.advance(60 * SECOND)
    expect(full(engine, 'kafka').length).toBeGreaterThan(6)
  })

  it('by KIP-480 change with each batch: full, or after linger.ms, and never to the same partition', () => {
    const sticky = new StickyUntilBatch(RandomStream.of(1, 'sticky'))
    const places = Array.from({ length: 30 }, () => sticky.next(100, 5, 0, 1_000, 5_000))
    for (let i = 0; i < 30; i += 10) expect(new Set(places.slice(i, i + 10)).size).toBe(1)
    expect(places[0]).not.toBe(places[10])
    expect(places[10]).not.toBe(places[20])
    // The next batch is opened at 7 ms, and complete 5 ms later.
    const at = (now: number): number => sticky.next(100, 5, now, 1_000, 5_000)
    const opened = at(7_000)
    expect(opened).not.toBe(places[20])
    expect(at(11_999)).toBe(opened)
    expect(at(12_000)).not.toBe(opened)
  })
})

describe('a sticky partition', () => {
  it('is forgotten at a restart: the process begins with a new draw', () => {
    const engine = createRun({ keyless: 100, write: 50, nullKeys: 'sticky', linger: 2_000, batch: 65_536 })
    engine.advance(SECOND / 2)
    const stays = laneOf(engine, 'kafka').partitions.filter(({ records }) => records > 0).length
    expect(stays).toBeLessThanOrEqual(2)
    for (let i = 0; i < 12; i++) {
      for (const producer of [0, 1]) engine.apply({ kind: 'restart', producer })
      engine.advance(engine.now + SECOND / 10)
    }
    // Some 60 records, each restart with a draw of its own; without it two partitions a second at most.
    expect(laneOf(engine, 'kafka').partitions.filter(({ records }) => records > 0).length).toBeGreaterThan(6)
  })
})

describe('records drawn without a key', () => {
  it('are the same ones whether or not there were any before', () => {
    const keyless = (engine: ReturnType<typeof createRun>): boolean[] => {
      engine.advance(3 * SECOND)
      const { source } = engine
      const from = source.time.lowerBound(SECOND + 1)
      return Array.from({ length: source.sent - from }, (_, i) => source.key.get(from + i) < 0)
    }
    const late = createRun({ keyless: 0 })
    late.advance(SECOND)
    late.apply({ kind: 'set', key: 'keyless', value: 30 })
    expect(keyless(late)).toEqual(keyless(createRun({ keyless: 30 })))
  })
})

describe('what Kafka refuses', () => {
  it('fewer partitions', () => {
    const engine = createRun({})
    const refused = engine.apply({ kind: 'remove-partition' })
    expect(refused).toMatchObject({ ok: false })
    expect(refused.ok ? '' : refused.problem.what).toMatch(/^InvalidPartitions: the topic has 12 partitions/)
    expect(engine.partitions).toBe(12)
  })

  it('more than there may be, and a third producer', () => {
    const engine = createRun({ partitions: 48, keys: 10 })
    for (let i = 0; i < 16; i++) expect(engine.apply({ kind: 'add-partition' }).ok).toBe(true)
    expect(engine.apply({ kind: 'add-partition' }).ok).toBe(false)
    expect(engine.apply({ kind: 'restart', producer: 2 }).ok).toBe(false)
  })
})

describe('a change that happens by itself', () => {
  it('comes at its second', () => {
    const engine = createRun({ addAt: 3, restartAt: 4 })
    engine.advance(3 * SECOND - 1)
    expect(engine.partitions).toBe(12)
    engine.advance(4 * SECOND)
    expect(engine.partitions).toBe(13)
    expect(laneOf(engine, 'kafka').changes.map(({ time, kind }) => [time / SECOND, kind])).toEqual([
      [3, 'add'],
      [4, 'restart'],
    ])
  })
})
