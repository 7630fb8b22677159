import { at } from '../../shared/assert.ts'
import { tickTime, type SimTime } from '../kernel/time.ts'

/**
 * The start delay that would have saved every frame: the largest of (arrival i - i T) against the first arrival,
 * for frames played `perSecond` times a second in order. Arrivals in microseconds; lost packets are left out.
 * Growing without end for a longer row means a rate too low, not jitter..
 */
export function requiredStartDelay(arrivals: readonly SimTime[], perSecond: number): SimTime {
  const first = at(arrivals, 0)
  return arrivals.reduce((most, arrival, i) => Math.max(most, arrival - first - tickTime(i, perSecond)), 0)
}
