import { at } from '../../../../shared/assert.ts'
import { addToHistogram, startHistogram, type ForgettingHistogram } from '../quantile-histogram.ts'
import { BUCKET_MS, BUCKETS, START_WEIGHT } from './underrun-optimizer.ts'

const ONE_Q30 = 2 ** 30
/** Each sample keeps 0.9993 of the past, in units of 2^-15. */
const KEEP = Math.floor(0.9993 * 2 ** 15)
/** What a lost packet is worth: as much as 20 ms of delay for each per cent. */
const MS_PER_LOSS_PERCENT = 20

/** How late packets are that others overtook; all the rest count as not late at all. */
export interface ReorderOptimizer {
  readonly histogram: ForgettingHistogram
  optimalMs: number | null
}

export const startReorderOptimizer = (
  histogram = startHistogram(BUCKETS, KEEP, START_WEIGHT),
): ReorderOptimizer => ({ histogram, optimalMs: null })

/**
 * Takes one relative delay. `baseMs` is waited anyway; each millisecond more must save its price in packets that
 * would otherwise come too late. Source: WebRTC modules/audio_coding/neteq/reorder_optimizer.cc.
 */
export function updateReorderOptimizer(
  state: ReorderOptimizer,
  delayMs: number,
  isReordered: boolean,
  baseMs: number,
): void {
  const bucket = isReordered ? Math.floor(delayMs / BUCKET_MS) : 0
  if (bucket < state.histogram.buckets.length) addToHistogram(state.histogram, bucket)
  state.optimalMs = (1 + cheapestBucket(state.histogram, baseMs)) * BUCKET_MS
}

function cheapestBucket({ buckets }: ForgettingHistogram, baseMs: number): number {
  let late = ONE_Q30
  let leastCost = Infinity
  let cheapest = 0
  for (let i = 0; i < buckets.length; i++) {
    late -= at(buckets, i)
    const cost = Math.max(0, i * BUCKET_MS - baseMs) * ONE_Q30 + 100 * MS_PER_LOSS_PERCENT * late
    if (cost < leastCost) {
      leastCost = cost
      cheapest = i
    }
    if (late === 0) break
  }
  return cheapest
}
