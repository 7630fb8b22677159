import { exponentialOf } from './exponential.ts'

/** The four 32-bit words of a stream's state. */
export type RandomState = readonly [number, number, number, number]

/** 2^-32, to multiply by: to divide takes longer. */
const PER_DRAW = 2 ** -32

const rotateLeft = (x: number, k: number): number => (x << k) | (x >>> (32 - k))

/** Scrambles 32 bits so that each input bit reaches each output bit (MurmurHash3's finaliser). In: 32 bits. Out: 0 .. 2^32 - 1. */
export function scramble(bits: number): number {
  let h = bits | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** What a draw of 32 bits, 0 .. 2^32 - 1, is in the open interval (0, 1). */
export const uniformOf = (bits: number): number => (bits + 0.5) * PER_DRAW

/** A stream's first state from the run's seed and the name of the concern it serves. */
function seedState(seed: number, concern: string): [number, number, number, number] {
  let h = scramble(seed)
  for (let i = 0; i < concern.length; i++)
    h = scramble(h ^ Math.imul(concern.charCodeAt(i) + i + 1, 0x9e3779b9))
  // The generator must not start at all zeros: the last word is odd.
  return [
    scramble(h ^ 0x243f6a88),
    scramble(h ^ 0x85a308d3),
    scramble(h ^ 0x13198a2e),
    scramble(h ^ 0x03707344) | 1,
  ]
}

/**
 * A seeded stream of random numbers for one concern of a run (say `network.loss`), so that a new consumer of
 * chance never shifts the draws of another.
 * Generator: xoshiro128** 1.1 (Blackman and Vigna, https://prng.di.unimi.it/xoshiro128starstar.c).
 */
export class RandomStream {
  /** A typed array, where words of 32 bits stay such: as fields they would become numbers of 64. */
  private readonly words = new Int32Array(4)

  private constructor(state: RandomState) {
    this.restore(state)
  }

  /** The stream of `concern` in the run with this `seed` (any 32-bit whole number). */
  static of(seed: number, concern: string): RandomStream {
    return new RandomStream(seedState(seed, concern))
  }

  static from(state: RandomState): RandomStream {
    return new RandomStream(state)
  }

  /** A whole number, uniform in 0 .. 2^32 - 1. */
  uint32(): number {
    const { words } = this
    const a = words[0] ?? 0
    const b = words[1] ?? 0
    const c = words[2] ?? 0
    const d = words[3] ?? 0
    words[0] = a ^ d ^ b
    words[1] = b ^ c ^ a
    words[2] = c ^ a ^ (b << 9)
    words[3] = rotateLeft(d ^ b, 11)
    return Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
  }

  /** Fills `target` with what as many calls of `uint32` would give; many at once cost less. */
  drawInto(target: Uint32Array): void {
    const { words } = this
    let a = words[0] ?? 0
    let b = words[1] ?? 0
    let c = words[2] ?? 0
    let d = words[3] ?? 0
    for (let i = 0; i < target.length; i++) {
      target[i] = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9)
      const shifted = b << 9
      c ^= a
      d ^= b
      b ^= c
      a ^= d
      c ^= shifted
      d = rotateLeft(d, 11)
    }
    this.restore([a, b, c, d])
  }

  /** Uniform in the open interval (0, 1): 32 bits, never 0 and never 1. */
  uniform(): number {
    return uniformOf(this.uint32())
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return exponentialOf(this.uint32())
  }

  /** True with probability `p`. Always takes one draw, so changing `p` never shifts the stream. */
  chance(p: number): boolean {
    return this.uniform() < p
  }

  /** A whole number, uniform in 0 .. `bound` - 1; the bias is below `bound` / 2^32. */
  below(bound: number): number {
    return Math.floor(this.uniform() * bound)
  }

  save(): RandomState {
    const [a = 0, b = 0, c = 0, d = 0] = this.words
    return [a, b, c, d]
  }

  restore(state: RandomState): void {
    this.words.set(state)
  }
}
