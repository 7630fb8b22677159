import { assert } from '../../../shared/assert.ts'
import type { RunInterval } from './batch-means.ts'

/** Whether theory and one run agree; `too short` says that the run can't tell. */
export type Verdict = 'agrees' | 'differs' | 'too short'

/**
 * A prediction held against a run's interval. `agrees` means that it lies inside and that the interval is narrow: no
 * wider to either side than `precision` of the prediction. `differs` means that it lies outside. Otherwise, and where
 * there is no interval, its batches hang together, or the prediction is infinite (no run is long enough to show
 * that), the run is `too short`.
 */
export function verdict(predicted: number, interval: RunInterval | null, precision = 0.2): Verdict {
  assert(!Number.isNaN(predicted), 'a prediction must be a number')
  if (interval === null || interval.isTooShort || !Number.isFinite(predicted)) return 'too short'
  // Sums of equal values need not be equal to the last digit.
  const rounding = 1e-9 * Math.abs(predicted)
  if (Math.abs(predicted - interval.mean) > interval.halfWidth + rounding) return 'differs'
  return interval.halfWidth <= precision * Math.abs(predicted) + rounding ? 'agrees' : 'too short'
}
