import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBatch, PLAIN } from '../../../src/engine/log/bytes/encode-batch.ts'
import { readInt32, readInt64 } from '../../../src/engine/log/bytes/int64.ts'
import { GrowableBytes, type SavedBytes } from '../../../src/engine/log/segment/growable-bytes.ts'
import { OffsetIndex } from '../../../src/engine/log/segment/offset-index.ts'
import { describeRoll, type OpenedBy } from '../../../src/engine/log/segment/roll.ts'
import { fileName, parseFileName } from '../../../src/engine/log/segment/segment-files.ts'
import { Segment } from '../../../src/engine/log/segment/segment.ts'
import { TimeIndex } from '../../../src/engine/log/segment/time-index.ts'
import { record, settingsOf } from '../../support/log.ts'

const batchAt = (baseOffset: number, timestamp = 0, bytes = 100, records = 1): Uint8Array =>
  encodeBatch(
    { ...PLAIN, baseOffset },
    Array.from({ length: records }, () => record('x'.repeat(bytes), timestamp)),
  )

describe('file names', () => {
  test('twenty digits, as a broker gives them', () => {
    expect(fileName(0, 'log')).toBe('00000000000000000000.log')
    expect(fileName(368_769, 'timeindex')).toBe('00000000000000368769.timeindex')
    expect(parseFileName('00000000000000368769.index')).toEqual({ baseOffset: 368_769, kind: 'index' })
  })

  test.each([
    '0.log',
    '00000000000000000000.log.deleted',
    'leader-epoch-checkpoint',
    '99999999999999999999.log',
  ])('%s is none of a segment', (name) => {
    expect(parseFileName(name)).toBeNull()
  })
})

describe('the offset index', () => {
  test('8 bytes an entry: offset from the first, position', () => {
    const index = new OffsetIndex(1_000, 80)
    index.append(1_005, 4_200)
    expect([...index.bytes()]).toEqual([0, 0, 0, 5, 0, 0, 0x10, 0x68])
  })

  test('finds the greatest entry not beyond the target, in about log2 of the entries', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(10_000), { minLength: 1, maxLength: 200 }),
        fc.nat(11_000),
        (some, target) => {
          const offsets = some.sort((a, b) => a - b)
          const index = new OffsetIndex(500, 8 * 1_000)
          offsets.forEach((offset, i) => index.append(500 + offset, 10 * i))
          const { entry, probes } = index.lookup(500 + target)
          const i = offsets.findLastIndex((offset) => offset <= target)
          expect(entry).toEqual(
            i < 0 ? { offset: 500, position: 0 } : { offset: 500 + (offsets[i] ?? 0), position: 10 * i },
          )
          expect(probes).toBeLessThanOrEqual(Math.floor(Math.log2(offsets.length)) + 1)
        },
      ),
    )
  })

  test('holds offsets up to 2^31 - 1 from the first', () => {
    const index = new OffsetIndex(10, 80)
    expect(index.canHold(10 + 2 ** 31 - 1)).toBe(true)
    expect(index.canHold(10 + 2 ** 31)).toBe(false)
    expect(index.canHold(9)).toBe(false)
  })
})

describe('the time index', () => {
  test('12 bytes an entry: time, offset from the first; only later times are noted', () => {
    const index = new TimeIndex(1_000, 120)
    index.maybeAppend({ timestamp: 1_700_000_000_000, offset: 1_003 })
    index.maybeAppend({ timestamp: 1_700_000_000_000, offset: 1_009 })
    expect(index.entries).toBe(1)
    expect([readInt64(index.bytes(), 0), readInt32(index.bytes(), 8)]).toEqual([1_700_000_000_000, 3])
  })

  test('is full with one entry left free, for the one that closing adds', () => {
    const index = new TimeIndex(0, 36)
    for (let i = 0; i < 2; i++) {
      expect(index.isFull).toBe(false)
      index.maybeAppend({ timestamp: i, offset: i })
    }
    expect(index.isFull).toBe(true)
  })
})

describe('a segment', () => {
  const settings = settingsOf({
    segmentBytes: 10_000,
    segmentMs: 1_000,
    segmentIndexBytes: 96,
    indexIntervalBytes: 500,
  })
  const incoming = { size: 170, maxTimestamp: 0, lastOffset: 5 }

  test('why it must be closed: size', () => {
    const segment = new Segment(0, settings, 0, 'first')
    segment.append(batchAt(0, 0, 9_000), 0)
    const room = settings.segmentBytes - segment.size
    expect(segment.rollReason({ ...incoming, size: room }, 0)).toBeNull()
    expect(segment.rollReason({ ...incoming, size: room + 1 }, 0)).toBe('size')
  })

  test('segment.ms counts the time of records, not of the wall', () => {
    const segment = new Segment(0, settings, 0, 'first')
    segment.append(batchAt(0, 5_000), 0)
    segment.append(batchAt(1, 99_000), 0)
    expect(segment.rollReason({ ...incoming, maxTimestamp: 6_000 }, 1_000_000)).toBeNull()
    expect(segment.rollReason({ ...incoming, maxTimestamp: 6_001 }, 0)).toBe('time')
  })

  test('only without record times the wall clock counts, from when the segment was made', () => {
    const segment = new Segment(0, settings, 100, 'first')
    segment.append(batchAt(0, -1), 200)
    expect(segment.rollReason({ ...incoming, maxTimestamp: -1 }, 1_100)).toBeNull()
    expect(segment.rollReason({ ...incoming, maxTimestamp: -1 }, 1_101)).toBe('time')
  })

  test('an empty segment has no age', () => {
    expect(
      new Segment(0, settings, 0, 'first').rollReason({ ...incoming, maxTimestamp: 1e9 }, 1e9),
    ).toBeNull()
  })

  test('why it must be closed: indexes, and an offset too far', () => {
    const small = settingsOf({ ...settings, segmentBytes: 1e6, segmentMs: 1e9, indexIntervalBytes: 0 })
    const timeless = new Segment(0, small, 0, 'first')
    const timed = new Segment(0, small, 0, 'first')
    // Nothing is noted for a segment's first batch.
    for (let offset = 0; offset < 13; offset++) timeless.append(batchAt(offset, 7), 0)
    for (let offset = 0; offset < 8; offset++) timed.append(batchAt(offset, offset), 0)
    expect(timeless.rollReason(incoming, 0)).toBe('index-full')
    expect(timed.rollReason(incoming, 0)).toBe('time-index-full')
    const empty = new Segment(10, small, 0, 'first')
    expect(empty.rollReason({ ...incoming, lastOffset: 10 + 2 ** 31 }, 0)).toBe('offset-overflow')
  })

  test('each reason has words', () => {
    const reasons: readonly OpenedBy[] = [
      'first',
      'recovered',
      'size',
      'time',
      'index-full',
      'time-index-full',
      'offset-overflow',
      'retention',
    ]
    expect(new Set(reasons.map(describeRoll)).size).toBe(reasons.length)
  })

  test('finding an offset: index, then a scan of little more than index.interval.bytes, however large the log', () => {
    const plain = settingsOf({ indexIntervalBytes: 4_096 })
    const segment = new Segment(0, plain, 0, 'first')
    const batch = batchAt(0, 0, 200, 3).length
    for (let i = 0; i < 5_000; i++) segment.append(batchAt(3 * i, i, 200, 3), i)
    for (const offset of [0, 1, 2, 3, 7_499, 7_500, 7_501, 14_998, 14_999]) {
      const found = segment.find(offset)
      expect(found?.position).toBe(Math.floor(offset / 3) * batch)
      expect(found?.cost.bytesScanned).toBeLessThanOrEqual(4_096 + batch)
      expect(found?.cost.indexProbes).toBeLessThanOrEqual(Math.ceil(Math.log2(segment.index.entries + 1)))
    }
    expect(segment.find(15_000)).toBeNull()
  })

  test('finding a time', () => {
    const segment = new Segment(0, settingsOf({ indexIntervalBytes: 300 }), 0, 'first')
    const times = [5, 9, 7, 30, 12, 40, 41]
    times.forEach((time, offset) => segment.append(batchAt(offset, time), 0))
    const size = segment.size / times.length
    for (let time = 0; time <= 41; time++)
      expect(segment.findTime(time).position).toBe(size * times.findIndex((one) => one >= time))
  })

  test('closing notes the latest time', () => {
    const segment = new Segment(0, settings, 0, 'first')
    segment.append(batchAt(0, 900), 0)
    expect(segment.timeIndex.entries).toBe(0)
    segment.seal()
    expect(segment.timeIndex.last).toEqual({ timestamp: 900, offset: 0 })
    expect(segment.memory).toBe(segment.size + 12)
  })
})

describe('growable bytes', () => {
  test('saved states stay what they were, whatever is appended, cut and restored in between', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('append' as const), bytes: fc.uint8Array({ maxLength: 700 }) }),
      fc.record({ do: fc.constant('cut' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ do: fc.constantFrom('save' as const, 'restore' as const, 'trim' as const), n: fc.nat(5) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const file = new GrowableBytes()
        let model: number[] = []
        const saved: { readonly state: SavedBytes; readonly model: readonly number[] }[] = []
        for (const one of steps) {
          if (one.do === 'append') {
            file.append(one.bytes)
            model = model.concat([...one.bytes])
          } else if (one.do === 'cut') {
            model = model.slice(0, Math.floor(one.share * model.length))
            file.truncate(model.length)
          } else if (one.do === 'save') saved.push({ state: file.save(), model })
          else if (one.do === 'trim') file.trim()
          else {
            const past = saved[one.n % Math.max(1, saved.length)]
            if (past === undefined) continue
            file.restore(past.state)
            model = [...past.model]
          }
          expect([...file.bytes()]).toEqual(model)
        }
        for (const past of saved) {
          file.restore(past.state)
          expect([...file.bytes()]).toEqual(past.model)
        }
      }),
      { numRuns: 300 },
    )
  })
})
