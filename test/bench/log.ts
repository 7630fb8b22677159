import { RandomStream } from '../../src/engine/kernel/random.ts'
import { crc32c } from '../../src/engine/log/bytes/crc32c.ts'
import { decodeBatch } from '../../src/engine/log/bytes/decode-batch.ts'
import { scanBatches } from '../../src/engine/log/bytes/scan.ts'
import type { NewRecord } from '../../src/engine/log/bytes/record.ts'
import { Partition } from '../../src/engine/log/partition/partition.ts'
import { KAFKA_DEFAULTS } from '../../src/engine/log/partition/settings.ts'
import { figure, timed, type Figure } from './measure.ts'

/** Kreps' test of 2014 had records of 100 bytes: these are as long on disk, or nearly. */
const VALUE_BYTES = 90
const RECORDS = 200_000
const MILLION = 1_000_000
const FETCH_BYTES = 2 ** 20
const SEEKS = 20_000

const MB = 1e6
const SETTINGS = { ...KAFKA_DEFAULTS, segmentBytes: 64 * 2 ** 20 }

/** A partition of `count` records, `perBatch` to a batch, all committed. */
function filled(count: number, perBatch: number): Partition {
  const partition = new Partition(SETTINGS, 0)
  const value = new Uint8Array(VALUE_BYTES).map((_, i) => i)
  const records: NewRecord[] = Array.from({ length: perBatch }, (_, i) => ({
    key: null,
    value,
    headers: [],
    timestamp: i,
  }))
  for (let i = 0; i < count; i += perBatch) partition.append({ records }, i)
  partition.advanceHighWatermark(partition.logEndOffset)
  return partition
}

/** Fetches a partition from its start to its end, a megabyte at a time, and hands each piece on. */
function fetchAll(partition: Partition, use: (bytes: Uint8Array) => void): void {
  for (let offset = 0; offset < partition.logEndOffset;) {
    const fetched = partition.read(offset, FETCH_BYTES)
    if (!fetched.ok) throw new Error(fetched.problem.what)
    use(fetched.value.bytes)
    offset = fetched.value.nextOffset
  }
}

function decodeAll(bytes: Uint8Array): number {
  let records = 0
  for (const { at } of scanBatches(bytes).batches) {
    const decoded = decodeBatch(bytes, at)
    if (decoded.ok) records += decoded.value.records.length
  }
  return records
}

/** Append and fetch, memory, and what a seek costs as the log grows. */
export function logFigures(runs: number): Figure[] {
  const some = filled(RECORDS, 100)
  const check = new Uint8Array(16 * 2 ** 20).map((_, i) => i)
  return [
    ...appending(runs, 100),
    ...appending(runs, 1),
    ...throughput('log, fetch, bytes as they lie', runs, some.size, null, () =>
      fetchAll(some, () => undefined),
    ),
    ...throughput('log, fetch and decode', runs, some.size, RECORDS, () => fetchAll(some, decodeAll)),
    ...throughput('CRC-32C', runs, check.length, null, () => crc32c(check)),
    ...growth(runs),
  ]
}

const appending = (runs: number, perBatch: number): Figure[] => {
  const { size } = filled(RECORDS, perBatch)
  const name = `log, append, ${perBatch} a batch`
  return throughput(name, runs, size, RECORDS, () => filled(RECORDS, perBatch))
}

function throughput(
  name: string,
  runs: number,
  bytes: number,
  records: number | null,
  task: () => void,
): Figure[] {
  const seconds = timed(runs, task)
  const rate = (amount: number): number[] => seconds.map((s) => amount / s)
  const inBytes = figure(name, 'MB/s', rate(bytes / MB))
  return records === null ? [inBytes] : [inBytes, figure(`${name}: records`, '/s', rate(records))]
}

/** A seek to a place drawn at random, in logs a hundred times apart in length. */
function growth(runs: number): Figure[] {
  const figures = [MILLION / 100, MILLION].flatMap((records) => {
    const partition = filled(records, 10)
    const name = `log of ${records.toLocaleString('en')} records, a seek`
    let scanned = 0
    const seek = (): void => {
      const random = RandomStream.of(1, 'bench.seek')
      scanned = 0
      for (let i = 0; i < SEEKS; i++) {
        const read = partition.read(random.below(records), 1)
        if (read.ok) scanned += read.value.cost.bytesScanned
      }
    }
    const micros = timed(runs, seek).map((s) => (MB * s) / SEEKS)
    const bytes = figure(`${name}: bytes scanned`, 'B', [scanned / SEEKS])
    if (records < MILLION) return [figure(name, 'µs', micros), bytes]
    const memory = partition.segments.reduce((sum, segment) => sum + segment.memory, 0)
    return [
      figure(name, 'µs', micros),
      bytes,
      figure('log, memory of a million records', 'MB', [memory / MB]),
    ]
  })
  return figures
}
