import { STRETCH_KINDS, type SegmentMap, type StretchKind } from '../engine/log/inspect/segment-map.ts'
import type { IndexCheck } from '../engine/log/segment/index-check.ts'
import type { Overview } from './protocol.ts'

/** Sums up a map. `named` is the first offset by the file's name; null where the name tells none. */
export function overviewOf(
  name: string,
  map: SegmentMap,
  named: number | null,
  index: IndexCheck | null,
  timeIndex: IndexCheck | null,
): Overview {
  const kinds = Object.fromEntries(STRETCH_KINDS.map((kind) => [kind, 0])) as Record<StretchKind, number>
  let firstOffset: number | null = null
  let lastOffset: number | null = null
  let maxTimestamp = -1
  for (let i = 0; i < map.count; i++) {
    const kind = map.kind(i)
    kinds[kind] += 1
    if (kind !== 'batch' && kind !== 'order' && kind !== 'legacy') continue
    firstOffset ??= map.baseOffset(i)
    lastOffset = Math.max(lastOffset ?? -1, map.lastOffset(i))
    maxTimestamp = Math.max(maxTimestamp, map.maxTimestamp(i))
  }
  return {
    name,
    size: map.size,
    rows: map.count,
    records: map.records,
    firstOffset,
    lastOffset,
    maxTimestamp: maxTimestamp < 0 ? null : maxTimestamp,
    kinds,
    batchesBy: [...map.batchesBy].map(([compression, batches]) => ({ compression, batches })),
    problems: map.problems,
    problemCount: map.problemCount,
    index,
    timeIndex,
    notes: notesOn(map, named, firstOffset),
  }
}

function notesOn(map: SegmentMap, named: number | null, firstOffset: number | null): string[] {
  const notes: string[] = []
  if (map.size === 0) notes.push('the file is empty: a segment that nothing was written to')
  if (named !== null && firstOffset !== null && firstOffset < named)
    notes.push(`its name says that it begins at offset ${named}, and it begins at ${firstOffset}`)
  if (map.fullAt !== null)
    notes.push(`only its first ${map.count} batches are listed, up to byte ${map.fullAt}`)
  for (const compression of ['snappy', 'lz4', 'zstd'] as const)
    if (map.batchesBy.has(compression))
      notes.push(
        `batches packed with ${compression} can't be unpacked here: their headers are shown, their records are not`,
      )
  return notes
}
