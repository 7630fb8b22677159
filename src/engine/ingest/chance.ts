import { RandomStream } from '../kernel/random.ts'

/**
 * Draws by counting. A draw is a function of the run's seed, the concern it serves and what it is about (a session, an
 * event), and of nothing else: no concern can shift another's draws, faults can be switched without changing the rest,
 * and it does not matter who asks, in which order or on how many threads.
 */

const TWO_POW_32 = 0x1_0000_0000

/** The key of a concern in the run with this seed: 32 bits. */
export const concernKey = (seed: number, concern: string): number => RandomStream.of(seed, concern).uint32()

/** Scrambles 32 bits; every input bit reaches every output bit (Chris Wellons' lowbias32, public domain). */
export function mix(bits: number): number {
  let x = bits ^ (bits >>> 16)
  x = Math.imul(x, 0x7feb352d)
  x ^= x >>> 15
  x = Math.imul(x, 0x846ca68b)
  return (x ^ (x >>> 16)) >>> 0
}

/** What the draws of an event are made from: its session and its number there. */
export const eventBase = (session: number, sequence: number): number =>
  Math.imul(session, 0x9e3779b1) ^ Math.imul(sequence, 0x85ebca6b)

/** The bound below which a uniform 32-bit draw lies with probability `p`. */
export const chanceBound = (p: number): number => Math.round(p * TWO_POW_32)

/** A whole number uniform in 0 .. `bound` - 1 from a uniform 32-bit draw. */
export const below = (draw: number, bound: number): number => Math.floor(draw * (bound / TWO_POW_32))
