import { assert, at } from '../../../shared/assert.ts'
import { assertRates, meansFromWait, type QueueMeans } from './means.ts'

/** Times and lengths are of those who get in. */
export interface MM1K extends QueueMeans {
  /** The share of arrivals that find the system full and are lost. */
  readonly loss: number
  /** The rate at which customers get in, and so leave. */
  readonly throughput: number
}

/**
 * One server, Poisson arrivals, exponential services, and room for `slots` (K >= 1, the one in service counted); who
 * finds it full is lost. It never diverges: with ever more arrivals the loss tends to 1 - services / arrivals, and
 * at arrivals = services all K + 1 states are equally likely. Takes time in proportion to K.
 * Source: Gross and Harris, Fundamentals of Queueing Theory, section 2.5; the loss by PASTA.
 */
export function mm1k(arrivals: number, services: number, slots: number): MM1K {
  assertRates(arrivals, services)
  const chance = stateChances(arrivals / services, slots)
  const loss = at(chance, slots)
  const busy = 1 - at(chance, 0)
  const inSystem = chance.reduce((sum, p, n) => sum + n * p, 0)
  const service = 1 / services
  // What leaves is what got in: counted at the server, it keeps its digits where nearly all is lost.
  const throughput = services * busy
  if (throughput === 0) return { ...meansFromWait(0, service, 1, 0), loss, throughput }
  // Summed over the states: L less the one in service would lose its digits.
  const inQueue = chance.reduce((sum, p, n) => sum + Math.max(0, n - 1) * p, 0)
  const wait = inQueue / throughput
  return { utilisation: busy, inSystem, inQueue, sojourn: wait + service, wait, loss, throughput }
}

/** The chance of each number in the system, 0 to K. Powers of what is below 1 only, so nothing overflows. */
function stateChances(load: number, slots: number): number[] {
  assert(Number.isInteger(slots) && slots >= 1, `M/M/1/K needs a whole K >= 1, got ${slots}`)
  const weight = (n: number): number => (load <= 1 ? load ** n : load ** (n - slots))
  const weights = Array.from({ length: slots + 1 }, (_, n) => weight(n))
  const total = weights.reduce((sum, w) => sum + w, 0)
  return weights.map((w) => w / total)
}

/** The share of arrivals that find an M/M/1/K queue full, and its standard error over `arrivals` arrivals. */
export interface LossShare {
  readonly share: number
  readonly error: number
}

/**
 * The loss of an M/M/1/K queue at `load` = arrival rate / service rate, with the error of measuring it over a run.
 * The standard error bounds the sum of two counts' errors: of losses, with a birth-death chain's asymptotic
 * variance (Whitt, "Asymptotic formulas for Markov processes with applications to simulation", Operations Research
 * 40, 1992), and of arrivals, which are Poisson.
 */
export function lossShare(load: number, slots: number, arrivals: number): LossShare {
  const chance = stateChances(load, slots)
  const share = at(chance, slots)
  // The sum of share^2 P(N <= k)^2 / p(k), in quotients that neither overflow nor are 0 / 0.
  let below = 0
  let belowOverChance = 0
  let clumping = 0
  for (let k = 0; k < slots; k++) {
    below += at(chance, k)
    belowOverChance = 1 + belowOverChance / load
    clumping +=
      load <= 1 ? share * below ** 2 * load ** (slots - k) : share ** 2 * belowOverChance ** 2 * at(chance, k)
  }
  return { share, error: (Math.sqrt(share + 2 * clumping) + share) / Math.sqrt(arrivals) }
}
