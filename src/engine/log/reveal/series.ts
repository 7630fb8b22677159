import type { Columns } from '../../kernel/columns.ts'
import type { Span } from '../../kernel/engine.ts'
import type { LaneHistory } from './lane-history.ts'

export interface Series {
  readonly time: Float64Array
  readonly kept: Int32Array
  readonly trouble: Int32Array
}

const MAX_ROWS = 1_600

/**
 * A lane's history over the span, beginning with the row that holds at its start. Too many rows are thinned to the
 * first, the lowest and the highest of each stretch: no peak is lost.
 */
export function thinnedSeries(history: LaneHistory, span: Span, columns: Columns): Series {
  const first = Math.max(0, history.time.lowerBound(span.from) - 1)
  const end = Math.max(first, history.time.lowerBound(span.to + 1))
  const rows = end - first > MAX_ROWS ? extremes(history, first, end) : range(first, end)
  const time = columns.float64(rows.length)
  const kept = columns.int32(rows.length)
  const trouble = columns.int32(rows.length)
  rows.forEach((row, i) => {
    time[i] = history.time.get(row)
    kept[i] = history.kept.get(row)
    trouble[i] = history.trouble.get(row)
  })
  return { time, kept, trouble }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)

function extremes({ kept }: LaneHistory, first: number, end: number): number[] {
  const stretch = Math.ceil((end - first) / (MAX_ROWS / 3))
  const rows = new Set<number>()
  for (let start = first; start < end; start += stretch) {
    let low = start
    let high = start
    for (let row = start; row < Math.min(end, start + stretch); row++) {
      if (kept.get(row) < kept.get(low)) low = row
      if (kept.get(row) > kept.get(high)) high = row
    }
    for (const row of [start, low, high]) rows.add(row)
  }
  rows.add(end - 1)
  return [...rows].sort((a, b) => a - b)
}
