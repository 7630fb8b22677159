import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HEADER_BYTES, HEADER_FIELDS } from '../../../src/engine/log/bytes/batch-header.ts'
import { MAX_UNPACKED_BYTES } from '../../../src/engine/log/bytes/compression.ts'
import { crc32c } from '../../../src/engine/log/bytes/crc32c.ts'
import { decodeBatch } from '../../../src/engine/log/bytes/decode-batch.ts'
import { encodeBatch, PLAIN, type BatchPlan } from '../../../src/engine/log/bytes/encode-batch.ts'
import { writeInt32 } from '../../../src/engine/log/bytes/int64.ts'
import { decodeUtf8, encodeUtf8 } from '../../../src/engine/kernel/utf8.ts'
import { gzipCodec } from '../../support/gzip-codec.ts'
import { asSecond, batchTraits, newRecords, record } from '../../support/log.ts'
import { secondDecode } from '../../support/second-decoder.ts'

const codecs = { gzip: gzipCodec }

const plans: fc.Arbitrary<BatchPlan> = fc
  .tuple(
    batchTraits,
    fc.integer({ min: 0, max: 2 ** 50 }),
    fc.option(fc.integer({ min: 0, max: 2 ** 45 }), { nil: null }),
  )
  .map(([traits, baseOffset, deleteHorizon]) => ({
    ...traits,
    baseOffset,
    deleteHorizon,
    ...(traits.timestampType === 'LogAppendTime' ? { maxTimestamp: 1_700_000_000_000 } : {}),
  }))

describe('record batch v2', () => {
  test('the header has 61 bytes without a gap', () => {
    let at = 0
    for (const field of HEADER_FIELDS) {
      expect(field.at).toBe(at)
      at += field.bytes
    }
    expect(at).toBe(HEADER_BYTES)
    expect(HEADER_BYTES).toBe(61)
  })

  test('what is written is read, by us and by another reader', () => {
    fc.assert(
      fc.property(plans, fc.array(newRecords, { minLength: 1, maxLength: 8 }), (plan, records) => {
        const bytes = encodeBatch(plan, records, codecs)
        const ours = decodeBatch(bytes, 0, codecs)
        const [theirs] = secondDecode(bytes)
        expect(ours.ok).toBe(true)
        if (!ours.ok || theirs === undefined) return
        const { header } = ours.value
        const stamped = plan.timestampType === 'LogAppendTime'
        expect(ours.value.records).toEqual(
          records.map((one, i) => ({
            ...one,
            timestamp: stamped ? header.maxTimestamp : one.timestamp,
            offset: plan.baseOffset + i,
          })),
        )
        expect(theirs.records).toEqual(ours.value.records.map(asSecond))
        expect(header).toMatchObject({ ...plan, size: bytes.length, count: records.length })
        expect(theirs).toMatchObject({
          baseOffset: BigInt(header.baseOffset),
          lastOffset: BigInt(header.lastOffset),
          leaderEpoch: header.leaderEpoch,
          baseTimestamp: BigInt(header.baseTimestamp),
          maxTimestamp: BigInt(header.maxTimestamp),
          producerId: BigInt(header.producerId),
          producerEpoch: header.producerEpoch,
          baseSequence: header.baseSequence,
          attributes:
            (plan.compression === 'gzip' ? 1 : 0) +
            (stamped ? 8 : 0) +
            (plan.isTransactional ? 16 : 0) +
            (plan.isControl ? 32 : 0) +
            (plan.deleteHorizon === null ? 0 : 64),
        })
      }),
    )
  })

  test('the leader epoch is not under the checksum: a broker sets it without counting again', () => {
    const bytes = encodeBatch({ ...PLAIN, baseOffset: 7 }, [record('a')])
    writeInt32(bytes, 12, 99)
    expect(decodeBatch(bytes)).toMatchObject({ ok: true, value: { header: { leaderEpoch: 99 } } })
  })

  test('61 bytes before the first record: 20 % of 300 bytes alone, 0.4 % with 54 of them', () => {
    const size = (count: number): number =>
      encodeBatch(
        { ...PLAIN, baseOffset: 0 },
        Array.from({ length: count }, () => record('x'.repeat(291))),
      ).length
    expect(size(1)).toBe(61 + 300)
    expect(Math.round((100 * 61) / 300)).toBe(20)
    expect(((100 * 61) / size(54)).toFixed(1)).toBe('0.4')
  })

  test('an empty batch, as the cleaner leaves it', () => {
    const bytes = encodeBatch({ ...PLAIN, baseOffset: 5, lastOffsetDelta: 9, maxTimestamp: 77 }, [])
    expect(bytes).toHaveLength(61)
    expect(decodeBatch(bytes)).toMatchObject({
      ok: true,
      value: { header: { lastOffset: 14, maxTimestamp: 77, baseTimestamp: -1, count: 0 }, records: [] },
    })
  })

  test('a compression that is not at hand is named', () => {
    const bytes = encodeBatch({ ...PLAIN, baseOffset: 0, compression: 'gzip' }, [record('a')], codecs)
    expect(decodeBatch(bytes)).toMatchObject({ ok: false, problem: { kind: 'compression', at: 22 } })
  })
})

describe('hostile bytes', () => {
  const tidy = encodeBatch({ ...PLAIN, baseOffset: 3 }, [
    record('first', 10, 'k'),
    { ...record('second', 11), headers: [{ key: 'h', value: encodeUtf8('v') }] },
  ])

  /** The checksum made right again, so that what is behind it gets looked at. */
  const sealed = (bytes: Uint8Array): Uint8Array => {
    if (bytes.length >= HEADER_BYTES) writeInt32(bytes, 17, crc32c(bytes, 21))
    return bytes
  }

  /** Decodes it; says what is amiss with how a problem is told, if there is one. */
  const amiss = (bytes: Uint8Array): string | null => {
    const read = decodeBatch(bytes, 0, codecs)
    if (read.ok) return null
    const { at, where, what } = read.problem
    const isTold = at >= 0 && at <= bytes.length && where === `byte ${at}` && what !== ''
    return isTold ? null : JSON.stringify(read.problem)
  }

  test('any bytes at all: an answer, never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(amiss(bytes)).toBeNull()
      }),
    )
  })

  test('any bytes behind a good header', () => {
    const tails = fc.uint8Array({ maxLength: 100 })
    fc.assert(
      fc.property(tails, fc.constantFrom(0, 1), fc.integer({ min: 0, max: 9 }), (tail, packed, count) => {
        const bytes = new Uint8Array(HEADER_BYTES + tail.length)
        bytes.set(tidy.subarray(0, HEADER_BYTES))
        bytes.set(tail, HEADER_BYTES)
        writeInt32(bytes, 8, bytes.length - 12)
        writeInt32(bytes, 23, 9)
        writeInt32(bytes, 57, count)
        bytes[22] = packed
        expect(amiss(sealed(bytes))).toBeNull()
      }),
      { numRuns: 1_000 },
    )
  })

  test.each([0x01, 0x80, 0xff])('every byte changed by %i, with the checksum right and wrong', (mask) => {
    const changedAt = (i: number): Uint8Array => tidy.map((byte, at) => (at === i ? byte ^ mask : byte))
    const all = Array.from(tidy, (_, i) => i)
    for (const i of all) {
      expect(amiss(changedAt(i)), `byte ${i}`).toBeNull()
      expect(amiss(sealed(changedAt(i))), `byte ${i}, sealed`).toBeNull()
    }
    // Base offset and leader epoch are under no checksum: another one that is possible can't be noticed.
    const unnoticed = all.filter((i) => decodeBatch(changedAt(i)).ok)
    expect(unnoticed.filter((i) => i >= 16 || (i >= 8 && i < 12))).toEqual([])
  })

  test('cut at every byte: told as cut', () => {
    for (let length = 0; length < tidy.length; length++)
      expect(decodeBatch(tidy.slice(0, length))).toMatchObject({ ok: false, problem: { kind: 'truncated' } })
  })

  test.each([
    ['a record count of two thousand million', 57, [0x7f, 0xff, 0xff, 0xff], 'size', 57],
    ['fewer records than bytes', 57, [0, 0, 0, 1], 'size', 74],
    ['more records than offsets', 57, [0, 0, 0, 3], 'size', 57],
    ['a negative last offset delta', 23, [0xff, 0xff, 0xff, 0xff], 'order', 23],
    ['compression 7', 22, [7], 'compression', 22],
    ['a length below the header', 8, [0, 0, 0, 20], 'size', 8],
    ['a length of two thousand million', 8, [0x7f, 0xff, 0xff, 0xff], 'truncated', 8],
    ['an older format', 16, [1], 'magic', 16],
    ['a time beyond what is exact', 27, [0x7f], 'size', 27],
    ['record attributes', 62, [1], 'attributes', 62],
    ['a first record longer than the batch', 61, [0x7e], 'truncated', 61],
    ['a first record of negative length', 61, [0x01], 'size', 61],
    ['an offset that goes beyond the last', 64, [0x08], 'order', 64],
    ['a key longer than the record', 65, [0x7e], 'truncated', 65],
  ] as const)('%s', (_, at, patch, kind, told) => {
    const bytes = tidy.slice()
    bytes.set(patch, at)
    const read = decodeBatch(sealed(bytes))
    expect(read).toMatchObject({ ok: false, problem: { kind, at: told } })
  })

  test('a small batch that unpacks to more than is sensible is refused', () => {
    const packed = gzipCodec.compress(new Uint8Array(MAX_UNPACKED_BYTES + 1))
    const bomb = new Uint8Array(HEADER_BYTES + packed.length)
    bomb.set(tidy.subarray(0, HEADER_BYTES))
    bomb.set(packed, HEADER_BYTES)
    writeInt32(bomb, 8, bomb.length - 12)
    bomb[22] = 1
    expect(bomb.length).toBeLessThan(MAX_UNPACKED_BYTES / 900)
    expect(decodeBatch(sealed(bomb), 0, codecs)).toMatchObject({
      ok: false,
      problem: { kind: 'compression', at: 61 },
    })
  }, 60_000)
})

describe('UTF-8', () => {
  const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
  /** Characters of one to four bytes, the borders between them, and halves of a pair. */
  const units = fc.oneof(
    fc.constantFrom('a', '\0', '\x7f', '\x80', '\u07ff', '\u0800', '\uffff', '\u{10000}', '\u{10ffff}'),
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.constantFrom('\ud800', '\udbff', '\udc00', '\udfff'),
  )

  test('as TextEncoder and TextDecoder, for any text', () => {
    fc.assert(
      fc.property(fc.array(units, { maxLength: 30 }), (parts) => {
        const text = parts.join('')
        expect(hexOf(encodeUtf8(text))).toBe(hexOf(new TextEncoder().encode(text)))
        expect(decodeUtf8(encodeUtf8(text))).toBe(text.toWellFormed())
      }),
    )
  })

  test('bytes that are no text decode all the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        const theirs = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
        const ours = decodeUtf8(bytes)
        // How many replacement characters stand for a torn one is up to the decoder.
        const joined = (text: string): string => text.replaceAll(/\ufffd+/g, '\ufffd')
        expect(joined(ours)).toBe(joined(theirs))
      }),
      { numRuns: 2_000 },
    )
  })
})
