import type { RandomStream } from '../../kernel/random.ts'
import type { SimTime } from '../../kernel/time.ts'
import { disturbance } from './disturbance.ts'
import { endOf, passTime, waitAgain, type Wait } from './wait.ts'

interface Cell {
  readonly wait: Wait
  /** Nothing goes on before this time. */
  until: SimTime
  /** How much longer the way by this cell is, as a share of the largest step. */
  way: number
}

/** From half the mean to one and a half of it: cells do not change twice in a moment. */
const nextChange = (times: RandomStream): number => 0.5 + times.uniform()

/**
 * A mobile that changes cells: for a while nothing is delivered, then what waited comes at once, and from there on
 * the way is another one, longer or shorter by up to a step. The first cell's way is the path itself.
 */
export const handover = disturbance<Cell>({
  concern: 'network.handover',
  start: ({ times }) => ({ wait: { since: 0, left: nextChange(times) }, until: 0, way: 0 }),

  meet(state, sent, { handover: { every, gap, step } }, { times }) {
    for (let end = endOf(state.wait, every); end <= sent; end = endOf(state.wait, every)) {
      state.until = end + gap
      state.way = times.uniform()
      waitAgain(state.wait, end, nextChange(times))
    }
    passTime(state.wait, sent, every)
    return Math.max(0, state.until - sent) + Math.round(state.way * step)
  },
})
