import type { SimTime } from '../../kernel/time.ts'

/**
 * A wait of random length that is on: how long it still lasts, in units of its mean. Kept so, a mean that changes
 * on the way takes effect at once.
 */
export interface Wait {
  since: SimTime
  left: number
}

/** When the wait ends, should its mean stay `mean`. */
export const endOf = ({ since, left }: Wait, mean: SimTime): SimTime => since + Math.round(left * mean)

/** Lets time pass up to `now`, which lies before the wait's end. */
export function passTime(wait: Wait, now: SimTime, mean: SimTime): void {
  wait.left = Math.max(0, wait.left - (now - wait.since) / mean)
  wait.since = now
}

/** The wait ended at `now`, and another one of `left` means begins. */
export function waitAgain(wait: Wait, now: SimTime, left: number): void {
  wait.since = now
  wait.left = left
}
