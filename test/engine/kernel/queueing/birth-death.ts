/**
 * The long-run chances of a Markov chain in continuous time, by Gaussian elimination of its balance equations: any
 * chain, any rates, nothing a queue would know. `rate(i, j)` is that of going from state i to state j.
 */
export function solveChain(states: number, rate: (i: number, j: number) => number): number[] {
  // Column i of row j: what flows from i into j; the last equation is that all chances add up to 1.
  const rows = Array.from({ length: states }, (_, j) => {
    const row = Array.from({ length: states + 1 }, (_entry, i) => (i < states && i !== j ? rate(i, j) : 0))
    row[j] = -Array.from({ length: states }, (_out, k) => (k === j ? 0 : rate(j, k))).reduce(
      (a, b) => a + b,
      0,
    )
    return row
  })
  rows[states - 1] = Array.from({ length: states + 1 }, () => 1)
  for (let pivot = 0; pivot < states; pivot++) {
    const candidates = rows.slice(pivot)
    const best = candidates.reduce((a, b) => (Math.abs(b[pivot] ?? 0) > Math.abs(a[pivot] ?? 0) ? b : a))
    const place = rows.indexOf(best)
    rows[place] = rows[pivot] ?? []
    rows[pivot] = best
    for (const row of rows) {
      if (row === best) continue
      const factor = (row[pivot] ?? 0) / (best[pivot] ?? 0)
      if (factor !== 0) best.forEach((entry, k) => (row[k] = (row[k] ?? 0) - factor * entry))
    }
  }
  return rows.map((row, i) => (row[states] ?? 0) / (row[i] ?? 0))
}

/** A queue as a chain: arrivals in every state but the last, and as many services as servers are busy. */
export const solveQueue = (arrivals: number, services: number, servers: number, most: number): number[] =>
  solveChain(most + 1, (i, j) => (j === i + 1 ? arrivals : j === i - 1 ? services * Math.min(i, servers) : 0))
