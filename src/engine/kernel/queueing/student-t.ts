import { assert } from '../../../shared/assert.ts'

/** P(|T| <= t) for Student's t with `freedom` degrees, at the angle atan(t / √freedom): a finite sum (A&S 26.7.3, 26.7.4). */
function withinAngle(angle: number, freedom: number): number {
  const cosine2 = Math.cos(angle) ** 2
  const isOdd = freedom % 2 === 1
  let term = isOdd ? Math.sin(angle) * Math.cos(angle) : Math.sin(angle)
  let sum = freedom === 1 ? 0 : term
  for (let n = isOdd ? 3 : 2; n <= freedom - 2; n += 2) sum += term *= ((n - 1) / n) * cosine2
  return isOdd ? (2 / Math.PI) * (angle + sum) : sum
}

/**
 * The two-sided point of Student's t: t with P(|T| <= t) = `confidence`, for 0 < confidence < 1 and whole `freedom` >= 1.
 * Exact but for rounding (about 10 digits at confidence 0.999); its work grows with `freedom`.
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4, turned round by halving.
 */
export function studentPoint(confidence: number, freedom: number): number {
  assert(
    confidence > 0 && confidence < 1 && Number.isInteger(freedom) && freedom >= 1,
    `studentPoint needs 0 < confidence < 1 and whole freedom >= 1, got ${confidence} and ${freedom}`,
  )
  let low = 0
  let high = Math.PI / 2
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (withinAngle(middle, freedom) < confidence) low = middle
    else high = middle
  }
  return Math.tan(low) * Math.sqrt(freedom)
}
