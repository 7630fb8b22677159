import { at } from '../../shared/assert.ts'
import type { FlowColumns, LaneFrame, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { bucketsSoFar } from './flow.ts'
import { droppedOf } from './words.ts'

/** What can be compared over time, lane against lane. */
export const QUANTITIES = [
  { value: 'queue', label: 'Queue', unit: 'messages in the queue' },
  { value: 'lost', label: 'Lost', unit: 'messages lost since the start' },
  { value: 'served', label: 'Served', unit: 'messages served since the start' },
  { value: 'wait', label: 'Wait, p99', unit: 'ms, p99 of the waits of each second' },
] as const

export type Quantity = (typeof QUANTITIES)[number]['value']

export const isQuantity = (text: string): text is Quantity => QUANTITIES.some(({ value }) => value === text)

export interface Difference {
  /** Ends of the buckets, and now. */
  readonly time: readonly number[]
  /** The lane minus the reference at these times. */
  readonly value: readonly number[]
}

/** A lane's quantity at the end of every bucket so far; NaN where it has none. */
function quantityOf(
  lane: LaneFrame,
  quantity: Quantity,
  times: readonly number[],
  now: number,
): readonly number[] {
  const { flow, counts } = lane
  switch (quantity) {
    case 'queue':
      return levelsAt(lane, times)
    case 'wait':
      return waitsAt(lane, times)
    case 'lost':
      return backFrom(droppedOf(counts), flow.dropped, flow, times.length, now)
    case 'served':
      return backFrom(counts.served + counts.timedOut, flow.outflow, flow, times.length, now)
  }
}

/** What a running total was at the end of each bucket, reckoned back from what it is now. */
function backFrom(
  total: number,
  column: Float64Array,
  { start, width }: Pick<FlowColumns, 'start' | 'width'>,
  many: number,
  now: number,
): readonly number[] {
  const values = Array.from({ length: many }, () => total)
  let left = total
  for (let i = many - 1; i > 0; i--) {
    // The last bucket may not be over: its rate holds for the part that has passed.
    const passed = Math.min(now, start + (i + 1) * width) - (start + i * width)
    left -= ((column[i] ?? 0) * Math.max(0, passed)) / 1e6
    values[i - 1] = left
  }
  return values
}

function levelsAt({ series: { time, level } }: LaneFrame, times: readonly number[]): readonly number[] {
  let row = 0
  return times.map((moment) => {
    while (row + 1 < time.length && at(time, row + 1) <= moment) row++
    return level[row] ?? 0
  })
}

/** Of the second that a moment lies in. */
const waitsAt = (
  { waitsBySecond: { time, p99 } }: LaneFrame,
  times: readonly number[],
): readonly number[] => {
  let row = 0
  return times.map((moment) => {
    while (row + 1 < time.length && at(time, row + 1) < moment) row++
    return p99[row] ?? Number.NaN
  })
}

/** How far each lane is above or below the reference, bucket by bucket: both are looked at at the same moments. */
export function differences(
  frame: PressureFrame,
  lanes: readonly LaneFrame[],
  reference: LaneFrame,
  quantity: Quantity,
): readonly Difference[] {
  const { flow } = reference
  const many = bucketsSoFar(flow, frame.now)
  const time = Array.from({ length: many }, (_, i) => Math.min(frame.now, flow.start + (i + 1) * flow.width))
  const base = quantityOf(reference, quantity, time, frame.now)
  return lanes.map((lane) => {
    const own = quantityOf(lane, quantity, time, frame.now)
    return { time, value: own.map((value, i) => value - at(base, i)) }
  })
}
