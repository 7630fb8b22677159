import { outside } from '../../../shared/assert.ts'
import { MILLISECOND, SECOND, type SimTime } from '../../kernel/time.ts'

/** Delays worth telling apart: every 2 ms at first, then 8 % apart, up to 10 s. */
export const DELAY_LADDER: readonly SimTime[] = makeLadder()

function makeLadder(): SimTime[] {
  const delays: SimTime[] = []
  for (let ms = 0; ms < 40; ms += 2) delays.push(ms * MILLISECOND)
  for (let delay = 40 * MILLISECOND; delay < 10 * SECOND; delay = Math.ceil(delay * 1.08)) delays.push(delay)
  return delays
}

/** The lowest rung of the ladder that is no lower than `delay`; the highest one for what is above the ladder. */
export function rungFor(delay: SimTime): number {
  let [low, high] = [0, DELAY_LADDER.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((DELAY_LADDER[middle] ?? outside(middle)) < delay) low = middle + 1
    else high = middle
  }
  return low
}
