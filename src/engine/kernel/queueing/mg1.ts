import { assert } from '../../../shared/assert.ts'
import { assertRates, meansFromWait, type QueueMeans } from './means.ts'

/**
 * The mean of one server with Poisson arrivals at rate `arrivals` and services of any kind, room for all: by the
 * formula of Pollaczek and Khinchine, Wq = ρ/(1-ρ) · (1+v)/2 · E[S]. `service` is the mean service time, `scv` (v) its
 * squared coefficient of variation, variance / mean²: 0 for clockwork, 1 for exponential; Infinity where the service
 * has no variance to speak of (a Pareto's with exponent <= 2), and then every wait is Infinity however low the load.
 * From load 1 on it diverges too: Infinity. Source: Kleinrock, Queueing Systems I (1975), section 5.6.
 */
export function mg1(arrivals: number, service: number, scv: number): QueueMeans {
  assert(service > 0 && scv >= 0, `M/G/1 needs service > 0 and scv >= 0, got ${service} and ${scv}`)
  assertRates(arrivals, 1 / service)
  const load = arrivals * service
  if (load >= 1) return meansFromWait(arrivals, service, 1, Infinity)
  const wait = arrivals === 0 ? 0 : (load / (1 - load)) * ((1 + scv) / 2) * service
  return meansFromWait(arrivals, service, 1, wait)
}
