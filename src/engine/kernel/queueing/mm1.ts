import { assertRates, assertShare, meansFromWait, NEVER, type DelayLaw, type QueueMeans } from './means.ts'

export interface MM1 extends QueueMeans {
  readonly waitLaw: DelayLaw
  readonly sojournLaw: DelayLaw
}

/**
 * One server, Poisson arrivals at rate `arrivals`, exponential services at rate `services`, room for all, first come
 * first served. From arrivals >= services on it diverges: means are Infinity, utilisation is 1, every delay exceeds
 * every bound. Source: Kleinrock, Queueing Systems I (1975), sections 3.2 and 5.12; Gross and Harris, Fundamentals of
 * Queueing Theory, section 2.2.
 */
export function mm1(arrivals: number, services: number): MM1 {
  assertRates(arrivals, services)
  const load = arrivals / services
  const spare = services - arrivals
  if (spare <= 0)
    return { ...meansFromWait(arrivals, 1 / services, 1, Infinity), waitLaw: NEVER, sojournLaw: NEVER }
  return {
    ...meansFromWait(arrivals, 1 / services, 1, load / spare),
    waitLaw: exponentialTail(load, spare),
    sojournLaw: exponentialTail(1, spare),
  }
}

/** A delay that is 0 with chance 1 - `share`, and exponential at `rate` otherwise. */
export const exponentialTail = (share: number, rate: number): DelayLaw => ({
  exceeds: (t) => share * Math.exp(-rate * t),
  quantile: (p) => {
    assertShare(p)
    return Math.max(0, Math.log(share / (1 - p)) / rate)
  },
})
