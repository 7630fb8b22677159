import type { SimTime } from '../../kernel/time.ts'
import { disturbance } from './disturbance.ts'
import { endOf, passTime, waitAgain, type Wait } from './wait.ts'

interface Blocked {
  readonly wait: Wait
  /** The packet that is stuck goes on at this time, and those behind it not before. */
  until: SimTime
}

/**
 * Head-of-line blocking: now and then a packet gets stuck (a radio link repeats it until it is through), and those
 * behind it wait, to be delivered in order. All come out together: the delay jumps up, and falls back by one
 * interval a packet, a slope of -1. Packets get stuck at random moments and for a random time, both exponential.
 */
export const blocking = disturbance<Blocked>({
  concern: 'network.blocking',
  start: ({ times }) => ({ wait: { since: 0, left: times.exponential() }, until: 0 }),

  meet(state, sent, { blocking: { every, lasts } }, { times }) {
    for (let end = endOf(state.wait, every); end <= sent; end = endOf(state.wait, every)) {
      state.until = Math.max(state.until, sent + Math.round(lasts * times.exponential()))
      waitAgain(state.wait, end, times.exponential())
    }
    passTime(state.wait, sent, every)
    return Math.max(0, state.until - sent)
  },
})
