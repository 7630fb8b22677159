import type { Corruption } from '../engine/log/bytes/corruption.ts'
import { recoverSegment, type SegmentRecovery } from '../engine/log/segment/recovery.ts'
import { fileName, parseFileName, type FileKind } from '../engine/log/segment/segment-files.ts'
import { Segment, type SegmentSettings } from '../engine/log/segment/segment.ts'
import { isFull, replaceFile, type LogFolder } from './files.ts'

/** A segment as a list has it. */
export interface SegmentSummary {
  readonly baseOffset: number
  readonly bytes: number
  readonly nextOffset: number
}

/** What was found in a folder and what was done about it. */
export interface RecoveryReport {
  readonly segments: readonly SegmentRecovery[]
  /** First offsets of whole segments that had to go, since the log broke off before them. */
  readonly removed: readonly number[]
  readonly bytesCut: number
  /** Why the log broke off; null when it did not. */
  readonly problem: Corruption | null
  /** Files that hold what was cut: nothing is thrown away. */
  readonly setAside: readonly string[]
  /** Files that belong to no segment: left as they are. */
  readonly orphans: readonly string[]
}

export interface Recovered {
  /** Closed segments, oldest first. */
  readonly closed: readonly SegmentSummary[]
  /** The last one, in memory. */
  readonly active: Segment
  readonly report: RecoveryReport
}

/** In the order in which they go: while there is a log, a second try finds the segment. */
const KINDS = ['timeindex', 'index', 'log'] as const satisfies readonly FileKind[]

/**
 * Opens a folder's segments as a broker does after a crash: one by one, every batch is checked; the first bad one and
 * all behind it are cut, segments behind it go too, and indexes are made anew. What is cut is first written to a file
 * of its own. At most one segment is in memory. Can be interrupted at any byte, and then be done again.
 */
export async function recoverFolder(
  folder: LogFolder,
  settings: SegmentSettings,
  now: number,
  startOffset = 0,
): Promise<Recovered> {
  const names = await folder.list()
  const bases = logBases(names)
  const reports: SegmentRecovery[] = []
  const removed: number[] = []
  const setAside: string[] = []
  const closed: SegmentSummary[] = []
  let active: Segment | null = null
  let bytesCut = 0
  for (const [i, baseOffset] of bases.entries()) {
    const files = await readSegment(folder, names, baseOffset)
    if ((reports.at(-1)?.bytesCut ?? 0) > 0) {
      removed.push(baseOffset)
      bytesCut += files.log.length
      await keepAside(folder, setAside, baseOffset, 0, files.log)
      for (const kind of KINDS) await folder.remove(fileName(baseOffset, kind))
      continue
    }
    const { segment, found } = recoverSegment(files, settings, now, bases[i + 1])
    reports.push(found)
    const isLast = i === bases.length - 1 || found.bytesCut > 0
    if (isLast || found.index !== 'right' || found.timeIndex !== 'right') await writeIndexes(folder, segment)
    if (active !== null) closed.push(summaryOf(active))
    active = segment
    bytesCut += found.bytesCut
  }
  active ??= new Segment(startOffset, settings, now, 'first')
  const torn = reports.find((found) => found.bytesCut > 0)
  // Last of all: were the cut made first, a second try would not know that the segments behind it must go.
  if (torn !== undefined) await cut(folder, setAside, active)
  const orphans = names.filter((name) => isOrphan(name, bases))
  return {
    closed,
    active,
    report: { segments: reports, removed, bytesCut, problem: torn?.problem ?? null, setAside, orphans },
  }
}

const logBases = (names: readonly string[]): number[] =>
  names
    .map(parseFileName)
    .filter((parsed) => parsed?.kind === 'log')
    .map((parsed) => parsed?.baseOffset ?? 0)
    .sort((a, b) => a - b)

export const summaryOf = (segment: Segment): SegmentSummary => ({
  baseOffset: segment.baseOffset,
  bytes: segment.size,
  nextOffset: segment.nextOffset,
})

async function readSegment(folder: LogFolder, names: readonly string[], baseOffset: number) {
  const read = async (kind: FileKind): Promise<Uint8Array | null> => {
    const name = fileName(baseOffset, kind)
    return names.includes(name) ? folder.read(name) : null
  }
  return {
    baseOffset,
    log: (await read('log')) ?? new Uint8Array(0),
    index: await read('index'),
    timeIndex: await read('timeindex'),
  }
}

/** Cuts the log of the last segment that is left to what is good of it. */
async function cut(folder: LogFolder, setAside: string[], active: Segment): Promise<void> {
  const name = fileName(active.baseOffset, 'log')
  const bytes = (await folder.read(name)) ?? new Uint8Array(0)
  await keepAside(folder, setAside, active.baseOffset, active.size, bytes.subarray(active.size))
  const file = await folder.open(name)
  try {
    file.truncate(active.size)
    file.flush()
  } finally {
    file.close()
  }
}

/** Writes what is to be cut to a file of its own: "00000000000000000042.log.from-1234.cut". */
async function keepAside(
  folder: LogFolder,
  setAside: string[],
  baseOffset: number,
  position: number,
  bytes: Uint8Array,
): Promise<void> {
  if (bytes.length === 0) return
  const stem = `${fileName(baseOffset, 'log')}.from-${position}`
  const names = await folder.list()
  // What another recovery set aside under that name stays, unless it is the same.
  for (let n = 1; ; n++) {
    const name = n === 1 ? `${stem}.cut` : `${stem}.${n}.cut`
    const before = names.includes(name) ? await folder.read(name) : null
    if (before !== null && !isBeginningOf(before, bytes)) continue
    await replaceFile(folder, name, bytes)
    setAside.push(name)
    return
  }
}

const isBeginningOf = (part: Uint8Array, whole: Uint8Array): boolean =>
  part.length <= whole.length && part.every((byte, i) => byte === whole[i])

/** Replaces a segment's indexes. Without room for them the log is as good: the next opening tries again. */
async function writeIndexes(folder: LogFolder, segment: Segment): Promise<void> {
  try {
    await replaceFile(folder, fileName(segment.baseOffset, 'index'), segment.index.bytes())
    await replaceFile(folder, fileName(segment.baseOffset, 'timeindex'), segment.timeIndex.bytes())
  } catch (error) {
    if (!isFull(error)) throw error
  }
}

/** Neither of a segment, nor of those that say what a folder is, nor set aside by us. */
const isOrphan = (name: string, bases: readonly number[]): boolean => {
  const parsed = parseFileName(name)
  return parsed === null ? !/^manifest\.[ab]$|\.cut$|^\.lock$/.test(name) : !bases.includes(parsed.baseOffset)
}
