import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipCodec } from '../support/gzip-codec.ts'
import { RandomStream } from '../../src/engine/kernel/random.ts'
import { encodeUtf8 } from '../../src/engine/kernel/utf8.ts'
import type { NewRecord } from '../../src/engine/log/bytes/record.ts'
import { Partition } from '../../src/engine/log/partition/partition.ts'
import { KAFKA_DEFAULTS } from '../../src/engine/log/partition/settings.ts'
import { fileName, type SegmentFiles } from '../../src/engine/log/segment/segment-files.ts'
import type { TextRecord } from './records.ts'

export const toRecord = ({ key, value, headers }: TextRecord, timestamp: number): NewRecord => ({
  key: key === null ? null : encodeUtf8(key),
  value: value === null ? null : encodeUtf8(value),
  headers: headers.map(([name, text]) => ({ key: name, value: encodeUtf8(text) })),
  timestamp,
})

/** When the records were made: yesterday, so that a broker that opens the log finds nothing too old to keep. */
export const BEGIN = Math.floor(Date.now() / 1_000) * 1_000 - 86_400_000

/** Our partition with these records, in batches of several sizes, some of them packed, in several segments. */
export function partitionOf(records: readonly TextRecord[], segmentBytes: number): Partition {
  const random = RandomStream.of(5, 'test.kafka.batches')
  const settings = { ...KAFKA_DEFAULTS, segmentBytes, indexIntervalBytes: 1_024 }
  const partition = new Partition(settings, BEGIN, { gzip: gzipCodec })
  for (let i = 0; i < records.length;) {
    const size = 1 + random.below(40)
    const now = BEGIN + 1_000 * i
    const batch = records.slice(i, i + size).map((record, n) => toRecord(record, now + n))
    const appended = partition.append(
      { records: batch, compression: random.chance(0.5) ? 'gzip' : 'none' },
      now,
    )
    if (!appended.ok) throw new Error(`not appended: ${appended.problem.what}`)
    i += size
  }
  partition.advanceHighWatermark(partition.logEndOffset)
  return partition
}

/** Writes segments as a broker's files, and returns the paths of the logs. */
export function writeFiles(folder: string, segments: readonly SegmentFiles[]): string[] {
  mkdirSync(folder, { recursive: true })
  return segments.map(({ baseOffset, log, index, timeIndex }) => {
    const path = join(folder, fileName(baseOffset, 'log'))
    writeFileSync(path, log)
    if (index !== null) writeFileSync(join(folder, fileName(baseOffset, 'index')), index)
    if (timeIndex !== null) writeFileSync(join(folder, fileName(baseOffset, 'timeindex')), timeIndex)
    return path
  })
}
