import { mix } from '../chance.ts'

/**
 * Bytes as 64 bits, in two halves: what names that are no numbers are known by. Two lanes of their own constants take a
 * word of 32 bits at a time and are mixed with each other at the end. Among a hundred million names two get the same 64
 * bits with a chance of about 3 in 10,000. Nobody's secret: who wants to can make names that collide.
 */
export class Hash {
  high = 0
  low = 0

  /** Hashes `bytes` from `from` to before `to`; `high` and `low` are not both 0 then. */
  of(bytes: Uint8Array, from: number, to: number): void {
    let a = 0x243f6a88
    let b = 0x85a308d3
    let pos = from
    for (; pos + 4 <= to; pos += 4) {
      const word =
        (bytes[pos] ?? 0) |
        ((bytes[pos + 1] ?? 0) << 8) |
        ((bytes[pos + 2] ?? 0) << 16) |
        ((bytes[pos + 3] ?? 0) << 24)
      a = Math.imul(a ^ word, 0x9e3779b1)
      a ^= a >>> 15
      b = Math.imul(((b << 13) | (b >>> 19)) + word, 0x85ebca77)
      b ^= b >>> 13
    }
    let rest = to - from
    for (; pos < to; pos++) rest = Math.imul(rest, 257) + (bytes[pos] ?? 0) + 1
    a = mix(Math.imul(a ^ rest, 0x9e3779b1))
    b = mix(Math.imul(b + rest, 0x85ebca77) ^ a)
    this.high = mix(a + b)
    this.low = b === 0 && this.high === 0 ? 1 : b
  }
}
