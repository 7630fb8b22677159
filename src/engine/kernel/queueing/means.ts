import { assert } from '../../../shared/assert.ts'

/** What a queue comes to in the long run. Rates are a unit of time, and times in that unit, whatever it is. */
export interface QueueMeans {
  /** The share of its time a server is at work. */
  readonly utilisation: number
  /** L: customers in the system, waiting or being served. */
  readonly inSystem: number
  /** Lq: customers waiting. */
  readonly inQueue: number
  /** W: time in the system. */
  readonly sojourn: number
  /** Wq: time before service begins. */
  readonly wait: number
}

/** How long something takes, in the long run: of a time T, its tail and its quantiles. */
export interface DelayLaw {
  /** P(T > t), for t >= 0. */
  readonly exceeds: (t: number) => number
  /** The least t with P(T <= t) >= p, for 0 <= p < 1. */
  readonly quantile: (p: number) => number
}

/** Little's law, L = λW: how many are there, from how many come a unit of time and how long each stays. */
export const littleLength = (rate: number, time: number): number => (rate === 0 ? 0 : rate * time)

/** All means from the mean wait, by Little's law. `rate` counts those who get in, `service` is their mean time in service. */
export function meansFromWait(rate: number, service: number, servers: number, wait: number): QueueMeans {
  const sojourn = wait + service
  return {
    utilisation: Math.min(1, (rate * service) / servers),
    inSystem: littleLength(rate, sojourn),
    inQueue: littleLength(rate, wait),
    sojourn,
    wait,
  }
}

/** A queue that more comes to than can leave: it grows for ever, and so does every wait. */
export const NEVER: DelayLaw = {
  exceeds: () => 1,
  quantile: (p) => {
    assertShare(p)
    return p === 0 ? 0 : Infinity
  },
}

/** Where a tail that never rises falls to `1 - p`: by doubling, then by halving, to the last digits of a double. */
export function quantileOf(exceeds: (t: number) => number, p: number, scale: number): number {
  assertShare(p)
  const rest = 1 - p
  if (exceeds(0) <= rest) return 0
  let high = scale
  while (exceeds(high) > rest) high *= 2
  let low = high > scale ? high / 2 : 0
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2
    if (exceeds(middle) > rest) low = middle
    else high = middle
  }
  return high
}

/** Throws when a quantile is asked for that there is none of. */
export function assertShare(p: number): void {
  assert(p >= 0 && p < 1, `a quantile needs 0 <= p < 1, got ${p}`)
}

/** Throws when a rate of arrivals is negative or one of service isn't positive: numbers a caller must not hand on. */
export function assertRates(arrivals: number, services: number): void {
  assert(
    arrivals >= 0 && arrivals < Infinity && services > 0 && services < Infinity,
    `a queue needs arrivals >= 0 and services > 0, got ${arrivals} and ${services}`,
  )
}
