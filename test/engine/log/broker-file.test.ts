import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeBatch } from '../../../src/engine/log/bytes/decode-batch.ts'
import { encodeBatch } from '../../../src/engine/log/bytes/encode-batch.ts'
import { scanBatches } from '../../../src/engine/log/bytes/scan.ts'
import { decodeUtf8 } from '../../../src/engine/kernel/utf8.ts'
import { gzipCodec } from '../../support/gzip-codec.ts'

// A segment that a broker of Kafka 4.3.1 wrote: two runs of its console producer (idempotent, as is the default), the
// second with gzip. What its own DumpLogSegments --print-data-log says of the file stands in the expectations.
const hex = readFileSync(join(import.meta.dirname, 'golden/broker-4.3.1.hex'), 'utf8')
const file = new Uint8Array(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'))
const codecs = { gzip: gzipCodec }

const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : decodeUtf8(bytes))

describe("a real broker's file", () => {
  test('its batches', () => {
    const { batches, problem } = scanBatches(file)
    expect(problem).toBeNull()
    expect(batches).toMatchObject([
      {
        at: 0,
        header: {
          baseOffset: 0,
          lastOffset: 2,
          count: 3,
          baseSequence: 0,
          producerId: 1000,
          producerEpoch: 0,
          leaderEpoch: 0,
          isTransactional: false,
          isControl: false,
          deleteHorizon: null,
          timestampType: 'CreateTime',
          maxTimestamp: 1795360244617,
          size: 121,
          compression: 'none',
          crc: 3871389211,
        },
      },
      {
        at: 121,
        header: {
          baseOffset: 3,
          lastOffset: 4,
          count: 2,
          producerId: 1001,
          maxTimestamp: 1795360248132,
          size: 145,
          compression: 'gzip',
          crc: 2487470291,
        },
      },
    ])
  })

  test('its records', () => {
    const records = [0, 121].flatMap((at) => {
      const read = decodeBatch(file, at, codecs)
      return read.ok ? read.value.records : []
    })
    expect(
      records.map(({ offset, timestamp, key, value, headers }) => [
        offset,
        timestamp,
        text(key),
        text(value),
        headers.map((header) => `${header.key}=${text(header.value) ?? ''}`).join(),
      ]),
    ).toEqual([
      [0, 1795360244591, 'key-1', 'first value', 'h0=v0,h1=v1'],
      [1, 1795360244617, 'key-2', null, ''],
      [2, 1795360244617, null, 'no key', ''],
      [3, 1795360248006, 'ключ', 'second batch, packed, packed, packed, packed', 'h0=v0'],
      [4, 1795360248132, 'key-2', '水位', ''],
    ])
  })

  test('the plain batch, written by us, is the same byte for byte', () => {
    const read = decodeBatch(file, 0, codecs)
    const again = read.ok ? encodeBatch(read.value.header, read.value.records) : null
    expect(again).toEqual(file.slice(0, 121))
  })
})
