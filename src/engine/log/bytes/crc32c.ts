/** Castagnoli's polynomial, bits reversed (RFC 3720, appendix B.4). */
const POLYNOMIAL = 0x82f63b78
const SLICES = 8

/** Eight tables of 256: table k holds the checksum of a byte with k zero bytes behind it. */
const TABLES = makeTables()

function makeTables(): readonly Int32Array[] {
  const first = new Int32Array(256).map((_, byte) => {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    return crc
  })
  const tables = [first]
  for (let last = first; tables.length < SLICES; tables.push(last))
    last = last.map((crc) => (crc >>> 8) ^ (first[crc & 0xff] ?? 0))
  return tables
}

const [T0, T1, T2, T3, T4, T5, T6, T7] = TABLES as readonly [
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
] // SLICES of them

/**
 * The CRC-32C of `bytes[from .. to - 1]`, an unsigned 32-bit number. Slicing by eight: eight bytes a step. `before` is
 * the checksum of the bytes in front of them, for what comes piece by piece.
 */
export function crc32c(bytes: Uint8Array, from = 0, to = bytes.length, before = 0): number {
  let crc = ~before
  let i = from
  // Indices into tables of 256 are masked to 8 bits and those into `bytes` stay below `to`: `?? 0` is for the types.
  for (; i + 8 <= to; i += 8) {
    crc ^=
      (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24)
    crc =
      (T7[crc & 0xff] ?? 0) ^
      (T6[(crc >>> 8) & 0xff] ?? 0) ^
      (T5[(crc >>> 16) & 0xff] ?? 0) ^
      (T4[crc >>> 24] ?? 0) ^
      (T3[bytes[i + 4] ?? 0] ?? 0) ^
      (T2[bytes[i + 5] ?? 0] ?? 0) ^
      (T1[bytes[i + 6] ?? 0] ?? 0) ^
      (T0[bytes[i + 7] ?? 0] ?? 0)
  }
  for (; i < to; i++) crc = (crc >>> 8) ^ (T0[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0)
  return ~crc >>> 0
}
