/**
 * An independent account of how long things take on a link whose capacity varies: exact rational arithmetic in
 * BigInt over the rows of the capacity, from the definition alone. It shares no code with the engine.
 */

export type Rows = readonly (readonly [from: number, kbps: number])[]

/** Thousandths of a bit that the link can carry in [from, to), microseconds. */
export function carried(rows: Rows, from: number, to: number): bigint {
  let sum = 0n
  rows.forEach(([start, kbps], i) => {
    const begins = Math.max(start, from)
    const ends = Math.min(rows[i + 1]?.[0] ?? Infinity, to)
    if (ends > begins) sum += BigInt(kbps) * BigInt(ends - begins)
  })
  return sum
}

/** The first whole microsecond by which the link, idle at `from`, has carried `bytes`; null if it never does. */
export function finish(rows: Rows, from: number, bytes: number): number | null {
  let left = BigInt(bytes) * 8_000n
  for (const [i, [start, kbps]] of rows.entries()) {
    const begins = Math.max(start, from)
    const ends = rows[i + 1]?.[0] ?? Infinity
    if (ends <= begins || kbps === 0) continue
    const needs = (left + BigInt(kbps) - 1n) / BigInt(kbps)
    if (begins + Number(needs) <= ends) return begins + Number(needs)
    left -= BigInt(kbps) * BigInt(ends - begins)
  }
  return null
}
