import { at } from '../../../shared/assert.ts'
import { normalQuantile } from '../../kernel/normal.ts'
import type { DelayShape } from '../config.ts'
import { gammaShape } from './gamma-shape.ts'

/** The quantile at `p` of a delay's random part, in standard deviations, for 0 < p < 1; `form` is gamma's shape. */
type Quantile = (p: number, form: number) => number

const HALF_WIDTH = Math.sqrt(3)

/** netem clips its tables at 32767/8192 of a standard deviation. */
const NETEM_CLIP = 32_767 / 8_192

/**
 * A fit of netem's `experimental` table: 36 points (probability, deviations) of its inverse distribution, joined
 * by straight lines. The table was measured on a real path (13,448 round trips; iproute2 netem/experimental.dat,
 * NIST, public domain): skewed, with a tail clipped at 4. The fit is within 0.003 deviations on average and 0.3
 * in the tail.
 */
const EXPERIMENTAL: readonly (readonly [number, number])[] = [
  [0, -1.291],
  [0.002, -1.194],
  [0.005, -1.162],
  [0.01, -1.126],
  [0.02, -1.089],
  [0.035, -1.049],
  [0.05, -1.017],
  [0.075, -0.971],
  [0.1, -0.93],
  [0.15, -0.855],
  [0.2, -0.786],
  [0.25, -0.709],
  [0.3, -0.633],
  [0.35, -0.55],
  [0.4, -0.46],
  [0.45, -0.363],
  [0.5, -0.254],
  [0.55, -0.139],
  [0.6, 0.004],
  [0.65, 0.173],
  [0.7, 0.357],
  [0.75, 0.554],
  [0.8, 0.771],
  [0.85, 0.999],
  [0.9, 1.253],
  [0.925, 1.399],
  [0.95, 1.603],
  [0.965, 1.776],
  [0.98, 2.057],
  [0.985, 2.216],
  [0.99, 2.403],
  [0.993, 2.715],
  [0.996, 3.548],
  [0.998, 4],
  [0.999, 4],
  [1, 4],
]

function experimentalQuantile(p: number): number {
  const above = EXPERIMENTAL.findIndex(([probability]) => probability >= p)
  const [highP, high] = at(EXPERIMENTAL, above)
  if (above === 0) return high
  const [lowP, low] = at(EXPERIMENTAL, above - 1)
  return low + ((p - lowP) / (highP - lowP)) * (high - low)
}

/**
 * Each shape's quantile function, so that one uniform draw gives one delay. `pareto` is netem's: shape 3, centred
 * and clipped as in its table generator (iproute2 netem/pareto.c).
 */
export const DELAY_QUANTILE = {
  constant: () => 0,
  uniform: (p) => HALF_WIDTH * (2 * p - 1),
  normal: normalQuantile,
  gamma: gammaShape,
  pareto: (p) => Math.min(NETEM_CLIP, (4 / 3) * (Math.cbrt(1 / (1 - p)) - 1.5)),
  experimental: experimentalQuantile,
} as const satisfies Record<DelayShape, Quantile>
