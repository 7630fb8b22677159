import { at } from '../../../shared/assert.ts'

const ONE_Q30 = 2 ** 30
const ONE_Q15 = 2 ** 15

/** A forgetting histogram: plain data, so that a policy's state can be saved. */
export interface ForgettingHistogram {
  /** The share of recent samples in each bucket, in units of 2^-30; they sum to 1 once a sample is in. */
  readonly buckets: Int32Array
  /** How much of the past a new sample keeps, in units of 2^-15; it grows from 0 to `keepLimit`. */
  keep: number
  readonly keepLimit: number
  /** Greater: the first samples weigh less. Null: the older, exponential start. */
  readonly startWeight: number | null
  added: number
}

/**
 * An empty histogram of `count` buckets. `keepLimit` is the forget factor, in units of 2^-15. The first sample
 * takes the whole mass. Source: WebRTC modules/audio_coding/neteq/histogram.cc.
 */
export const startHistogram = (
  count: number,
  keepLimit: number,
  startWeight: number | null,
): ForgettingHistogram => ({
  buckets: new Int32Array(count),
  keep: 0,
  keepLimit,
  startWeight,
  added: 0,
})

/** Adds one sample to bucket `index`: the past fades by `keep`, and rounding is repaired so that shares sum to 1. */
export function addToHistogram(histogram: ForgettingHistogram, index: number): void {
  const { buckets, keep } = histogram
  let sum = 0
  for (let i = 0; i < buckets.length; i++) {
    const faded = Math.floor((at(buckets, i) * keep) / ONE_Q15)
    buckets[i] = faded
    sum += faded
  }
  const share = (ONE_Q15 - keep) * ONE_Q15
  buckets[index] = at(buckets, index) + share
  repairSum(buckets, sum + share - ONE_Q30)
  histogram.added += 1
  histogram.keep = nextKeep(histogram)
}

/** The smallest bucket beyond which no more than 1 - `probability` of the mass lies. */
export function histogramQuantile({ buckets }: ForgettingHistogram, probability: number): number {
  const allowed = ONE_Q30 - Math.floor(probability * ONE_Q30)
  let index = 0
  let beyond = ONE_Q30 - at(buckets, 0)
  while (beyond > allowed && index < buckets.length - 1) {
    index += 1
    beyond -= at(buckets, index)
  }
  return index
}

/** Takes `excess` out of (or, if negative, puts it into) the first buckets, no more than a sixteenth of each. */
function repairSum(buckets: Int32Array, excess: number): void {
  const sign = excess > 0 ? -1 : 1
  let rest = Math.abs(excess)
  for (let i = 0; i < buckets.length && rest > 0; i++) {
    const part = Math.min(rest, at(buckets, i) >> 4)
    buckets[i] = at(buckets, i) + sign * part
    rest -= part
  }
}

function nextKeep({ keep, keepLimit, startWeight, added }: ForgettingHistogram): number {
  if (startWeight === null) return keep + ((keepLimit - keep + 3) >> 2)
  const grown = Math.floor(ONE_Q15 * (1 - startWeight / (added + 1)))
  return Math.max(0, Math.min(keepLimit, grown))
}
