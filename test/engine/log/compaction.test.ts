import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeRecords } from '../../../src/engine/log/bytes/decode-batch.ts'
import type { LogRecord } from '../../../src/engine/log/bytes/record.ts'
import { scanBatches, type FoundBatch } from '../../../src/engine/log/bytes/scan.ts'
import { Partition } from '../../../src/engine/log/partition/partition.ts'
import { gzipCodec } from '../../support/gzip-codec.ts'
import { asSecond, record, settingsOf } from '../../support/log.ts'
import { secondDecode } from '../../support/second-decoder.ts'

const codecs = { gzip: gzipCodec }
const settings = settingsOf({ cleanupPolicy: 'compact', segmentBytes: 700, deleteRetentionMs: 1_000 })

const batchesOf = (partition: Partition): (FoundBatch & { readonly bytes: Uint8Array })[] =>
  partition.segments.flatMap((segment) => {
    const bytes = segment.bytes()
    return scanBatches(bytes).batches.map((found) => ({ ...found, bytes }))
  })

const recordsOf = (partition: Partition): LogRecord[] =>
  batchesOf(partition).flatMap(({ bytes, at, header }) => {
    const read = decodeRecords(bytes, at, header, codecs)
    return read.ok ? [...read.value.records] : []
  })

const short = ({ offset, key, value }: LogRecord): string =>
  `${offset} ${Buffer.from(key ?? []).toString()}=${value === null ? 'null' : Buffer.from(value).toString()}`

/** Puts `key=value` pairs into the log, one batch each; a pair without a value is a tombstone. */
function put(partition: Partition, now: number, ...pairs: readonly string[]): void {
  for (const pair of pairs) {
    const [key = '', value] = pair.split('=')
    partition.append({ records: [record(value ?? null, now, key)] }, now)
  }
  partition.advanceHighWatermark(partition.logEndOffset)
}

describe('log compaction', () => {
  test('of each key the last record stays, with its offset; the active segment is left alone', () => {
    const partition = new Partition(settings, 0)
    put(partition, 0, 'a=1', 'b=1', 'a=2', 'c=1', 'b=2')
    partition.roll('size', 0)
    put(partition, 1, 'a=3', 'a=4')
    expect(partition.dirtyRatio).toBe(1)
    expect(partition.compact(10)).toMatchObject({ recordsBefore: 5, recordsAfter: 3, batchesSkipped: 0 })
    expect(recordsOf(partition).map(short)).toEqual(['2 a=2', '3 c=1', '4 b=2', '5 a=3', '6 a=4'])
    expect(partition.dirtyRatio).toBe(0)
    expect([partition.logStartOffset, partition.logEndOffset]).toEqual([0, 7])
  })

  test('a gap is read over: the next record there is comes', () => {
    const partition = new Partition(settings, 0)
    put(partition, 0, 'a=1', 'a=2', 'a=3', 'b=1', 'a=4')
    partition.roll('size', 0)
    partition.compact(10)
    const read = partition.read(0, 1)
    expect(read).toMatchObject({ ok: true, value: { baseOffset: 3, nextOffset: 4 } })
  })

  test('a tombstone stays for delete.retention.ms from when the cleaner has first seen it, then goes', () => {
    const partition = new Partition(settings, 0)
    put(partition, 0, 'a=1', 'b=1', 'a')
    partition.roll('size', 0)
    expect(partition.compact(5_000)).toMatchObject({ recordsAfter: 2, tombstonesDropped: 0 })
    expect(recordsOf(partition).map(short)).toEqual(['1 b=1', '2 a=null'])
    const [, marked] = batchesOf(partition)
    expect(marked?.header).toMatchObject({ deleteHorizon: 6_000, baseTimestamp: 6_000, maxTimestamp: 0 })
    expect(recordsOf(partition).at(-1)?.timestamp).toBe(0)
    put(partition, 1, 'z=1')
    partition.roll('size', 0)
    expect(partition.compact(5_999)).toMatchObject({ tombstonesDropped: 0 })
    expect(partition.compact(6_000)).toMatchObject({ tombstonesDropped: 1 })
    expect(recordsOf(partition).map(short)).toEqual(['1 b=1', '3 z=1'])
  })

  test('the last batch of a round stays though its records go, so the end is not forgotten', () => {
    const partition = new Partition(settings, 0)
    put(partition, 0, 'a=1', 'b')
    partition.roll('size', 0)
    partition.compact(0)
    partition.compact(2_000)
    expect(batchesOf(partition).map(({ header }) => [header.lastOffset, header.count])).toEqual([
      [0, 1],
      [1, 0],
    ])
    expect(partition.segments[0]?.nextOffset).toBe(2)
  })

  test('a batch that loses some records keeps its first and last offset', () => {
    const partition = new Partition(settings, 0, codecs)
    const records = ['a', 'b', 'a', 'c', 'c'].map((key, i) => record(`${i}`, i, key))
    partition.append({ records, compression: 'gzip', producerId: 7, producerEpoch: 1, baseSequence: 20 }, 0)
    partition.append({ records: [record('later', 9, 'c')] }, 9)
    partition.advanceHighWatermark(6)
    partition.roll('size', 0)
    partition.compact(10)
    expect(batchesOf(partition)[0]?.header).toMatchObject({
      baseOffset: 0,
      lastOffset: 4,
      count: 2,
      compression: 'gzip',
      producerId: 7,
      baseSequence: 20,
      baseTimestamp: 1,
      maxTimestamp: 2,
    })
    expect(recordsOf(partition).map(short)).toEqual(['1 b=1', '2 a=2', '5 c=later'])
  })

  test('what is not committed is not looked at', () => {
    const partition = new Partition(settings, 0)
    put(partition, 0, 'a=1', 'a=2')
    partition.append({ records: [record('3', 0, 'a')] }, 0)
    partition.roll('size', 0)
    partition.compact(10)
    expect(recordsOf(partition).map(short)).toEqual(['1 a=2', '2 a=3'])
  })

  test('without anything closed there is nothing to do; a batch that can’t be unpacked stays', () => {
    expect(new Partition(settings, 0).compact(0)).toBeNull()
    const packed = new Partition(settings, 0, codecs)
    packed.append({ records: [record('1', 0, 'a'), record('2', 0, 'a')], compression: 'gzip' }, 0)
    const bare = new Partition(settings, 0)
    bare.appendBatches(packed.active.bytes(), 0)
    bare.advanceHighWatermark(2)
    bare.roll('size', 0)
    expect(bare.compact(0)).toMatchObject({ recordsBefore: 2, recordsAfter: 2, batchesSkipped: 1 })
  })

  test('a control batch stays', () => {
    const partition = new Partition(settings, 0)
    partition.append({ records: [record('commit')], isControl: true }, 0)
    put(partition, 0, 'a=1')
    partition.roll('size', 0)
    expect(partition.compact(0)).toMatchObject({ recordsAfter: 2 })
  })

  test('beside a map: the last value of each key, in the order of offsets, over many rounds', () => {
    const pair = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      value: fc.option(fc.string({ maxLength: 20 }), { nil: null, freq: 4 }),
    })
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ pairs: fc.array(pair, { minLength: 1, maxLength: 5 }), gzip: fc.boolean() }),
      },
      { weight: 1, arbitrary: fc.constantFrom('roll' as const, 'compact' as const) },
      { weight: 1, arbitrary: fc.record({ wait: fc.nat(2_000) }) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        const partition = new Partition(settings, 0, codecs)
        const all: { offset: number; key: string; value: string | null; timestamp: number }[] = []
        let now = 0
        for (const one of steps) {
          if (one === 'roll') partition.roll('size', now)
          else if (one === 'compact') partition.compact(now)
          else if ('wait' in one) now += one.wait
          else {
            const records = one.pairs.map(({ key, value }) => record(value, now, key))
            for (const { key, value } of one.pairs)
              all.push({ offset: all.length, key, value, timestamp: now })
            partition.append({ records, compression: one.gzip ? 'gzip' : 'none' }, now)
            partition.advanceHighWatermark(partition.logEndOffset)
          }
        }
        partition.roll('size', now)
        partition.compact(now)
        const left = recordsOf(partition)
        const last = new Map(all.map((row) => [row.key, row]))
        // What is left is the last of its key, unchanged; and only a tombstone may be missing.
        for (const { offset, key, value, timestamp } of left) {
          const row = last.get(Buffer.from(key ?? []).toString())
          expect([offset, value === null ? null : Buffer.from(value).toString(), timestamp]).toEqual([
            row?.offset,
            row?.value,
            row?.timestamp,
          ])
        }
        const offsets = left.map(({ offset }) => offset)
        expect(offsets).toEqual([...offsets].sort((a, b) => a - b))
        const due = [...last.values()].filter(({ value }) => value !== null).map(({ offset }) => offset)
        expect(due.filter((offset) => !offsets.includes(offset))).toEqual([])
        expect(partition.logEndOffset).toBe(all.length)
        // Another reader agrees on every batch that the cleaner wrote.
        const theirs = partition.segments.flatMap((segment) => secondDecode(segment.bytes()))
        expect(theirs.flatMap(({ records }) => records)).toEqual(left.map(asSecond))
        // A long while later no tombstone is left.
        const later = now + 10_000
        partition.compact(later)
        expect(recordsOf(partition).filter(({ value }) => value === null)).toEqual([])
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})
