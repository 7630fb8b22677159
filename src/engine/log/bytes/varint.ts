import { highOf } from './int64.ts'

/**
 * Zig-zag varints as in Protocol Buffers (https://protobuf.dev/programming-guides/encoding/#signed-ints): seven bits a
 * byte, the lowest first; small numbers of either sign are short. `varint` is a 32-bit number (1 to 5 bytes),
 * `varlong` a 64-bit one (1 to 10), here any safe whole number. No BigInt: 64 bits are two halves.
 */
export function sizeOfVarint(value: number): number {
  const bits = ((value << 1) ^ (value >> 31)) >>> 0
  return bits < 0x80 ? 1 : bits < 0x4000 ? 2 : bits < 0x20_0000 ? 3 : bits < 0x1000_0000 ? 4 : 5
}

/** Writes `value` at `at` and returns where the next byte goes. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let bits = ((value << 1) ^ (value >> 31)) >>> 0
  while (bits >= 0x80) {
    bytes[at++] = (bits & 0x7f) | 0x80
    bits >>>= 7
  }
  bytes[at++] = bits
  return at
}

const isInt32 = (value: number): boolean => (value | 0) === value

export function sizeOfVarlong(value: number): number {
  if (isInt32(value)) return sizeOfVarint(value)
  let { high, low } = zigZag(value)
  let size = 1
  while (high !== 0 || low >= 0x80) {
    low = ((low >>> 7) | (high << 25)) >>> 0
    high >>>= 7
    size += 1
  }
  return size
}

/** Writes `value`, any safe whole number, at `at` and returns where the next byte goes. */
export function writeVarlong(bytes: Uint8Array, at: number, value: number): number {
  if (isInt32(value)) return writeVarint(bytes, at, value)
  let { high, low } = zigZag(value)
  while (high !== 0 || low >= 0x80) {
    bytes[at++] = (low & 0x7f) | 0x80
    low = ((low >>> 7) | (high << 25)) >>> 0
    high >>>= 7
  }
  bytes[at++] = low
  return at
}

function zigZag(value: number): { high: number; low: number } {
  const high = highOf(value)
  const low = value | 0
  const sign = high >> 31
  return { high: (((high << 1) | (low >>> 31)) ^ sign) >>> 0, low: ((low << 1) ^ sign) >>> 0 }
}
