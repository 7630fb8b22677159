import { at } from '../../shared/assert.ts'

/** The share of arrivals that find an M/M/1/K queue full, and its standard error over `arrivals` arrivals. */
export interface LossShare {
  readonly share: number
  readonly error: number
}

/**
 * The loss of a queue with Poisson arrivals and Poisson services, `load` = arrival rate / service rate, and room
 * for `slots`: by PASTA the probability of a full queue, p(K) = load^K / (1 + load + ... + load^K).
 * The standard error bounds the sum of two counts' errors: of losses, with a birth-death chain's asymptotic
 * variance (Whitt, "Asymptotic formulas for Markov processes with applications to simulation", Operations Research
 * 40, 1992), and of arrivals, which are Poisson.
 */
export function lossShare(load: number, slots: number, arrivals: number): LossShare {
  const weights = Array.from({ length: slots + 1 }, (_, k) => load ** k)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const chance = weights.map((weight) => weight / total)
  const share = at(chance, slots)
  let below = 0
  let clumping = 0
  for (let k = 0; k < slots; k++) {
    below += at(chance, k)
    clumping += below ** 2 / at(chance, k)
  }
  const variance = share + 2 * share ** 2 * clumping
  return { share, error: (Math.sqrt(variance) + share) / Math.sqrt(arrivals) }
}
