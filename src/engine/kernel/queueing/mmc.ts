import { assert } from '../../../shared/assert.ts'
import { assertRates, meansFromWait, NEVER, quantileOf, type DelayLaw, type QueueMeans } from './means.ts'
import { exponentialTail } from './mm1.ts'

export interface MMC extends QueueMeans {
  /** Erlang C: the chance that an arrival finds all servers busy and must wait. */
  readonly mustWait: number
  readonly waitLaw: DelayLaw
  readonly sojournLaw: DelayLaw
}

/**
 * `servers` (c >= 1) beside each other behind one queue: Poisson arrivals, exponential services at rate `services`
 * each, room for all. From arrivals >= c · services on it diverges: means are Infinity, everyone must wait.
 * Source: Kleinrock, Queueing Systems I (1975), section 3.5; Gross and Harris, Fundamentals of Queueing Theory, 2.3.
 */
export function mmc(arrivals: number, services: number, servers: number): MMC {
  assertRates(arrivals, services)
  assert(Number.isInteger(servers) && servers >= 1, `M/M/c needs a whole c >= 1, got ${servers}`)
  const spare = servers * services - arrivals
  if (spare <= 0) {
    const means = meansFromWait(arrivals, 1 / services, servers, Infinity)
    return { ...means, mustWait: 1, waitLaw: NEVER, sojournLaw: NEVER }
  }
  const offered = arrivals / services
  const mustWait = erlangC(offered, servers)
  const stays = (t: number): number => sojournTail(t * services, servers - offered, mustWait)
  return {
    ...meansFromWait(arrivals, 1 / services, servers, mustWait / spare),
    mustWait,
    waitLaw: exponentialTail(mustWait, spare),
    sojournLaw: { exceeds: stays, quantile: (p) => quantileOf(stays, p, 1 / services) },
  }
}

/** Erlang's C by way of his B, whose recursion over the servers stays between 0 and 1: no factorial, no overflow. */
function erlangC(offered: number, servers: number): number {
  let lost = 1
  for (let n = 1; n <= servers; n++) lost = (offered * lost) / (n + offered * lost)
  return (servers * lost) / (servers - offered * (1 - lost))
}

/** P(W > x), x in mean services: a service, and before it, with chance `mustWait`, an exponential wait at rate `free`. */
function sojournTail(x: number, free: number, mustWait: number): number {
  const apart = free - 1
  // Where both rates are (nearly) the same, their difference in quotient form; else written so that nothing overflows.
  const both =
    Math.abs(x * apart) < 1
      ? Math.exp(-x) * (apart === 0 ? x : -Math.expm1(-x * apart) / apart)
      : (Math.exp(-x) - Math.exp(-x * free)) / apart
  return Math.exp(-x) + mustWait * both
}
