import { encodeBatch, PLAIN } from '../engine/log/bytes/encode-batch.ts'
import type { NewRecord } from '../engine/log/bytes/record.ts'
import type { Series, Told } from './protocol.ts'
import { rates, type Clock } from './rate.ts'
import type { RandomAccessFile } from './storing.ts'

/** As long as the records of Kreps' test of 2014. */
const RECORD_BYTES = 100
/** What a record adds to its value in a batch of ours: lengths, deltas, attributes. */
const AROUND_A_VALUE = 8
const RECORDS = 1_000
const SIZES = [1, 10, 100, 1_000] as const
const LEAST_MS = 60

/** The same records appended to a real file, one to a batch or many: each batch is one write. */
export function measureBatching(file: RandomAccessFile, clock: Clock, told: Told): Series[] {
  return SIZES.map((perBatch, i) => {
    const records = recordsOf(perBatch)
    const appendAll = (): void => {
      file.truncate(0)
      let at = 0
      for (let done = 0; done < RECORDS; done += perBatch) {
        const bytes = encodeBatch({ ...PLAIN, baseOffset: done }, records)
        file.write(bytes, at)
        at += bytes.length
      }
    }
    const values = rates(clock, RECORDS, LEAST_MS, appendAll)
    told(i + 1, SIZES.length)
    const label = perBatch === 1 ? 'record by record' : `${perBatch.toLocaleString('en')} records a batch`
    return { id: `batch-${perBatch}`, label, unit: 'records/s', values }
  })
}

const recordsOf = (count: number): NewRecord[] => {
  const value = new Uint8Array(RECORD_BYTES - AROUND_A_VALUE).map((_, i) => i)
  return Array.from({ length: count }, (_, i) => ({ key: null, value, headers: [], timestamp: i }))
}
