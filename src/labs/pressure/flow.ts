import type { FlowColumns, LaneFrame, PressureFrame } from '../../engine/flow/pressure/frame.ts'

/** Rates "now" are means over this part of the view, in whole buckets: short enough to move, long enough to be read. */
const RECENT = 0.05

export interface Rates {
  readonly offered: number
  readonly inflow: number
  readonly outflow: number
  readonly dropped: number
}

/** The buckets that lie wholly in the past, and of these the newest: [first, end). */
function recentBuckets(flow: FlowColumns, now: number, span: number): readonly [number, number] {
  const end = Math.max(0, Math.min(flow.offered.length, Math.floor((now - flow.start) / flow.width + 1e-9)))
  const many = Math.max(1, Math.round((RECENT * span) / flow.width))
  return [Math.max(0, end - many), end]
}

const mean = (column: Float64Array, from: number, end: number): number => {
  let sum = 0
  for (let i = from; i < end; i++) sum += column[i] ?? 0
  return end > from ? sum / (end - from) : 0
}

/** What flows in a lane now, in messages a second. */
export function ratesOf(
  { flow }: Pick<LaneFrame, 'flow'>,
  frame: Pick<PressureFrame, 'now' | 'span'>,
): Rates {
  const [from, end] = recentBuckets(flow, frame.now, frame.span.to - frame.span.from)
  return {
    offered: mean(flow.offered, from, end),
    inflow: mean(flow.inflow, from, end),
    outflow: mean(flow.outflow, from, end),
    dropped: mean(flow.dropped, from, end),
  }
}

/** How many buckets have begun by now: later ones are the future. */
export const bucketsSoFar = (flow: Pick<FlowColumns, 'start' | 'width' | 'offered'>, now: number): number =>
  Math.max(0, Math.min(flow.offered.length, Math.ceil((now - flow.start) / flow.width)))

/** The producer has to wait at this moment. */
export const isStalled = ({ stalls }: Pick<LaneFrame, 'stalls'>): boolean => {
  const last = stalls.at(-1)
  return last !== undefined && Number.isNaN(last.end)
}
