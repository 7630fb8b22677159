import { at, outside } from '../../../shared/assert.ts'
import { gammaQuantile } from '../../kernel/gamma.ts'
import { normalCdf, normalQuantile } from '../../kernel/normal.ts'

/** The table covers these normal scores, which 32 random bits never leave, in steps this fine. */
const REACH = 6.5
const STEP = 1 / 64

const tables = new Map<number, Float64Array>()

/**
 * The quantile at `p` of a gamma variate of shape `form`, in its own standard deviations about its mean: 1 is the
 * exponential, large values come near the normal. Many packets ask the same `form`, so its quantiles are tabled over
 * the normal score of `p`, on which they are smooth, and joined by straight lines.
 */
export function gammaShape(p: number, form: number): number {
  const table = tables.get(form) ?? tabulate(form)
  const place = (Math.min(REACH, Math.max(-REACH, normalQuantile(p))) + REACH) / STEP
  const row = Math.min(table.length - 2, Math.floor(place))
  const low = table[row] ?? outside(row)
  return low + (place - row) * (at(table, row + 1) - low)
}

function tabulate(form: number): Float64Array {
  const table = Float64Array.from(
    { length: (2 * REACH) / STEP + 1 },
    (_, row) => (gammaQuantile(normalCdf(row * STEP - REACH), form) - form) / Math.sqrt(form),
  )
  tables.set(form, table)
  return table
}
