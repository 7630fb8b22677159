import { at } from '../../../shared/assert.ts'
import { MILLISECOND, SECOND, type SimTime } from '../../kernel/time.ts'
import { delayPolicy } from './policy.ts'

const BUCKET: SimTime = 2 * MILLISECOND
const BUCKETS = 1_000
/** How long a packet is remembered, on average. */
const MEMORY: SimTime = 40 * SECOND

/** How long packets have lately taken, newer ones with more weight: plain data. Bucket 0 holds the fastest. */
export interface TransitHistogram {
  readonly weights: Float64Array
  /** The transit at the lower edge of bucket 0, clock offset included; null before the first packet. */
  origin: SimTime | null
  /** The weight of the next packet; it grows instead of all others shrinking. */
  unit: number
  total: number
}

export const startTransits = (): TransitHistogram => ({
  weights: new Float64Array(BUCKETS),
  origin: null,
  unit: 1,
  total: 0,
})

/** Adds a packet; those before it keep `keep` of their weight. */
export function addTransit(histogram: TransitHistogram, transit: SimTime, keep: number): void {
  histogram.origin ??= transit
  if (transit < histogram.origin) lowerOrigin(histogram, transit)
  histogram.unit /= keep
  const bucket = Math.min(BUCKETS - 1, Math.ceil((transit - histogram.origin) / BUCKET))
  histogram.weights[bucket] = at(histogram.weights, bucket) + histogram.unit
  histogram.total += histogram.unit
  if (histogram.unit > 1e12) rescale(histogram)
}

/** A packet was faster than all before: the buckets move up. */
function lowerOrigin(histogram: TransitHistogram, transit: SimTime): void {
  const { weights } = histogram
  const by = Math.ceil(((histogram.origin ?? transit) - transit) / BUCKET)
  histogram.origin = (histogram.origin ?? transit) - by * BUCKET
  const most = BUCKETS - 1
  for (let i = Math.max(0, BUCKETS - by); i < most; i++) weights[most] = at(weights, most) + at(weights, i)
  weights.copyWithin(Math.min(by, BUCKETS), 0, Math.max(0, most - by))
  weights.fill(0, 0, Math.min(by, most))
}

function rescale(histogram: TransitHistogram): void {
  const { weights, unit } = histogram
  for (let i = 0; i < BUCKETS; i++) weights[i] = at(weights, i) / unit
  histogram.total /= unit
  histogram.unit = 1
}

/**
 * The delay above the origin at which `costOf` it and of the weight of all that took longer is least; of several, the
 * shortest. Delays within which nothing more came are passed over: a cost must not fall with the delay alone.
 */
export function cheapestBy(
  { weights, total }: TransitHistogram,
  costOf: (delay: SimTime, beyond: number) => number,
): SimTime {
  let beyond = total
  let [best, least] = [0, Infinity]
  for (let i = 0; i < BUCKETS; i++) {
    const weight = at(weights, i)
    if (weight === 0 && i > 0) continue
    beyond -= weight
    const cost = costOf(i * BUCKET, Math.max(0, beyond))
    if (cost >= least) continue
    least = cost
    best = i * BUCKET
  }
  return best
}

/** The delay above the origin that would have cost least: itself, and `latePrice` for the share that took longer. */
export const cheapestDelay = (histogram: TransitHistogram, latePrice: SimTime): SimTime =>
  cheapestBy(histogram, (delay, beyond) => delay + (latePrice * beyond) / histogram.total)

interface CostState {
  readonly histogram: TransitHistogram
  target: SimTime
}

/** The share that a packet keeps of its weight over the sender's time from one packet to the next. */
export const keepOver = (spacing: SimTime): number => MEMORY / (MEMORY + spacing)

/** The delay that would have been cheapest of late: Speex' idea, and that of NetEq's part for reordered packets. */
export const costHistogram = delayPolicy<CostState>({
  kind: 'delay',
  start: () => ({ histogram: startTransits(), target: 0 }),
  observe(state, { sent, arrived }, { interval, options }) {
    addTransit(state.histogram, arrived - sent, keepOver(interval))
    state.target = cheapestDelay(state.histogram, 100 * options.price)
  },
  offset: (state) => (state.histogram.origin ?? 0) + state.target,
  target: (state) => state.target,
})
