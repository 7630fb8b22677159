/**
 * How many hits an exact LRU of this size has on a log: a request hits if fewer than `size` different keys were asked for
 * since the last one for its key. R. L. Mattson et al., "Evaluation techniques for storage hierarchies", IBM Systems
 * Journal 9 (2), 1970.
 */
export function hitsByStackDistance(log: readonly number[], size: number): number {
  const stack: number[] = []
  let hits = 0
  for (const key of log) {
    const depth = stack.indexOf(key)
    if (depth >= 0) stack.splice(depth, 1)
    if (depth >= 0 && depth < size) hits += 1
    stack.unshift(key)
  }
  return hits
}

/** Zipf's law: the probability of each of `keys` keys. */
export function zipfShares(keys: number, skew: number): number[] {
  const weights = Array.from({ length: keys }, (_, k) => (k + 1) ** -skew)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/** What Che's approximation says of an LRU: its hit rate, 0 to 1, and for how many requests an unused key stays. */
export interface CheResult {
  readonly hitRate: number
  readonly stays: number
}

/**
 * H. Che, Y. Tung and Z. Wang, "Hierarchical Web caching systems", IEEE JSAC 20 (7), 2002: a key stays for T requests, where
 * T is such that as many keys as there is room for are expected to have been asked for within T. Needs 0 < size < keys.
 */
export function cheApproximation(shares: readonly number[], size: number): CheResult {
  const expected = (stays: number): number =>
    shares.reduce((sum, share) => sum + (1 - Math.exp(-share * stays)), 0)
  let low = 0
  let high = size
  while (expected(high) < size && high < 1e12) high *= 2
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (expected(middle) < size) low = middle
    else high = middle
  }
  return {
    stays: high,
    hitRate: shares.reduce((sum, share) => sum + share * (1 - Math.exp(-share * high)), 0),
  }
}

/** The hits of the bound on `requests` of a loop through `keys` keys: as many keys as there is room for stay for good. */
export function hitsInLoop(requests: number, keys: number, size: number): number {
  const rounds = Math.floor(requests / keys)
  const kept = Math.min(size, keys)
  return rounds === 0 ? 0 : (rounds - 1) * kept + Math.min(kept, requests % keys)
}
