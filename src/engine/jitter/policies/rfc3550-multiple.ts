import type { SimTime } from '../../kernel/time.ts'
import { nextJitter } from '../rfc3550.ts'
import { delayPolicy } from './policy.ts'

/**
 * As many deviations as Ramjee's playout and TCP's timeout (RFC 6298) allow. RFC 3550 itself measures J to report
 * it (section 6.4.1) and proposes no playout.
 */
const DEVIATIONS = 4

interface JitterState {
  fastest: SimTime | null
  lastTransit: SimTime
  jitter: number
}

const targetOf = ({ jitter }: JitterState): SimTime => Math.round(DEVIATIONS * jitter)

/** A tempting mistake: J, which every receiver has at hand, as if it were a spread of delays. */
export const rfc3550Multiple = delayPolicy<JitterState>({
  kind: 'delay',
  start: () => ({ fastest: null, lastTransit: 0, jitter: 0 }),
  observe(state, { sent, arrived }) {
    const transit = arrived - sent
    if (state.fastest !== null) state.jitter = nextJitter(state.jitter, transit - state.lastTransit)
    state.fastest = Math.min(state.fastest ?? Infinity, transit)
    state.lastTransit = transit
  },
  offset: (state) => (state.fastest ?? 0) + targetOf(state),
  target: targetOf,
})
