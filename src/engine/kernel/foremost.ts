/**
 * The `most` rows with the greatest weight, heaviest first; of equals the later row comes first. Rows whose weight
 * is NaN are left out. `weight` is asked once for each row 0 .. `rows` - 1.
 */
export function foremost(rows: number, most: number, weight: (row: number) => number): number[] {
  let best: { readonly row: number; readonly weight: number }[] = []
  let least = -Infinity
  const cut = (): void => {
    best = best.sort((a, b) => b.weight - a.weight || b.row - a.row).slice(0, most)
    least = best.length < most ? -Infinity : (best.at(-1)?.weight ?? -Infinity)
  }
  for (let row = 0; row < rows; row++) {
    const own = weight(row)
    if (!(own >= least)) continue
    best.push({ row, weight: own })
    if (best.length >= 4 * most) cut()
  }
  cut()
  return best.map(({ row }) => row)
}
