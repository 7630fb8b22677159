import { at } from '../../../shared/assert.ts'
import { MILLISECOND, type SimTime } from '../../../engine/kernel/time.ts'
import type { JitterExcerpt } from '../../../engine/jitter/excerpt.ts'

const PACKET: SimTime = 20 * MILLISECOND

/**
 * How long the browser's packets are to be held back: one every 20 ms, each for as long as the lab's network took for the
 * packet sent last before it. In milliseconds, without what all packets took alike; NaN where that one was lost. Packets
 * go on in the order they came, so one that would overtake waits for those before it.
 */
export function delayPlan(
  { packets, span }: JitterExcerpt,
  from: SimTime,
  until: SimTime,
): Float64Array<ArrayBuffer> {
  const { sent, arrived } = packets
  const delays = Float64Array.from(sent, (time, i) => at(arrived, i) - time)
  const fastest = delays.reduce((least, delay) => (delay < least ? delay : least), Infinity)
  const end = Math.min(until, span.to)
  const plan = new Float64Array(Math.max(0, Math.floor((end - from) / PACKET)))
  let row = -1
  for (let i = 0; i < plan.length; i++) {
    while (row + 1 < sent.length && at(sent, row + 1) <= from + i * PACKET) row += 1
    plan[i] = row < 0 ? 0 : (at(delays, row) - fastest) / MILLISECOND
  }
  return plan
}
