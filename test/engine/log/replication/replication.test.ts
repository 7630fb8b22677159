import { describe, expect, it } from 'vitest'
import { SECOND } from '../../../../src/engine/kernel/time.ts'
import { cutFor, endOfEpoch, type Block } from '../../../../src/engine/log/replication/block.ts'
import { judgeSequence } from '../../../../src/engine/log/replication/sequence.ts'
import { readLog } from './oracle.ts'
import { createRun, laneOf, runWith } from './support.ts'

const kafkaIn = (engine: ReturnType<typeof createRun>) => laneOf(engine, 'kafka')
const summaryOf = (engine: ReturnType<typeof createRun>, lane: string) => {
  const found = engine.summaries().find((summary) => summary.lane === lane)
  if (found === undefined) throw new Error(`no lane ${lane}`)
  return found
}

describe('where two logs part, by their epochs', () => {
  // KIP-101's first scenario: B led epoch 1 from offset 1 on, while A had written offset 1 under epoch 0.
  it('cuts what the leader of a newer epoch does not have', () => {
    const leader = [
      { epoch: 0, start: 0 },
      { epoch: 1, start: 1 },
    ]
    expect(endOfEpoch(leader, 2, 0)).toEqual({ epoch: 0, end: 1 })
    expect(cutFor([{ epoch: 0, start: 0 }], 2, { epoch: 0, end: 1 })).toEqual({ offset: 1, done: true })
  })

  it('keeps what the leader has as well, though the high watermark was below', () => {
    expect(endOfEpoch([{ epoch: 0, start: 0 }], 2, 0)).toEqual({ epoch: 0, end: 2 })
    expect(cutFor([{ epoch: 0, start: 0 }], 2, { epoch: 0, end: 2 })).toEqual({ offset: 2, done: true })
  })

  // KIP-279: fast leader fail-over leaves epochs that the other side has never seen, so one question is not enough.
  it('asks once more about an epoch it has never seen', () => {
    const follower = [
      { epoch: 0, start: 0 },
      { epoch: 2, start: 4 },
    ]
    expect(
      endOfEpoch(
        [
          { epoch: 0, start: 0 },
          { epoch: 1, start: 2 },
        ],
        6,
        2,
      ),
    ).toEqual({ epoch: 1, end: 6 })
    expect(cutFor(follower, 8, { epoch: 1, end: 6 })).toEqual({ offset: 4, done: false })
  })

  it('says of an epoch before its first that nothing of it is there', () => {
    expect(endOfEpoch([{ epoch: 3, start: 4 }], 5, 2)).toEqual({ epoch: 2, end: 4 })
    expect(cutFor([{ epoch: 2, start: 0 }], 9, { epoch: 2, end: 4 })).toEqual({ offset: 4, done: true })
    expect(endOfEpoch([], 0, 2)).toBeNull()
  })
})

describe('sequence numbers', () => {
  const block = (base: number, count: number, sequence: number, producerEpoch = 0): Block => ({
    base,
    count,
    bytes: 100,
    epoch: 0,
    producerEpoch,
    sequence,
    ids: Array.from({ length: count }, (_, i) => base + i),
  })
  const batch = (sequence: number, count = 2, producerEpoch = 0) => ({ sequence, count, producerEpoch })
  const log = [block(0, 2, 0), block(2, 3, 2), block(5, 1, 5)]

  it('takes the next one, knows the last five again, and refuses a gap', () => {
    expect(judgeSequence(log, batch(6))).toEqual({ kind: 'next' })
    expect(judgeSequence(log, batch(2, 3))).toEqual({ kind: 'duplicate', block: log[1] })
    expect(judgeSequence(log, batch(8))).toEqual({ kind: 'out-of-order', expected: 6 })
    const six = Array.from({ length: 6 }, (_, i) => block(i, 1, i))
    expect(judgeSequence(six, batch(0, 1)).kind).toBe('out-of-order')
    expect(judgeSequence(six, batch(1, 1)).kind).toBe('duplicate')
  })

  it('begins a new epoch at 0 and fences the old one', () => {
    expect(judgeSequence(log, batch(0, 2, 1))).toEqual({ kind: 'next' })
    expect(judgeSequence(log, batch(6, 2, 1))).toEqual({ kind: 'out-of-order', expected: 0 })
    expect(judgeSequence([...log, block(6, 1, 0, 1)], batch(6))).toEqual({ kind: 'fenced' })
  })
})

describe('Monedula’s run: one broker dies, another, and one comes back', () => {
  const story = () => {
    const engine = createRun({ deliveryTimeout: 30_000 }, 43)
    runWith(
      engine,
      [
        [4, { kind: 'kill', broker: 1 }],
        [9, { kind: 'kill', broker: 3 }],
      ],
      7 * SECOND,
    )
    return engine
  }

  it('goes on with one less, stops with two less, and goes on again', () => {
    const engine = createRun({ deliveryTimeout: 30_000 }, 43)
    runWith(engine, [[4, { kind: 'kill', broker: 1 }]], 8 * SECOND)
    const one = summaryOf(engine, 'kafka')
    expect(one).toMatchObject({ isr: 2, underReplicated: 1, underMinIsr: 0, elections: 1, failed: 0 })
    const told = one.ok
    engine.advance(9 * SECOND)
    expect(summaryOf(engine, 'kafka').ok).toBeGreaterThan(told)
    engine.apply({ kind: 'kill', broker: 3 })
    engine.advance(12 * SECOND)
    const two = summaryOf(engine, 'kafka')
    expect(two).toMatchObject({ isr: 1, underMinIsr: 1, lost: 0 })
    expect(two.failedRequests).toBeGreaterThan(0)
    engine.advance(15 * SECOND)
    expect(summaryOf(engine, 'kafka').highWatermark).toBe(two.highWatermark)
    expect(summaryOf(engine, 'kafka').ok).toBe(two.ok)
    // acks=1 and the whiteboard do not ask how many have it.
    expect(summaryOf(engine, 'acks1').ok).toBeGreaterThan(two.ok + 30)
    engine.apply({ kind: 'restart', broker: 3 })
    engine.advance(20 * SECOND)
    const back = summaryOf(engine, 'kafka')
    expect(back).toMatchObject({ isr: 2, underMinIsr: 0, lost: 0, duplicates: 0, reordered: 0, failed: 0 })
    expect(back.ok).toBeGreaterThan(two.ok + 60)
  })

  it('names its errors as Kafka does, and tells the same lines each time', () => {
    const rows = () => {
      const engine = story()
      engine.apply({ kind: 'kill', broker: 3 })
      engine.advance(12 * SECOND)
      return kafkaIn(engine).journal.rows
    }
    const texts = rows().map(({ text }) => text)
    expect(texts.join('\n')).toContain(
      'NotEnoughReplicas: acks=all needs 2 in-sync replicas, there is only 1',
    )
    expect(rows()).toEqual(rows())
  })
})

describe('a broker cut off from the others, which clients still reach', () => {
  const story = (changes = {}) => {
    const engine = createRun(changes, 2)
    runWith(
      engine,
      [
        [5, { kind: 'cut-off', broker: 1 }],
        [12, { kind: 'reconnect', broker: 1 }],
      ],
      16 * SECOND,
    )
    return engine
  }

  it('loses with acks=1 what it said ok to, and nothing with acks=all', () => {
    const engine = story()
    const [board, kafka, acks1] = engine.summaries()
    expect(kafka).toMatchObject({ lost: 0, failed: 0, phantom: 0 })
    expect(acks1?.lost).toBeGreaterThan(50)
    // The whiteboard's readers have seen what is gone; the high watermark kept Kafka's from it.
    expect(board?.phantom).toBe(board?.lost)
    expect(acks1?.phantom).toBe(0)
    const ids = laneOf(engine, 'acks1').brokers.map(({ replicas }) => {
      const replica = replicas[0]
      return replica === undefined || replica === null ? [] : readLog(replica.log.partition)
    })
    expect(new Set(ids.map((log) => log.slice(0, 100).join()))).toHaveProperty('size', 1)
  })

  it('cannot take a follower out of the in-sync replicas by itself', () => {
    const engine = createRun({}, 2)
    runWith(engine, [[5, { kind: 'cut-off', broker: 1 }]], 11 * SECOND)
    const old = kafkaIn(engine).brokers[0]?.replicas[0]
    expect(old?.state).toMatchObject({ role: 'leader', isr: [1, 2, 3] })
    expect(old?.log.highWatermark).toBeLessThan(old?.log.end ?? 0)
  })
})

describe('a leader whose process begins anew before anybody has missed it', () => {
  it('is out of service first: another in-sync replica leads, and it follows', () => {
    const engine = createRun({}, 4)
    runWith(
      engine,
      [
        [5, { kind: 'kill', broker: 1 }],
        [5.2, { kind: 'restart', broker: 1 }],
      ],
      9 * SECOND,
    )
    const [state] = kafkaIn(engine).controller.partitions
    expect(state).toMatchObject({ leader: 2, leaderEpoch: 1 })
    expect(summaryOf(engine, 'kafka')).toMatchObject({ isr: 3, isrShrinks: 1, isrExpands: 1, lost: 0 })
  })
})

describe('an unclean election', () => {
  const run = (unclean: boolean) => {
    const engine = createRun({ unclean, deliveryTimeout: 60_000 }, 3)
    runWith(
      engine,
      [
        [3, { kind: 'kill', broker: 2 }],
        [6, { kind: 'kill', broker: 3 }],
        [9, { kind: 'kill', broker: 1 }],
        [12, { kind: 'restart', broker: 2 }],
      ],
      16 * SECOND,
    )
    return engine
  }

  it('does not happen unless it is allowed: the partition stays offline', () => {
    const engine = run(false)
    expect(summaryOf(engine, 'kafka')).toMatchObject({ offline: 1, unclean: 0, lost: 0 })
    engine.apply({ kind: 'restart', broker: 1 })
    engine.advance(20 * SECOND)
    expect(summaryOf(engine, 'kafka')).toMatchObject({ offline: 0, unclean: 0, lost: 0, truncated: 0 })
  })

  it('makes the partition work again and loses what only the dead ones had', () => {
    const engine = run(true)
    const { lost, unclean, offline } = summaryOf(engine, 'kafka')
    expect({ unclean, offline }).toEqual({ unclean: 1, offline: 0 })
    expect(lost).toBeGreaterThan(10)
    expect(engine.lanes.map(({ ledger }) => ledger.counts.lost)).toEqual(
      engine.frame({ from: 0, to: 0 }, {} as never).lanes.map((lane) => lane.lost.length),
    )
  })
})

describe('a batch that is sent again', () => {
  const breaks = [3, 5, 7, 9].map((at) => [at, { kind: 'break' }] as const)

  it('is stored once with idempotence, and twice without', () => {
    for (const idempotence of [true, false]) {
      const engine = createRun({ latency: 100, rate: 16, idempotence }, 7)
      runWith(engine, breaks, 14 * SECOND)
      const { duplicates, deduplicated, deliveredTwice } = summaryOf(engine, 'kafka')
      expect([duplicates > 0, deduplicated > 0]).toEqual([!idempotence, idempotence])
      expect(deliveredTwice).toBe(duplicates)
      expect(summaryOf(engine, 'acks1').duplicates).toBeGreaterThan(0)
    }
  })

  it.each([
    [5, false, true],
    [1, false, false],
    [5, true, false],
  ])('with %i in flight and idempotence %s overtakes: %s', (inFlight, idempotence, overtakes) => {
    const engine = createRun({ inFlight, idempotence, deliveryTimeout: 3_000, latency: 60, rate: 20 }, 8)
    runWith(
      engine,
      [
        [3, { kind: 'kill', broker: 2 }],
        [5, { kind: 'kill', broker: 3 }],
        [9, { kind: 'restart', broker: 2 }],
      ],
      16 * SECOND,
    )
    expect(summaryOf(engine, 'kafka').reordered > 0).toBe(overtakes)
  })
})

describe('the high watermark', () => {
  it('reaches followers with the fetch after the one that brought the records', () => {
    const engine = createRun({ latency: 50, latencyUneven: 0, uneven: 0, rate: 1, linger: 0, for: 30 })
    const lane = kafkaIn(engine)
    const marks = () => lane.brokers.map(({ replicas }) => replicas[0]?.log.highWatermark)
    // Handed over at 1 s; with the leader at 1.05, with the followers at 1.10, known to be there at 1.15.
    engine.advance(1.14 * SECOND)
    expect(lane.brokers.map(({ replicas }) => replicas[0]?.log.end)).toEqual([1, 1, 1])
    expect(marks()).toEqual([0, 0, 0])
    engine.advance(1.16 * SECOND)
    expect(marks()).toEqual([1, 0, 0])
    // The next fetch waits up to half a second for records, and brings the mark with nothing else.
    engine.advance(1.71 * SECOND)
    expect(marks()).toEqual([1, 1, 1])
    // "Ok" goes back as the mark rises.
    expect(lane.ledger.endedAt.get(0)).toBe(1.2 * SECOND)
    expect(laneOf(engine, 'acks1').ledger.endedAt.get(0)).toBe(1.1 * SECOND)
  })
})

describe('what batches and requests are made of', () => {
  it('a batch leaves when it is full, or has lingered', () => {
    const lingering = createRun({ linger: 500, uneven: 0, rate: 20 })
    lingering.advance(20 * SECOND)
    // The first record opens the batch; ten more come within half a second.
    expect(summaryOf(lingering, 'kafka').recordsPerRequest).toBeCloseTo(11, 0)
    const full = createRun({ linger: 5_000, batchSize: 500, recordBytes: 100, uneven: 0, rate: 20 })
    full.advance(20 * SECOND)
    // 61 bytes of header and 108 a record: four fit into 500.
    expect(summaryOf(full, 'kafka').recordsPerRequest).toBe(4)
  })

  it('acks=0 tells ok at once and loses silently what a dead leader does not get', () => {
    const engine = createRun({ acks: '0' })
    runWith(engine, [[5, { kind: 'kill', broker: 1 }]], 10 * SECOND)
    const { lost, failed, retries } = summaryOf(engine, 'kafka')
    expect({ failed, retries }).toEqual({ failed: 0, retries: 0 })
    expect(lost).toBeGreaterThan(0)
  })
})
