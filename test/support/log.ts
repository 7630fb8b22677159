import * as fc from 'fast-check'
import type { BatchTraits } from '../../src/engine/log/bytes/batch-header.ts'
import type { LogRecord, NewRecord } from '../../src/engine/log/bytes/record.ts'
import { encodeUtf8 } from '../../src/engine/kernel/utf8.ts'
import { KAFKA_DEFAULTS, type PartitionSettings } from '../../src/engine/log/partition/settings.ts'
import type { SecondRecord } from './second-decoder.ts'

const someBytes = (maxLength: number): fc.Arbitrary<Uint8Array | null> =>
  fc.option(fc.uint8Array({ maxLength }), { nil: null, freq: 6 })

/** Times of all sizes: near each other, far apart, none. */
export const timestamps: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }),
  fc.integer({ min: 0, max: 2 ** 52 }),
  fc.constant(-1),
)

export const newRecords: fc.Arbitrary<NewRecord> = fc.record({
  key: someBytes(20),
  value: someBytes(200),
  headers: fc.array(
    fc.record({
      key: fc.string({ unit: fc.constantFrom('a', 'B', '-', 'ü', 'ж', '水', '🎞'), maxLength: 8 }),
      value: someBytes(10),
    }),
    {
      maxLength: 3,
    },
  ),
  timestamp: timestamps,
})

export const batchTraits: fc.Arbitrary<BatchTraits> = fc.record({
  compression: fc.constantFrom('none', 'gzip'),
  timestampType: fc.constantFrom('CreateTime', 'LogAppendTime'),
  isTransactional: fc.boolean(),
  isControl: fc.boolean(),
  leaderEpoch: fc.integer({ min: -1, max: 2 ** 31 - 1 }),
  producerId: fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER }),
  producerEpoch: fc.integer({ min: -1, max: 2 ** 15 - 1 }),
  baseSequence: fc.integer({ min: -1, max: 2 ** 31 - 1 }),
})

const hex = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : Buffer.from(bytes).toString('hex')

/** A record of ours as the second decoder tells one. */
export const asSecond = ({ offset, timestamp, key, value, headers }: LogRecord): SecondRecord => ({
  offset: BigInt(offset),
  timestamp: BigInt(timestamp),
  key: hex(key),
  value: hex(value),
  headers: headers.map((header) => [header.key, hex(header.value)] as const),
})

/** A record of text. */
export const record = (value: string | null, timestamp = 0, key: string | null = null): NewRecord => ({
  key: key === null ? null : encodeUtf8(key),
  value: value === null ? null : encodeUtf8(value),
  headers: [],
  timestamp,
})

/** A topic's settings with no limits but those given. */
export const settingsOf = (some: Partial<PartitionSettings>): PartitionSettings => ({
  ...KAFKA_DEFAULTS,
  retentionMs: -1,
  messageTimestampAfterMaxMs: Number.MAX_SAFE_INTEGER,
  ...some,
})
