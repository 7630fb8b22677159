const TWO_POW_32 = 0x1_0000_0000

/** The two halves of a 64-bit number, as JavaScript's number; exact within the safe whole numbers, rounded beyond. */
export const joinInt64 = (high: number, low: number): number => (high | 0) * TWO_POW_32 + (low >>> 0)

/** The upper 32 bits of a safe whole number in two's complement. The lower ones are `value | 0`. */
export const highOf = (value: number): number => Math.floor(value / TWO_POW_32) | 0

/** Reads 32 bits, big end first; the caller knows that they are there. */
export const readInt32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)

export function writeInt32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24
  bytes[at + 1] = value >>> 16
  bytes[at + 2] = value >>> 8
  bytes[at + 3] = value
}

/** Reads 64 bits, big end first. Beyond the safe whole numbers the result is rounded: callers check. */
export const readInt64 = (bytes: Uint8Array, at: number): number =>
  joinInt64(readInt32(bytes, at), readInt32(bytes, at + 4))

/** Writes a safe whole number as 64 bits, big end first. */
export function writeInt64(bytes: Uint8Array, at: number, value: number): void {
  writeInt32(bytes, at, highOf(value))
  writeInt32(bytes, at + 4, value)
}
