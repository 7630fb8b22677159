import { describe, expect, test } from 'vitest'
import { decodeBatch } from '../../../src/engine/log/bytes/decode-batch.ts'
import type { AppendRequest } from '../../../src/engine/log/partition/append.ts'
import { Partition } from '../../../src/engine/log/partition/partition.ts'
import { KAFKA_DEFAULTS } from '../../../src/engine/log/partition/settings.ts'
import { gzipCodec } from '../../support/gzip-codec.ts'
import { record, settingsOf } from '../../support/log.ts'

const append = (partition: Partition, now: number, request: Partial<AppendRequest> = {}): void => {
  expect(partition.append({ records: [record('x'.repeat(100), now)], ...request }, now).ok).toBe(true)
}

/** Appends and commits. */
const filled = (partition: Partition, count: number, step = 1): Partition => {
  for (let i = 0; i < count; i++) append(partition, i * step)
  partition.advanceHighWatermark(partition.logEndOffset)
  return partition
}

test("the broker's defaults (facts T4)", () => {
  expect(KAFKA_DEFAULTS).toMatchObject({
    segmentBytes: 2 ** 30,
    segmentMs: 604_800_000,
    retentionMs: 604_800_000,
    retentionBytes: -1,
    indexIntervalBytes: 4_096,
    segmentIndexBytes: 10_485_760,
    messageTimestampAfterMaxMs: 3_600_000,
    maxMessageBytes: 1_048_588,
  })
})

describe('append', () => {
  test('gives offsets and rolls, and says why', () => {
    const partition = new Partition(settingsOf({ segmentBytes: 400, segmentMs: 50 }), 0)
    append(partition, 0)
    append(partition, 1)
    expect(partition.append({ records: [record('x'.repeat(100), 2)] }, 2)).toMatchObject({
      ok: true,
      value: { baseOffset: 2, lastOffset: 2, roll: 'size' },
    })
    expect(partition.append({ records: [record('a', 60), record('b', 61)] }, 61)).toMatchObject({
      ok: true,
      value: { baseOffset: 3, lastOffset: 4, roll: 'time' },
    })
    expect(partition.segments.map(({ baseOffset, openedBy }) => [baseOffset, openedBy])).toEqual([
      [0, 'first'],
      [2, 'size'],
      [3, 'time'],
    ])
  })

  test('CreateTime keeps the time of the producer, LogAppendTime sets the broker’s', () => {
    for (const messageTimestampType of ['CreateTime', 'LogAppendTime'] as const) {
      const partition = new Partition(settingsOf({ messageTimestampType }), 0)
      partition.append({ records: [record('a', 5), record('b', 3)] }, 100)
      const read = decodeBatch(partition.active.bytes())
      const times = read.ok ? read.value.records.map(({ timestamp }) => timestamp) : []
      expect(times).toEqual(messageTimestampType === 'CreateTime' ? [5, 3] : [100, 100])
      expect(partition.active.maxTimestamp).toBe(messageTimestampType === 'CreateTime' ? 5 : 100)
    }
  })

  test.each([
    ['a record from more than an hour ahead', {}, { records: [record('a', 3_600_001)] }, 'InvalidTimestamp'],
    ['a time that is none', {}, { records: [record('a', 0.5)] }, 'InvalidTimestamp'],
    ['too old', { messageTimestampBeforeMaxMs: -1 }, { records: [record('a', 0)] }, 'InvalidTimestamp'],
    ['no record', {}, { records: [] }, 'InvalidRecord'],
    [
      'no key where keys are compacted',
      { cleanupPolicy: 'compact' },
      { records: [record('a')] },
      'InvalidRecord',
    ],
    [
      'a batch beyond max.message.bytes',
      { maxMessageBytes: 70 },
      { records: [record('abcd')] },
      'RecordTooLarge',
    ],
    [
      'a batch beyond segment.bytes',
      { segmentBytes: 70 },
      { records: [record('abcd')] },
      'RecordBatchTooLarge',
    ],
    [
      'gzip without a codec',
      {},
      { records: [record('a')], compression: 'gzip' },
      'UnsupportedCompressionType',
    ],
  ] as const)('refuses %s', (_, some, request, error) => {
    const partition = new Partition({ ...KAFKA_DEFAULTS, ...some }, 0)
    expect(partition.append(request, 0)).toMatchObject({ ok: false, problem: { error } })
    expect(partition.logEndOffset).toBe(0)
  })

  test('a future within the hour is taken', () => {
    expect(new Partition(KAFKA_DEFAULTS, 0).append({ records: [record('a', 3_600_000)] }, 0).ok).toBe(true)
  })

  test('a follower appends what it fetched, byte for byte', () => {
    const leader = filled(new Partition(settingsOf({ segmentBytes: 900 }), 0, { gzip: gzipCodec }), 9)
    const follower = new Partition(leader.settings, 0)
    for (let offset = 0; offset < leader.logEndOffset;) {
      const read = leader.read(offset, 500, 'logEnd')
      if (!read.ok) throw new Error(read.problem.what)
      expect(follower.appendBatches(read.value.bytes, 50).ok).toBe(true)
      offset = read.value.nextOffset
    }
    expect(follower.files().map(({ log }) => log)).toEqual(leader.files().map(({ log }) => log))
    const [first] = leader.files()
    expect(follower.appendBatches(first?.log ?? new Uint8Array(0), 51)).toMatchObject({
      ok: false,
      problem: { error: 'InvalidRecord' },
    })
    expect(follower.appendBatches(Uint8Array.of(1, 2, 3), 51)).toMatchObject({
      ok: false,
      problem: { error: 'CorruptRecord' },
    })
  })
})

describe('reading', () => {
  const partition = filled(new Partition(settingsOf({ segmentBytes: 1_000 }), 0), 20)
  const size = partition.size / 20

  test('whole batches, at most so many bytes but one at least, from one segment', () => {
    const read = (offset: number, most: number): unknown => {
      const fetched = partition.read(offset, most)
      return fetched.ok ? [fetched.value.batches, fetched.value.nextOffset] : fetched.problem.error
    }
    expect(read(0, 1)).toEqual([1, 1])
    expect(read(0, 2 * size)).toEqual([2, 2])
    expect(read(0, 2 * size - 1)).toEqual([1, 1])
    const inOne = Math.floor(1_000 / size)
    expect(read(1, 1e6)).toEqual([inOne - 1, inOne])
  })

  test('consumers see what is committed, followers all', () => {
    const going = filled(new Partition(settingsOf({}), 0), 3)
    append(going, 9)
    expect(going.highWatermark).toBe(3)
    expect(going.read(0, 1e6)).toMatchObject({ ok: true, value: { batches: 3 } })
    expect(going.read(3, 1e6)).toMatchObject({ ok: true, value: { batches: 0, nextOffset: 3 } })
    expect(going.read(0, 1e6, 'logEnd')).toMatchObject({ ok: true, value: { batches: 4 } })
    going.advanceHighWatermark(99)
    expect(going.highWatermark).toBe(4)
    going.advanceHighWatermark(1)
    expect(going.highWatermark).toBe(4)
  })

  test.each([-1, 21])('offset %i is out of range', (offset) => {
    expect(partition.read(offset, 100)).toMatchObject({ ok: false, problem: { error: 'OffsetOutOfRange' } })
  })

  test('by time', () => {
    expect([0, 7, 19, 20].map((time) => partition.offsetForTime(time))).toEqual([0, 7, 19, null])
  })

  test('the cost of a seek does not grow with the log', () => {
    const long = new Partition(settingsOf({ segmentBytes: 100_000 }), 0)
    const costs: number[] = []
    for (let i = 0; i < 10_000; i++) long.append({ records: [record('x'.repeat(100), i)] }, i)
    for (const end of [1_000, 10_000]) {
      let scanned = 0
      for (let offset = end - 1_000; offset < end; offset += 7) {
        const read = long.read(offset, 1, 'logEnd')
        scanned += read.ok ? read.value.cost.bytesScanned : Number.NaN
      }
      costs.push(scanned / (1_000 / 7))
    }
    expect(long.segments.length).toBeGreaterThan(10)
    for (const cost of costs) expect(cost).toBeLessThanOrEqual(4_096 + size)
  })
})

describe('retention', () => {
  test('nothing at or beyond the high watermark goes', () => {
    const partition = new Partition(settingsOf({ segmentBytes: 400, retentionBytes: 0, retentionMs: 0 }), 0)
    for (let i = 0; i < 10; i++) append(partition, i)
    const bases = partition.segments.map(({ baseOffset }) => baseOffset)
    expect(partition.cleanUp(1e9).deleted).toEqual([])
    partition.advanceHighWatermark((bases[2] ?? 0) + 1)
    expect(partition.cleanUp(1e9).deleted).toHaveLength(2)
    expect(partition.logStartOffset).toBe(bases[2])
    partition.advanceHighWatermark(10)
    expect(partition.cleanUp(1e9)).toMatchObject({ rolled: true, logStartOffset: 10 })
    expect(partition.segments).toMatchObject([{ baseOffset: 10, size: 0, openedBy: 'retention' }])
    expect(partition.cleanUp(1e9)).toMatchObject({ rolled: false, deleted: [] })
  })

  test('a record from the future holds its segment, and all behind it', () => {
    const settings = settingsOf({ segmentBytes: 400, retentionMs: 1_000 })
    const partition = new Partition(settings, 0)
    append(partition, 0)
    append(partition, 1, { records: [record('from ahead', 500_000)] })
    for (let i = 2; i < 10; i++) append(partition, i)
    partition.advanceHighWatermark(10)
    expect(partition.cleanUp(100_000).deleted).toEqual([])
    expect(partition.cleanUp(501_001).deleted.length).toBeGreaterThan(2)
  })

  test('without record times the time of the last write counts', () => {
    const partition = new Partition(settingsOf({ retentionMs: 1_000 }), 0)
    partition.append({ records: [record('a', -1)] }, 5_000)
    partition.advanceHighWatermark(1)
    expect(partition.cleanUp(6_000).deleted).toEqual([])
    expect(partition.cleanUp(6_001).deleted).toMatchObject([{ reason: 'time' }])
  })

  test('deleteRecords raises the log start at once; whole segments below go at the next check', () => {
    const partition = filled(new Partition(settingsOf({ segmentBytes: 400 }), 0), 10)
    const second = partition.segments[1]?.baseOffset ?? 0
    expect(partition.deleteRecordsBefore(second + 1)).toEqual({ ok: true, value: second + 1 })
    expect(partition.read(second, 100)).toMatchObject({ ok: false })
    expect(partition.cleanUp(0).deleted).toMatchObject([{ reason: 'log-start' }])
    expect(partition.logStartOffset).toBe(second + 1)
    const third = partition.segments[1]?.baseOffset ?? 0
    partition.deleteRecordsBefore(third)
    expect(partition.cleanUp(0).deleted).toMatchObject([{ segment: { baseOffset: second } }])
    expect(partition.deleteRecordsBefore(11)).toMatchObject({ ok: false })
  })

  test('compact alone deletes nothing by age', () => {
    const partition = new Partition(
      settingsOf({ cleanupPolicy: 'compact', retentionMs: 1, segmentBytes: 400 }),
      0,
    )
    for (let i = 0; i < 9; i++) append(partition, i, { records: [record('x'.repeat(99), i, 'k')] })
    partition.advanceHighWatermark(9)
    expect(partition.cleanUp(1e9).deleted).toEqual([])
  })
})

test('a cut takes what lies behind it, in all segments, and appending goes on there', () => {
  const partition = filled(new Partition(settingsOf({ segmentBytes: 400, indexIntervalBytes: 100 }), 0), 10)
  partition.truncateTo(5, 100)
  expect([partition.logEndOffset, partition.highWatermark]).toEqual([5, 5])
  expect(partition.active.maxTimestamp).toBe(4)
  // Its age still counts from its first batch.
  const late = { size: 1, maxTimestamp: 5 + partition.settings.segmentMs, lastOffset: 5 }
  expect(partition.active.rollReason(late, 0)).toBe('time')
  append(partition, 200)
  expect(partition.logEndOffset).toBe(6)
  const twin = filled(new Partition(partition.settings, 0), 5)
  append(twin, 200)
  const logAndIndex = (one: Partition): unknown => one.files().map(({ log, index }) => [log, index])
  expect(logAndIndex(partition)).toEqual(logAndIndex(twin))
})

test('a million records take little more memory than their bytes', () => {
  const partition = new Partition(settingsOf({ segmentBytes: 2 ** 24 }), 0)
  const records = Array.from({ length: 500 }, (_, i) => record('x'.repeat(100), i))
  for (let i = 0; i < 2_000; i++) partition.append({ records }, i)
  expect(partition.logEndOffset).toBe(1_000_000)
  const memory = partition.segments.reduce((sum, segment) => sum + segment.memory, 0)
  expect(memory / partition.size).toBeLessThan(1.2)
  const read = partition.read(777_777, 1, 'logEnd')
  expect(read).toMatchObject({ ok: true, value: { baseOffset: 777_500 } })
}, 60_000)
