import type { ChainRow } from '../../engine/flow/streams/row.ts'

/** A path that holds each height until the next point, with no more corners than it needs. */
export function stepPath(points: readonly (readonly [x: number, y: number])[]): string {
  const parts: string[] = []
  let height: number | null = null
  points.forEach(([x, y], i) => {
    if (height === null) parts.push(`M${x.toFixed(1)} ${y.toFixed(1)}`)
    else if (y !== height) parts.push(`H${x.toFixed(1)}V${y.toFixed(1)}`)
    else if (i === points.length - 1) parts.push(`H${x.toFixed(1)}`)
    height = y
  })
  return parts.join('')
}

/** A tick at the top wherever pull() was called. */
export const pullTicks = (rows: readonly ChainRow[], x: (at: number) => number): string =>
  rows
    .filter(({ pulls }, i) => pulls > (rows[i - 1]?.pulls ?? 0))
    .map(({ at }) => `M${x(at).toFixed(1)} 0V7`)
    .join('')

/** A band at the top while a pipe waits for this queue's writer to be ready: while desiredSize is not above 0. */
export function waitBands(
  rows: readonly ChainRow[],
  place: 'writable' | 'sink',
  x: (at: number) => number,
): string {
  const parts: string[] = []
  rows.forEach(({ at, queues }, i) => {
    const { desired } = queues[place]
    const until = rows[i + 1]?.at ?? at
    if (desired !== null && desired <= 0 && until > at)
      parts.push(`M${x(at).toFixed(1)} 2H${x(until).toFixed(1)}`)
  })
  return parts.join('')
}
