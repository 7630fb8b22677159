/** chance.ts `mix`. */
export function mix(bits: u32): u32 {
  let x = bits ^ (bits >>> 16)
  x *= 0x7feb352d
  x ^= x >>> 15
  x *= 0x846ca68b
  return x ^ (x >>> 16)
}
