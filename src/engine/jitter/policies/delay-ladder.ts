import { MILLISECOND, SECOND, type SimTime } from '../../kernel/time.ts'

/** Delays worth telling apart: every 2 ms at first, then 6 % apart, up to 2 s. */
export const DELAY_LADDER: readonly SimTime[] = makeLadder()

function makeLadder(): SimTime[] {
  const delays: SimTime[] = []
  for (let ms = 0; ms < 40; ms += 2) delays.push(ms * MILLISECOND)
  for (let delay = 40 * MILLISECOND; delay < 2 * SECOND; delay = Math.ceil(delay * 1.06)) delays.push(delay)
  return delays
}
