const CELLS = 256
const LN2 = Math.LN2

/** Of each cell of [1, 2): one over its middle, and the logarithm of the middle. */
const inverse = new Float64Array(CELLS)
const logarithm = new Float64Array(CELLS)
for (let cell = 0; cell < CELLS; cell++) {
  const middle = 1 + (cell + 0.5) / CELLS
  inverse[cell] = 1 / middle
  logarithm[cell] = logNear(middle)
}

/** 2^-e for e = 0 .. 31. */
const scale = Float64Array.from({ length: 32 }, (_, e) => 2 ** -e)

/**
 * The standard exponential variate (mean 1) of the `bits` of one draw, 0 .. 2^32 - 1: -ln((bits + 0.5) / 2^32), within
 * 4e-15. The largest is 22.9. `Math.log` would be slower, and its last digit may be another in another browser: this is
 * sums and products alone. Method: a table of 256 cells and a short series (Tang, "Table-driven implementation of the
 * logarithm function in IEEE floating-point arithmetic", ACM TOMS 16, 1990).
 */
export function exponentialOf(bits: number): number {
  if (bits === 0) return 33 * LN2
  const zeros = Math.clz32(bits)
  const mantissa = (bits + 0.5) * (scale[31 - zeros] ?? 0)
  const cell = ((mantissa - 1) * CELLS) | 0
  const r = mantissa * (inverse[cell] ?? 0) - 1
  const series = r * (1 - r * (1 / 2 - r * (1 / 3 - r * (1 / 4 - r * (1 / 5 - r * (1 / 6))))))
  return (zeros + 1) * LN2 - (logarithm[cell] ?? 0) - series
}

/** The natural logarithm of `x` in [1, 2], by the series of the inverse hyperbolic tangent. */
function logNear(x: number): number {
  const t = (x - 1) / (x + 1)
  let sum = 0
  for (let power = 41; power > 0; power -= 2) sum = sum * t * t + 1 / power
  return 2 * t * sum
}
