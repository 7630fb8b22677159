import type { Codecs } from '../bytes/compression.ts'
import { recoverSegment, type SegmentRecovery } from '../segment/recovery.ts'
import { parseFileName, type SegmentFiles } from '../segment/segment-files.ts'
import { Segment } from '../segment/segment.ts'
import { Partition } from './partition.ts'
import type { PartitionSettings } from './settings.ts'

/** What was done with a partition's folder after a crash. */
export interface Recovery {
  readonly segments: readonly SegmentRecovery[]
  /** Files that belong to no log, by name: indexes whose log is gone, and what is no file of a segment. */
  readonly orphans: readonly string[]
  /** First offsets of whole segments that had to go, since the log broke off before them. */
  readonly removed: readonly number[]
  readonly bytesCut: number
}

/** Sorts a folder's files into segments, oldest first. */
export function groupFiles(files: ReadonlyMap<string, Uint8Array>): {
  readonly segments: readonly SegmentFiles[]
  readonly orphans: readonly string[]
} {
  const bases = new Set<number>()
  for (const name of files.keys()) {
    const parsed = parseFileName(name)
    if (parsed?.kind === 'log') bases.add(parsed.baseOffset)
  }
  const file = (baseOffset: number, kind: string): Uint8Array | null =>
    files.get(`${String(baseOffset).padStart(20, '0')}.${kind}`) ?? null
  const segments = [...bases]
    .sort((a, b) => a - b)
    .map((baseOffset) => ({
      baseOffset,
      log: file(baseOffset, 'log') ?? new Uint8Array(0),
      index: file(baseOffset, 'index'),
      timeIndex: file(baseOffset, 'timeindex'),
    }))
  const orphans = [...files.keys()].filter((name) => {
    const parsed = parseFileName(name)
    return parsed === null || !bases.has(parsed.baseOffset)
  })
  return { segments, orphans }
}

/**
 * Opens a partition after a crash as a broker does: segments one by one, and where one had to be cut, all behind it
 * go too, since nothing may follow a gap. `logStartOffset` is what was last known of it. The high watermark is the log
 * start: how much is committed the other replicas must say.
 */
export function recoverPartition(
  files: ReadonlyMap<string, Uint8Array>,
  settings: PartitionSettings,
  now: number,
  codecs: Codecs = {},
  logStartOffset = 0,
): { readonly partition: Partition; readonly recovery: Recovery } {
  const { segments: found, orphans } = groupFiles(files)
  const segments: Segment[] = []
  const reports: SegmentRecovery[] = []
  const removed: number[] = []
  let bytesCut = 0
  for (const [i, segmentFiles] of found.entries()) {
    if ((reports.at(-1)?.bytesCut ?? 0) > 0) {
      removed.push(segmentFiles.baseOffset)
      bytesCut += segmentFiles.log.length
      continue
    }
    const recovered = recoverSegment(segmentFiles, settings, now, found[i + 1]?.baseOffset)
    segments.push(recovered.segment)
    reports.push(recovered.found)
    bytesCut += recovered.found.bytesCut
  }
  if (segments.length === 0) segments.push(new Segment(logStartOffset, settings, now, 'first'))
  const partition = Partition.of(segments, settings, codecs, logStartOffset)
  return { partition, recovery: { segments: reports, orphans, removed, bytesCut } }
}
