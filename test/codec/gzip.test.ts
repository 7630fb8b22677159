import { gunzipSync, gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CODECS } from '../../src/codec/gzip.ts'
import { decodeBatch } from '../../src/engine/log/bytes/decode-batch.ts'
import { encodeBatch, PLAIN } from '../../src/engine/log/bytes/encode-batch.ts'
import { record } from '../support/log.ts'

const { gzip } = CODECS
const pack = (bytes: Uint8Array): Uint8Array => gzip?.compress(bytes) ?? new Uint8Array(0)
const unpack = (bytes: Uint8Array, most = 2 ** 26): Uint8Array | null => gzip?.decompress(bytes, most) ?? null

const same = (found: Uint8Array | null, wanted: Uint8Array): boolean =>
  found !== null && Buffer.from(found).equals(wanted)

/** Bytes with repetitions in them, so that packing has something to do. */
const someBytes = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 400 })), {
    maxLength: 12,
  })
  .map(
    (parts) =>
      new Uint8Array(parts.flatMap(([part, times]) => Array.from({ length: times }, () => [...part]).flat())),
  )

describe('gzip', () => {
  test("Node's zlib unpacks what we pack, and we unpack what it packs, in one piece and in several", () => {
    fc.assert(
      fc.property(someBytes, fc.integer({ min: 0, max: 9 }), (bytes, level) => {
        expect(gunzipSync(pack(bytes)).equals(bytes)).toBe(true)
        expect(same(unpack(gzipSync(bytes, { level })), bytes)).toBe(true)
        const members = Buffer.concat([gzipSync(bytes), gzipSync(bytes)])
        expect(same(unpack(members), Buffer.concat([bytes, bytes]))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('the same bytes are packed alike, whatever the clock says', () => {
    const bytes = new TextEncoder().encode('the same again, the same again')
    expect(pack(bytes).slice(4, 8)).toEqual(new Uint8Array(4))
  })

  test('no more comes out than is allowed', () => {
    const bomb = gzipSync(new Uint8Array(8 * 2 ** 20))
    expect(bomb.length).toBeLessThan(10_000)
    expect(unpack(bomb, 2 ** 20)).toBeNull()
    expect(unpack(bomb, 8 * 2 ** 20 - 1)).toBeNull()
    expect(unpack(bomb, 8 * 2 ** 20)).toHaveLength(8 * 2 ** 20)
  })

  test('what is no gzip, or is cut anywhere, gives nothing', () => {
    const whole = pack(new TextEncoder().encode('a record and another record and another record'))
    for (let length = 0; length < whole.length; length++)
      expect(unpack(whole.slice(0, length)), `${length}`).toBeNull()
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => unpack(bytes, 1_000) === null))
  })

  test('a batch that is packed and unpacked is the same', () => {
    const records = Array.from({ length: 30 }, (_, i) => record(`value ${i}`, i, `key ${i % 3}`))
    const bytes = encodeBatch({ ...PLAIN, compression: 'gzip', baseOffset: 7 }, records, CODECS)
    const read = decodeBatch(bytes, 0, CODECS)
    expect(read.ok && read.value.records).toMatchObject(records)
    expect(read.ok && read.value.records).toHaveLength(30)
    expect(read.ok && read.value.header.compression).toBe('gzip')
  })
})
