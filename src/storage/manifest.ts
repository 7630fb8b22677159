import * as v from 'valibot'
import { crc32c } from '../engine/log/bytes/crc32c.ts'
import { decodeUtf8, encodeUtf8 } from '../engine/kernel/utf8.ts'
import { KAFKA_DEFAULTS } from '../engine/log/partition/settings.ts'
import { parseFileName } from '../engine/log/segment/segment-files.ts'
import { replaceFile, type LogFolder } from './files.ts'

/**
 * What a kept log is, beside its segments. It is written to two files in turn, each with a checksum and a number that
 * grows: whatever happens while one is written, the other still holds.
 */
export interface Manifest {
  readonly generation: number
  /** A log that is being removed is not listed, even if the removal was interrupted. */
  readonly state: 'kept' | 'removed'
  readonly name: string
  /** Milliseconds since 1970. */
  readonly created: number
  readonly logStartOffset: number
  /** Everything below was kept when this was written; more may have come since. */
  readonly endOffset: number
  readonly segmentBytes: number
}

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const schema = v.object({
  generation: whole,
  state: v.picklist(['kept', 'removed']),
  name: v.string(),
  created: whole,
  logStartOffset: whole,
  endOffset: whole,
  segmentBytes: v.pipe(whole, v.minValue(1)),
})

const SLOTS = ['manifest.a', 'manifest.b'] as const
const SUM_DIGITS = 8

/** The newest manifest that is whole; null where there is none, so where no log was ever kept. */
export async function readManifest(folder: LogFolder): Promise<Manifest | null> {
  const found = await Promise.all(SLOTS.map(async (slot) => parse(await folder.read(slot))))
  return found.reduce(
    (best, one) => (one !== null && one.generation > (best?.generation ?? -1) ? one : best),
    null,
  )
}

/**
 * The manifest of a folder; where both are damaged, a makeshift one: the log was kept, and is not given up for what is
 * said of it. Null where the keeping was never finished.
 */
export async function manifestOf(folder: LogFolder): Promise<Manifest | null> {
  const found = await readManifest(folder)
  if (found !== null) return found
  const names = await folder.list()
  const first = names.map(parseFileName).find((parsed) => parsed?.kind === 'log')
  const remains = await Promise.all(SLOTS.map((slot) => folder.read(slot)))
  if (first === undefined || !remains.some((bytes) => (bytes?.length ?? 0) > 0)) return null
  const { segmentBytes } = KAFKA_DEFAULTS
  const name = 'A log whose description is damaged'
  return { generation: 0, state: 'kept', name, created: 0, logStartOffset: 0, endOffset: 0, segmentBytes }
}

/** Writes a manifest over the older of the two. When it resolves, it holds; until then the one before does. */
export async function writeManifest(
  folder: LogFolder,
  manifest: Omit<Manifest, 'generation'>,
): Promise<void> {
  const generation = ((await readManifest(folder))?.generation ?? -1) + 1
  const text = JSON.stringify({ ...manifest, generation })
  const body = encodeUtf8(text)
  const sum = crc32c(body).toString(16).padStart(SUM_DIGITS, '0')
  await replaceFile(folder, generation % 2 === 0 ? SLOTS[0] : SLOTS[1], encodeUtf8(`${sum}\n${text}`))
}

function parse(bytes: Uint8Array | null): Manifest | null {
  if (bytes === null) return null
  const sum = decodeUtf8(bytes.subarray(0, SUM_DIGITS))
  const body = bytes.subarray(SUM_DIGITS + 1)
  if (sum !== crc32c(body).toString(16).padStart(SUM_DIGITS, '0')) return null
  try {
    const read = v.safeParse(schema, JSON.parse(decodeUtf8(body)))
    return read.success ? read.output : null
  } catch {
    return null // the checksum fits what is no JSON: somebody else's file
  }
}
