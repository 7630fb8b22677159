import { at } from '../../../shared/assert.ts'
import { NEVER, quantileOf, type DelayLaw, type QueueMeans } from './means.ts'
import { mg1 } from './mg1.ts'

export interface MD1 extends QueueMeans {
  readonly waitLaw: DelayLaw
}

/**
 * One server, Poisson arrivals at rate `arrivals`, every service takes exactly `service`, room for all. From load 1 on
 * it diverges: Infinity. The waiting time's tail is good to about 14 decimals (absolutely: a chance of 1e-16 is lost in
 * rounding); its work grows with t / service, so a quantile of 0.999 at load 0.99 takes some hundred steps.
 * Source: the mean, Pollaczek and Khinchine; the law, Franx, "A simple solution for the M/D/c waiting time
 * distribution", Operations Research Letters 29 (2001): no term is negative, where Erlang's own formula cancels itself.
 */
export function md1(arrivals: number, service: number): MD1 {
  const means = mg1(arrivals, service, 0)
  const load = arrivals * service
  if (load >= 1) return { ...means, waitLaw: NEVER }
  const atMost = stateDistribution(load)
  const exceeds = (t: number): number => {
    const left = Math.floor(t / service) + 1 - t / service
    const k = Math.round(t / service + left)
    // P(W <= t) sums, over the arrivals j in what is left of a service, the chance that all before them are gone.
    let poisson = Math.exp(-load * left)
    let within = 0
    for (let j = 0; j < k; j++) {
      within += poisson * atMost(k - j)
      poisson *= (load * left) / (j + 1)
    }
    return Math.max(0, 1 - within)
  }
  return { ...means, waitLaw: { exceeds, quantile: (p) => quantileOf(exceeds, p, service) } }
}

/** Chances of more arrivals in one service than this many are below 1e-80 at any load below 1. */
const MOST_ARRIVALS = 60

/**
 * P(N <= n) of an M/D/1 queue, worked out as far as asked. The chain at departures: as often as it steps from n + 1
 * down to n, it jumps from n or fewer to above n; a sum of positive terms only.
 */
function stateDistribution(load: number): (n: number) => number {
  const moreThan = poissonTails(load)
  const chance = [1 - load]
  const sums = [1 - load]
  return (n) => {
    for (let m = sums.length; m <= n; m++) {
      let up = at(chance, 0) * (moreThan[m - 1] ?? 0)
      for (let i = Math.max(1, m - MOST_ARRIVALS); i < m; i++) up += at(chance, i) * (moreThan[m - i] ?? 0)
      chance.push(up / Math.exp(-load))
      sums.push(at(sums, m - 1) + at(chance, m))
    }
    return at(sums, n)
  }
}

/** P(A > k) of a Poisson variate with this mean, k from 0; summed from the far end, so that small ones keep their digits. */
function poissonTails(mean: number): number[] {
  const chance = [Math.exp(-mean)]
  for (let k = 1; k <= MOST_ARRIVALS + 1; k++) chance.push((at(chance, k - 1) * mean) / k)
  const tails = Array.from({ length: MOST_ARRIVALS + 1 }, () => 0)
  let sum = 0
  for (let k = MOST_ARRIVALS; k >= 0; k--) tails[k] = sum += at(chance, k + 1)
  return tails
}
