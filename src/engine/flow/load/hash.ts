import { scramble } from '../../kernel/random.ts'

const TWO_POW_32 = 0x1_0000_0000

/**
 * A number in (0, 1) that follows from a salt and two whole numbers alone, evenly spread. For draws that must be the
 * same in every lane whatever happened before: the pause before the n-th retry of item i, or a session's place on the
 * scale of sampling.
 */
export function hashUniform(salt: number, a: number, b: number): number {
  const mixed = scramble(
    scramble(salt ^ Math.imul(a + 1, 0x9e3779b9)) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca6b),
  )
  return (mixed + 0.5) / TWO_POW_32
}
