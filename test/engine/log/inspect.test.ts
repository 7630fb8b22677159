import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CODECS } from '../../../src/codec/gzip.ts'
import { encodeBatch, PLAIN } from '../../../src/engine/log/bytes/encode-batch.ts'
import { scanBatches } from '../../../src/engine/log/bytes/scan.ts'
import { viewBatch, type BatchView } from '../../../src/engine/log/inspect/batch-view.ts'
import { recordFields } from '../../../src/engine/log/inspect/fields.ts'
import type { SegmentMap } from '../../../src/engine/log/inspect/segment-map.ts'
import { sourceOf, type ByteSource } from '../../../src/engine/log/inspect/source.ts'
import { mapSegment } from '../../../src/engine/log/inspect/walk.ts'
import { at } from '../../../src/shared/assert.ts'
import { record } from '../../support/log.ts'

const batch = (baseOffset: number, count: number, compression: 'none' | 'gzip' = 'none'): Uint8Array =>
  encodeBatch(
    { ...PLAIN, compression, baseOffset },
    Array.from({ length: count }, (_, i) =>
      record(`value ${baseOffset + i}`, 1_000 + baseOffset + i, `k${i}`),
    ),
    CODECS,
  )

const BATCHES = [batch(0, 3), batch(3, 1), batch(4, 5, 'gzip'), batch(9, 2)] as const
const FILE = new Uint8Array(Buffer.concat(BATCHES))
const EDGES = [0, ...BATCHES.map((_, i) => Buffer.concat(BATCHES.slice(0, i + 1)).length)]

/** The file as it comes in a browser: in pieces that are only read when they are asked for, and copied. */
const slow = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (from, to) => {
    if (from < 0 || to > bytes.length || from > to) throw new RangeError(`${from}..${to}`)
    return Promise.resolve(bytes.slice(from, to))
  },
})

async function mapOf(bytes: Uint8Array): Promise<SegmentMap> {
  const map = await mapSegment(slow(bytes), () => true)
  if (map === null) throw new Error('nobody cancelled')
  return map
}

const kinds = (map: SegmentMap): string[] => Array.from({ length: map.count }, (_, i) => map.kind(i))

/** Stretches lie one behind the other, from the file's first byte to its last. */
function expectNoGaps(map: SegmentMap, size: number): void {
  let next = 0
  for (let i = 0; i < map.count; i++) {
    expect(map.at(i)).toBe(next)
    expect(map.endOf(i)).toBeGreaterThan(next)
    next = map.endOf(i)
  }
  expect(next).toBe(size)
}

const changed = (position: number, mask = 1): Uint8Array =>
  FILE.map((byte, i) => (i === position ? byte ^ mask : byte))
/** Which batch a byte is in. */
const batchOf = (position: number): number => EDGES.findLastIndex((edge) => edge <= position)

describe('the map of a log file', () => {
  test('of one that is well', async () => {
    const map = await mapOf(FILE)
    expect(kinds(map)).toEqual(['batch', 'batch', 'batch', 'batch'])
    expect(Array.from({ length: 4 }, (_, i) => [map.at(i), map.baseOffset(i), map.lastOffset(i)])).toEqual([
      [EDGES[0], 0, 2],
      [EDGES[1], 3, 3],
      [EDGES[2], 4, 8],
      [EDGES[3], 9, 10],
    ])
    expect([map.records, map.problemCount, [...map.batchesBy]]).toEqual([
      11,
      0,
      [
        ['none', 3],
        ['gzip', 1],
      ],
    ])
  })

  test('cut at every byte: all before the cut, and a torn tail unless it lies between two batches', async () => {
    for (let length = 0; length < FILE.length; length++) {
      const map = await mapOf(FILE.slice(0, length))
      const whole = EDGES.filter((edge) => edge > 0 && edge <= length).length
      const isTorn = !EDGES.includes(length)
      expect(kinds(map).slice(0, whole), `cut at ${length}`).toEqual(
        Array.from({ length: whole }, () => 'batch'),
      )
      expect(map.count).toBe(whole + (isTorn ? 1 : 0))
      // Of a few zeros (the upper bytes of an offset) nobody can tell that a batch begins there.
      const isFree = FILE.subarray(EDGES[whole], length).every((byte) => byte === 0)
      expect(kinds(map)[whole]).toBe(isTorn ? (isFree ? 'free' : 'torn') : undefined)
      expectNoGaps(map, length)
    }
  })

  test('every byte changed: every other batch is still found, and the one that was hit is marked', async () => {
    for (let position = 0; position < FILE.length; position++) {
      const map = await mapOf(changed(position, 0x41))
      const hit = batchOf(position)
      expectNoGaps(map, FILE.length)
      const inHeader = position - at(EDGES, hit)
      const good = Array.from({ length: map.count }, (_, i) => i)
        .filter((i) => map.kind(i) === 'batch')
        .map((i) => map.at(i))
      const others = EDGES.slice(0, -1).filter((_, n) => n !== hit && n !== hit + 1)
      expect(good, `byte ${position}`).toEqual(expect.arrayContaining(others))
      // Base offset and leader epoch are under no checksum; an offset that changed shows at the batch behind it.
      const isUnderNone = inHeader < 8 || (inHeader >= 12 && inHeader < 16)
      const told = map.problems.map(({ row }) => [row, map.at(row)])
      expect(isUnderNone ? [[hit, EDGES[hit]]] : told, `byte ${position}`).toEqual([[hit, EDGES[hit]]])
    }
  })

  test('a wrong checksum is told with what is stored and what the bytes give', async () => {
    const stored = Buffer.from(FILE).readUInt32BE(17).toString(16).padStart(8, '0')
    const map = await mapOf(changed(30))
    expect(map.kind(0)).toBe('crc')
    expect(map.problems[0]).toMatchObject({ kind: 'crc', at: 17, row: 0 })
    expect(map.problems[0]?.what).toContain(`stored is 0x${stored}`)
    const { crc } = at(scanBatches(encodeAgain(changed(30))).batches, 0).header
    expect(map.problems[0]?.what).toContain(`give 0x${crc.toString(16).padStart(8, '0')}`)
  })

  /** The first batch with the checksum that its bytes have, by the scan's own complaint. */
  function encodeAgain(bytes: Uint8Array): Uint8Array {
    const { problem } = scanBatches(bytes)
    const right = /give ([0-9a-f]{8})/.exec(problem?.what ?? '')?.[1] ?? ''
    const mended = Buffer.from(bytes)
    mended.writeUInt32BE(Number.parseInt(right, 16), 17)
    return new Uint8Array(mended)
  }

  test('offsets that go back are marked, once', async () => {
    const map = await mapOf(new Uint8Array(Buffer.concat([batch(0, 3), batch(1, 1), batch(2, 2)])))
    expect(kinds(map)).toEqual(['batch', 'order', 'batch'])
    expect(map.problems[0]?.what).toBe('offset 1, where 3 or more is due')
  })

  test('messages of magic 0 and 1 are told as what they are, and skipped whole', async () => {
    // https://kafka.apache.org/documentation/#messageset: offset, size, crc, magic, attributes, key, value.
    const legacy = (magic: number): Buffer => {
      const body = Buffer.concat([
        Buffer.from([1, 2, 3, 4, magic, 0]),
        magic === 1 ? Buffer.alloc(8) : Buffer.alloc(0),
        Buffer.from([255, 255, 255, 255, 0, 0, 0, 2, 104, 105]),
      ])
      const head = Buffer.alloc(12)
      head.writeBigInt64BE(7n, 0)
      head.writeInt32BE(body.length, 8)
      return Buffer.concat([head, body])
    }
    const map = await mapOf(new Uint8Array(Buffer.concat([legacy(0), legacy(1), batch(8, 1)])))
    expect(kinds(map)).toEqual(['legacy', 'legacy', 'batch'])
    expect(map.problems.map(({ what }) => what.slice(0, 8))).toEqual(['magic 0:', 'magic 1:'])
    expect(map.baseOffset(0)).toBe(7)
  })

  test('zeros at the end are free space, zeros before a batch are not', async () => {
    const zeros = new Uint8Array(500)
    const padded = await mapOf(new Uint8Array(Buffer.concat([FILE, zeros])))
    expect(kinds(padded).join(' ')).toBe('batch batch batch batch free')
    expect(kinds(await mapOf(new Uint8Array(Buffer.concat([zeros, FILE]))))[0]).toBe('unreadable')
  })

  test('a list that is full says where it breaks off', async () => {
    const map = await mapSegment(slow(FILE), () => true, 2)
    expect([map?.count, map?.fullAt, map?.endOf(1)]).toEqual([2, EDGES[2], EDGES[2]])
  })

  test('whoever cancels gets nothing', async () => {
    expect(await mapSegment(slow(FILE), () => false)).toBeNull()
  })

  // oxlint-disable-next-line vitest/expect-expect -- the property expects
  test('hostile bytes: no exception, no gap, and every stretch can be opened', async () => {
    const hostile = fc
      .array(
        fc.oneof(
          fc.uint8Array({ maxLength: 90 }),
          fc.constantFrom(...BATCHES),
          fc
            .tuple(fc.constantFrom(...BATCHES), fc.nat(200), fc.nat(255))
            .map(([one, where, byte]) => one.map((value, i) => (i === where % one.length ? byte : value))),
          fc.tuple(fc.constantFrom(...BATCHES), fc.nat(200)).map(([one, length]) => one.slice(0, length)),
        ),
        { maxLength: 8 },
      )
      .map((parts) => new Uint8Array(Buffer.concat(parts)))
    await fc.assert(
      fc.asyncProperty(hostile, async (bytes) => {
        const map = await mapOf(bytes)
        expectNoGaps(map, bytes.length)
        for (let row = 0; row < map.count; row++) {
          const view = await viewBatch(slow(bytes), map, row, CODECS)
          const isRead = map.kind(row) === 'batch' && view.complaint === null
          expect(view.records.length).toBe(isRead ? view.header?.count : view.starts.length)
          for (const start of view.starts)
            recordFields(view.payload, start, view.header ?? { baseOffset: 0, baseTimestamp: 0 })
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a batch opened up', () => {
  const open = async (bytes: Uint8Array, row: number): Promise<BatchView> =>
    viewBatch(sourceOf(bytes), await mapOf(bytes), row, CODECS)

  test('its fields cover the header, in order, and say what it says', async () => {
    const { fields, headerBytes } = await open(FILE, 2)
    let next = 0
    for (const field of fields) {
      expect(field.at).toBe(next)
      next += field.bytes
    }
    expect([next, headerBytes.length]).toEqual([61, 61])
    const value = (name: string) => fields.find((field) => field.name === name)
    expect(value('baseOffset')?.value).toBe('4')
    expect(value('attributes')?.meaning).toBe('gzip, CreateTime')
    expect(value('crc')?.meaning).toBe('fits all the bytes behind it')
    expect(value('maxTimestamp')?.time).toBe(1_008)
    expect(value('lastOffsetDelta')?.meaning).toBe('last offset 8')
  })

  test('its records, packed or not', async () => {
    for (const row of [0, 2]) {
      const { records, complaint } = await open(FILE, row)
      expect(complaint).toBeNull()
      expect(records.map(({ value }) => Buffer.from(value ?? []).toString())[0]).toBe(
        row === 0 ? 'value 0' : 'value 4',
      )
    }
  })

  test('a packing that is not at hand: the header is told, and why there are no records', async () => {
    const { header, records, complaint } = await viewBatch(sourceOf(FILE), await mapOf(FILE), 2, {})
    expect([header?.count, records.length]).toEqual([5, 0])
    expect(complaint).toContain("packed with gzip, which can't be unpacked here")
  })

  test("a record's fields cover its bytes", async () => {
    const { payload, starts, header } = await open(FILE, 0)
    const second = recordFields(payload, at(starts, 1), header ?? { baseOffset: -1, baseTimestamp: -1 })
    expect(second.map(({ name }) => name).join(' ')).toBe(
      'length attributes timestampDelta offsetDelta keyLength key valueLength value headersCount',
    )
    expect(second.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(at(starts, 2) - at(starts, 1))
    expect(second.find(({ name }) => name === 'value')?.value).toBe('value 1')
  })

  test('a batch whose checksum is wrong still shows the records before the first that is wrong', async () => {
    const { records, fields } = await open(changed(at(EDGES, 1) - 1, 0x40), 0)
    expect(fields.find(({ name }) => name === 'crc')?.meaning).toMatch(/^wrong: the bytes behind it give 0x/)
    expect(records.length).toBe(2)
  })
})
