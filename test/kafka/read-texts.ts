import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeBatch } from '../../src/engine/log/bytes/decode-batch.ts'
import { decodeUtf8 } from '../../src/engine/kernel/utf8.ts'
import { scanBatches } from '../../src/engine/log/bytes/scan.ts'
import { recoverPartition } from '../../src/engine/log/partition/recover-partition.ts'
import { KAFKA_DEFAULTS } from '../../src/engine/log/partition/settings.ts'
import { parseFileName } from '../../src/engine/log/segment/segment-files.ts'
import { CODECS } from '../../src/codec/gzip.ts'
import { sourceOf } from '../../src/engine/log/inspect/source.ts'
import { Inspector } from '../../src/inspector/inspector.ts'
import type { Overview } from '../../src/inspector/protocol.ts'
import type { TextRecord } from './records.ts'

interface ReadTexts {
  readonly records: readonly TextRecord[]
  readonly batches: number
  readonly index: string
  readonly timeIndex: string
}

/** Opens a broker's folder of one segment as after a crash and reads every record in it. */
export function readTexts(folder: string, compression: string): ReadTexts {
  const names = readdirSync(folder).filter((name) => parseFileName(name) !== null)
  const files = new Map(names.map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]))
  const codecs = CODECS
  const { partition, recovery } = recoverPartition(files, KAFKA_DEFAULTS, 0, codecs)
  const [only] = recovery.segments
  if (only === undefined || recovery.bytesCut > 0 || recovery.segments.length !== 1)
    throw new Error(`not read whole: ${JSON.stringify(recovery)}`)
  const bytes = partition.active.bytes()
  const { batches } = scanBatches(bytes)
  const records = batches.flatMap(({ at }) => {
    const decoded = decodeBatch(bytes, at, codecs)
    if (!decoded.ok) throw new Error(`${decoded.problem.where}: ${decoded.problem.what}`)
    const { header } = decoded.value
    if (header.compression !== compression) throw new Error(`a batch with ${header.compression}`)
    return decoded.value.records.map(({ key, value, headers }) => ({
      key: text(key),
      value: text(value),
      headers: headers.map((pair) => [pair.key, text(pair.value) ?? ''] as const),
    }))
  })
  return { records, batches: batches.length, index: only.index, timeIndex: only.timeIndex }
}

const text = (bytes: Uint8Array | null): string | null => (bytes === null ? null : decodeUtf8(bytes))

/** Opens a broker's folder of one segment in the inspector; `complaint` is why its first batch's records can't be read. */
export async function inspectFolder(
  folder: string,
): Promise<{ readonly overview: Overview; readonly records: number; readonly complaint: string | null }> {
  const name = readdirSync(folder).find((file) => file.endsWith('.log')) ?? ''
  const read = (kind: string) =>
    sourceOf(new Uint8Array(readFileSync(join(folder, name.replace(/log$/, kind)))))
  const files = { name, log: read('log'), index: read('index'), timeIndex: read('timeindex') }
  const opened = await Inspector.open(files, () => true)
  if (!opened.ok) throw new Error(opened.problem.what)
  const { overview } = opened.value
  const { records, complaint } = await opened.value.batch(0)
  return { overview, records, complaint }
}
