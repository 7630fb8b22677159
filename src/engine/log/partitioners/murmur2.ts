const SEED = 0x9747b28c
const M = 0x5bd1e995

/** MurmurHash2 of 32 bits as Kafka's clients use it for keys (Austin Appleby's, public domain), as a signed number. */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes
  let h = SEED ^ length
  let i = 0
  for (; i + 4 <= length; i += 4) {
    let k =
      (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24)
    k = Math.imul(k, M)
    k = Math.imul(k ^ (k >>> 24), M)
    h = Math.imul(h, M) ^ k
  }
  const rest = length - i
  if (rest > 0) {
    if (rest === 3) h ^= (bytes[i + 2] ?? 0) << 16
    if (rest >= 2) h ^= (bytes[i + 1] ?? 0) << 8
    h = Math.imul(h ^ (bytes[i] ?? 0), M)
  }
  h = Math.imul(h ^ (h >>> 13), M)
  return h ^ (h >>> 15)
}

/** Drops the sign bit. Not the absolute value: that of the least 32-bit number would stay negative. */
export const toPositive = (hash: number): number => hash & 0x7fff_ffff

/** The partition of a key in Kafka: the same in every client that keeps to it, after every restart. */
export function partitionForKey(key: Uint8Array, partitions: number): number {
  // #region partition-of
  const hash = murmur2(key)
  // Without its sign: a remainder below 0 is no partition.
  const positive = toPositive(hash)
  return positive % partitions
  // #endregion partition-of
}
