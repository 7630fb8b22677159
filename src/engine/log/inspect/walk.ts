import { AT, HEADER_BYTES, OVERHEAD_BYTES, readHeader, type BatchHeader } from '../bytes/batch-header.ts'
import { corruption, type Corruption } from '../bytes/corruption.ts'
import { crc32c } from '../bytes/crc32c.ts'
import { readInt32, readInt64 } from '../bytes/int64.ts'
import { findBatch, zerosUntil, type SearchBudget } from './search.ts'
import { SegmentMap, type StretchKind } from './segment-map.ts'
import { Window, type ByteSource } from './source.ts'

/** Beyond so many rows a list is of no use, and takes a hundred megabytes. */
const MOST_ROWS = 2_500_000
/** An offset, a length, a checksum, magic, attributes, a key's and a value's length. */
const LEAST_LEGACY_BYTES = 26
const PIECE_BYTES = 1 << 20

/**
 * Walks over a log file that may hold anything and tells what each stretch of it is. Behind a stretch that is no good
 * it goes on at the next batch whose checksum fits. Nothing throws, and no more than a piece is in memory. `progress`
 * hears of the bytes done and says whether to go on; null when it did not.
 */
export async function mapSegment(
  source: ByteSource,
  progress: (done: number) => boolean,
  mostRows = MOST_ROWS,
): Promise<SegmentMap | null> {
  const walk: Walk = {
    window: new Window(source),
    map: new SegmentMap(source.size),
    budget: { bytes: 8 * source.size + (1 << 22) },
    next: 0,
  }
  const { map } = walk
  let at = 0
  let told = 0
  while (at < source.size) {
    if (map.count >= mostRows) {
      map.fullAt = at
      break
    }
    at = await step(walk, at)
    if (at - told < PIECE_BYTES && at < source.size) continue
    told = at
    if (!progress(at)) return null
  }
  return map
}

interface Walk {
  readonly window: Window
  readonly map: SegmentMap
  readonly budget: SearchBudget
  /** The offset that is due. */
  next: number
}

/** Takes in the stretch at `at` and returns where the next one begins. */
async function step(walk: Walk, at: number): Promise<number> {
  const { window } = walk
  const left = window.size - at
  const bytes = await window.at(at, HEADER_BYTES)
  const legacy = legacyAt(bytes, at, left)
  if (legacy !== null) {
    push(walk, 'legacy', at, { baseOffset: legacy.offset, lastOffset: legacy.offset }, legacy.problem)
    return at + legacy.size
  }
  const read = readHeader(bytes, 0, left)
  if (!read.ok) return pass(walk, at, placed(read.problem, at))
  const header = read.value
  const { crc, size } = header
  const computed = await checksum(window, at + AT.attributes, at + size)
  if (computed !== crc) return passDamaged(walk, at, header, crcProblem(at, crc, computed))
  takeBatch(walk, at, header)
  return at + size
}

/** The checksum of a stretch of the file, piece by piece. */
export async function checksum(window: Window, from: number, to: number): Promise<number> {
  let crc = 0
  for (let at = from; at < to;) {
    const bytes = await window.at(at, 1)
    const end = Math.min(bytes.length, to - at)
    crc = crc32c(bytes, 0, end, crc)
    at += end
  }
  return crc
}

const hex = (crc: number): string => `0x${crc.toString(16).padStart(8, '0')}`

const crcProblem = (at: number, stored: number, computed: number): Corruption =>
  corruption('crc', at + AT.crc, `the checksum stored is ${hex(stored)}, the bytes give ${hex(computed)}`)

/** A problem of a header that was read by itself, at its place in the file. */
const placed = (problem: Corruption, at: number): Corruption =>
  corruption(problem.kind, at + problem.at, problem.what)

type Numbers = Partial<Pick<BatchHeader, 'baseOffset' | 'lastOffset' | 'maxTimestamp'>>

function push(
  { map }: Walk,
  kind: StretchKind,
  at: number,
  { baseOffset = -1, lastOffset = -1, maxTimestamp = -1 }: Numbers,
  problem: Corruption | null,
): void {
  map.push({ kind, at, baseOffset, lastOffset, maxTimestamp }, problem)
}

function takeBatch(walk: Walk, at: number, header: BatchHeader): void {
  const { baseOffset, lastOffset, compression, count } = header
  const { map, next } = walk
  const isBack = baseOffset < next
  push(
    walk,
    isBack ? 'order' : 'batch',
    at,
    header,
    isBack ? corruption('order', at, `offset ${baseOffset}, where ${next} or more is due`) : null,
  )
  map.records += count
  map.batchesBy.set(compression, (map.batchesBy.get(compression) ?? 0) + 1)
  walk.next = lastOffset + 1
}

/** What no batch can begin with: free space, a torn tail, or rubbish up to the next batch that is good. */
async function pass(walk: Walk, at: number, problem: Corruption): Promise<number> {
  const { window, budget } = walk
  if (await zerosUntil(window, at)) {
    push(walk, 'free', at, {}, null)
    return window.size
  }
  const found = await findBatch(window, at + 1, budget)
  const end = found ?? window.size
  push(walk, found === null && problem.kind === 'truncated' ? 'torn' : 'unreadable', at, {}, problem)
  return end
}

/** A batch whose checksum is wrong: its length is believed if it leads to something, else the next good one is sought. */
async function passDamaged(
  walk: Walk,
  at: number,
  header: BatchHeader,
  problem: Corruption,
): Promise<number> {
  const { window, budget } = walk
  const end = at + header.size
  push(walk, 'crc', at, header, problem)
  const bytes = await window.at(end, HEADER_BYTES)
  const isCredible = end === window.size || readHeader(bytes, 0, window.size - end).ok
  // What it says of its offsets is not believed: the next batch is held against the last good one.
  if (isCredible) return end
  return (await findBatch(window, at + 1, budget)) ?? window.size
}

interface Legacy {
  readonly offset: number
  readonly size: number
  readonly problem: Corruption
}

/** A message of the formats before record batches, or a packed set of them; null where there is none. */
function legacyAt(bytes: Uint8Array, at: number, left: number): Legacy | null {
  if (left < LEAST_LEGACY_BYTES) return null
  const magic = bytes[AT.magic] ?? 0
  const offset = readInt64(bytes, 0)
  const size = OVERHEAD_BYTES + readInt32(bytes, AT.length)
  const isLegacy = magic < 2 && size >= LEAST_LEGACY_BYTES && size <= left && offset >= 0
  if (!isLegacy || !Number.isSafeInteger(offset)) return null
  const what = `magic ${magic}: a message as Kafka wrote them before 0.11, which is not decoded here`
  return { offset, size, problem: corruption('magic', at + AT.magic, what) }
}
