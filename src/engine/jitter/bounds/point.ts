import type { SimTime } from '../../kernel/time.ts'

/** What a player, or a bound, paid for a run: a point of the curve that trades delay for lateness. */
export interface Point {
  /** The mean delay of the turns above the fastest packet, in microseconds. */
  readonly delay: SimTime
  /** The share of arrived packets that were late, plus the share of time spent waiting for one: 0 .. 1. */
  readonly bad: number
  /** Both in one, J: the delay plus `price` for each 1 % that was bad, in microseconds. */
  readonly cost: SimTime
}

/** The rules of the game that a bound is for: those of the playout clock. */
export interface Rules {
  readonly whenLate: 'skip' | 'stall'
  /** The share by which playout may run faster or slower. */
  readonly stretch: number
  /** The delay that is as bad as 1 % late or stalled. */
  readonly price: SimTime
}

export const pointOf = (delay: SimTime, bad: number, price: SimTime): Point => ({
  delay,
  bad,
  cost: delay + 100 * price * bad,
})
