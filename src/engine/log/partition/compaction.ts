import type { Codecs } from '../bytes/compression.ts'
import { scanBatches } from '../bytes/scan.ts'
import { decodeRecords } from '../bytes/decode-batch.ts'
import { Segment } from '../segment/segment.ts'
import { cleanBatch, keyText, type CleaningRound } from './clean-batch.ts'
import type { PartitionSettings } from './settings.ts'

/** What the cleaner did in a round. */
export interface Compaction {
  readonly recordsBefore: number
  readonly recordsAfter: number
  readonly bytesBefore: number
  readonly bytesAfter: number
  /** Tombstones whose time was up. */
  readonly tombstonesDropped: number
  /** Batches left as they were because they can't be unpacked here. */
  readonly batchesSkipped: number
}

/** Everything from the round's beginning: segments below `end`, and the first offset not cleaned before. */
export interface CleaningPlan {
  readonly segments: readonly Segment[]
  readonly firstDirtyOffset: number
  /** Nothing from here on is looked at: the active segment, and what is not committed. */
  readonly end: number
  readonly now: number
}

/**
 * Log compaction: of each key below `end` only the latest record stays, with the offset it always had. Segments that
 * have become small are joined, up to segment.bytes.
 */
export function compactSegments(
  plan: CleaningPlan,
  settings: PartitionSettings,
  codecs: Codecs,
): { readonly segments: readonly Segment[]; readonly result: Compaction } {
  const round: CleaningRound = {
    latestOffsets: latestOffsets(plan, codecs),
    end: plan.end,
    now: plan.now,
    deleteRetentionMs: settings.deleteRetentionMs,
    counts: { recordsBefore: 0, recordsAfter: 0, tombstonesDropped: 0, batchesSkipped: 0 },
  }
  const segments = groupBySize(plan.segments, settings).map((group) => clean(group, round, settings, codecs))
  const result = {
    ...round.counts,
    bytesBefore: totalSize(plan.segments),
    bytesAfter: totalSize(segments),
  }
  return { segments, result }
}

const totalSize = (segments: readonly Segment[]): number => segments.reduce((sum, { size }) => sum + size, 0)

/** The offset of each key's last record in the part that has not been cleaned yet. */
function latestOffsets(
  { segments, firstDirtyOffset, end }: CleaningPlan,
  codecs: Codecs,
): Map<string, number> {
  const latest = new Map<string, number>()
  for (const segment of segments) {
    if (segment.nextOffset <= firstDirtyOffset) continue
    const bytes = segment.bytes()
    for (const { at, header } of scanBatches(bytes).batches) {
      if (header.isControl || header.lastOffset < firstDirtyOffset) continue
      const decoded = decodeRecords(bytes, at, header, codecs)
      if (!decoded.ok) continue
      for (const { key, offset } of decoded.value.records)
        if (key !== null && offset >= firstDirtyOffset && offset < end) latest.set(keyText(key), offset)
    }
  }
  return latest
}

const MAX_INT32 = 0x7fff_ffff

/** Neighbours that fit into one segment together, from the oldest on. */
function groupBySize(
  segments: readonly Segment[],
  { segmentBytes, segmentIndexBytes }: PartitionSettings,
): Segment[][] {
  const groups: Segment[][] = []
  let bytes = 0
  let indexBytes = 0
  for (const segment of segments) {
    const group = groups.at(-1)
    const index = segment.index.bytes().length + segment.timeIndex.bytes().length
    const fits =
      bytes + segment.size <= segmentBytes &&
      indexBytes + index <= segmentIndexBytes &&
      segment.nextOffset - 1 - (group?.[0]?.baseOffset ?? 0) <= MAX_INT32
    if (group !== undefined && fits) group.push(segment)
    else groups.push([segment])
    bytes = group !== undefined && fits ? bytes + segment.size : segment.size
    indexBytes = group !== undefined && fits ? indexBytes + index : index
  }
  return groups
}

function clean(
  group: readonly Segment[],
  round: CleaningRound,
  settings: PartitionSettings,
  codecs: Codecs,
): Segment {
  const [first] = group as readonly [Segment, ...Segment[]] // groups are made with one
  const cleaned = new Segment(first.baseOffset, settings, first.createdAt, first.openedBy)
  for (const segment of group) {
    const bytes = segment.bytes()
    for (const found of scanBatches(bytes).batches) {
      const batch = cleanBatch(bytes, found, round, codecs)
      if (batch !== null) cleaned.append(batch, segment.lastModified)
    }
  }
  cleaned.seal()
  return cleaned
}
