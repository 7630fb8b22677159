import { at, outside } from '../../../shared/assert.ts'
import type { SimTime } from '../../kernel/time.ts'
import { DELAY_LADDER, rungFor } from './delay-ladder.ts'
import type { ShadowPlayers } from './shadow-players.ts'

/** How much each shadow is trusted, the first of them for as many as there are; sums to 1. */
export type Trust = Float64Array

/**
 * Fixed-share Hedge (Herbster and Warmuth, 1998): trust falls with what was lost beyond the least, in late packets,
 * and the share `dealt` of all trust is dealt out anew, as in `prior`.
 */
export function learn(
  trust: Trust,
  { losses, leastLoss }: ShadowPlayers,
  latePrice: SimTime,
  { prior, dealt }: { prior: Trust; dealt: number },
): void {
  let sum = 0
  for (let k = 0; k < trust.length; k++) {
    // Close to exp(-loss), and the same on every machine.
    const left = ((trust[k] ?? outside(k)) * latePrice) / (latePrice + (losses[k] ?? outside(k)) - leastLoss)
    trust[k] = left
    sum += left
  }
  const kept = (1 - dealt) / sum
  for (let k = 0; k < trust.length; k++)
    trust[k] = kept * (trust[k] ?? outside(k)) + dealt * (prior[k] ?? outside(k))
}

/** The delay that the trusted agree on: the weighted median of what they aim at, on the ladder. */
export function agreement(trust: Trust, aims: Float64Array): SimTime {
  const onRung = new Float64Array(DELAY_LADDER.length)
  for (let k = 0; k < trust.length; k++) {
    const aim = aims[k] ?? outside(k)
    const rung = aim === DELAY_LADDER[k] ? k : rungFor(aim)
    onRung[rung] = (onRung[rung] ?? outside(rung)) + (trust[k] ?? outside(k))
  }
  let below = 0
  const highest = DELAY_LADDER.length - 1
  for (let rung = 0; rung < highest; rung++) {
    below += onRung[rung] ?? outside(rung)
    if (below >= 0.5) return at(DELAY_LADDER, rung)
  }
  return at(DELAY_LADDER, highest)
}
