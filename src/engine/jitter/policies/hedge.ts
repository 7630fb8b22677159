import { at } from '../../../shared/assert.ts'
import { MILLISECOND, SECOND, type SimTime } from '../../kernel/time.ts'
import { DELAY_LADDER } from './delay-ladder.ts'
import { delayPolicy } from './policy.ts'

/** How strongly a packet's loss counts, for a loss of 1: as much as one late packet. */
const ETA = 1
/** After so long another delay than before may be best. */
const SEGMENT: SimTime = 20 * SECOND
/** Its experts: each delay it might play gets some trust to begin with, so there are none that hardly anybody needs. */
const DELAYS = DELAY_LADDER.filter((delay) => delay < 2 * SECOND)

interface HedgeState {
  /** The fastest transit so far, clock offset included; null before the first packet. */
  fastest: SimTime | null
  /** Trust in each delay of the ladder; they sum to 1. */
  readonly trust: Float64Array
  target: SimTime
}

/**
 * Herbster and Warmuth's fixed share: every delay of a ladder is an expert whose trust falls with what it cost on
 * each packet (its own milliseconds, and the price of a late packet), and a little of all trust is dealt out anew,
 * so that yesterday's loser can come back. Plays the delay that the trusted agree on: their weighted median.
 * Losses enter as 1 / (1 + eta loss), which is within a few per cent of exp(-eta loss) and the same on every machine.
 */
export const hedge = delayPolicy<HedgeState>({
  kind: 'delay',
  start: () => ({
    fastest: null,
    trust: new Float64Array(DELAYS.length).fill(1 / DELAYS.length),
    target: 0,
  }),
  observe(state, { sent, arrived }, { interval, options }) {
    state.fastest = Math.min(state.fastest ?? Infinity, arrived - sent)
    const above = arrived - sent - state.fastest
    const latePrice = Math.max(MILLISECOND, 100 * options.price)
    const { trust } = state
    let sum = 0
    for (let k = 0; k < trust.length; k++) {
      const delay = at(DELAYS, k)
      const loss = (delay + (above > delay ? latePrice : 0)) / latePrice
      trust[k] = at(trust, k) / (1 + ETA * loss)
      sum += at(trust, k)
    }
    const share = interval / (SEGMENT + interval)
    for (let k = 0; k < trust.length; k++)
      trust[k] = ((1 - share) * at(trust, k)) / sum + share / trust.length
    state.target = median(trust)
  },
  offset: (state) => (state.fastest ?? 0) + state.target,
  target: (state) => state.target,
})

function median(trust: Float64Array): SimTime {
  let below = 0
  for (let k = 0; k < trust.length; k++) {
    below += at(trust, k)
    if (below >= 0.5) return at(DELAYS, k)
  }
  return at(DELAYS, trust.length - 1)
}
