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
