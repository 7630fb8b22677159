/** Builders of SVG path data. Many marks of one kind become one path: it draws fast and exports as it is. */

const round = (x: number): number => Math.round(x * 100) / 100

export const line = (x1: number, y1: number, x2: number, y2: number): string =>
  `M${round(x1)},${round(y1)}L${round(x2)},${round(y2)}`

export const rect = (x: number, y: number, width: number, height: number): string =>
  `M${round(x)},${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`

/** How thick to draw lines that stand `spacing` pixels apart: `usual`, and thinner where they would run together. */
export const lineWidth = (spacing: number, usual: number): number =>
  Math.max(0.25, Math.min(usual, spacing / 5))

/** A small cross around a point. */
export const cross = (x: number, y: number, size: number): string =>
  line(x - size, y - size, x + size, y + size) + line(x - size, y + size, x + size, y - size)

/** A small square around a point: as good as a dot, and cheaper. */
export const dot = (x: number, y: number, size: number): string =>
  rect(x - size / 2, y - size / 2, size, size)

/** A line through points. */
export const polyline = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${round(x)},${round(y)}`).join('')

/** A line of steps: each value holds from its own x until the next one's, the last until `end`. In pixels. */
export function stepLine(
  count: number,
  xOf: (i: number) => number,
  yOf: (i: number) => number,
  end: number,
): string {
  let path = ''
  for (let i = 0; i < count; i++)
    path += i === 0 ? `M${round(xOf(i))},${round(yOf(i))}` : `H${round(xOf(i))}V${round(yOf(i))}`
  return path === '' ? '' : `${path}H${round(end)}`
}

/** A pseudo-random offset in -1 .. 1 that depends on nothing but `seed`: a hand's tremor, the same at every drawing. */
const tremor = (seed: number, i: number): number => {
  let h = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(i + 1, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h ^= h >>> 12
  return ((h >>> 0) / 0xffff_ffff) * 2 - 1
}

/** A rectangle as a hand draws it: corners a little off, sides a little bent. `seed` keeps it the same. */
export function sketchRect(
  x: number,
  y: number,
  width: number,
  height: number,
  seed: number,
  wobble = 1.3,
): string {
  const off = (i: number): number => wobble * tremor(seed, i)
  const corners: readonly (readonly [number, number])[] = [
    [x + off(0), y + off(1)],
    [x + width + off(2), y + off(3)],
    [x + width + off(4), y + height + off(5)],
    [x + off(6), y + height + off(7)],
  ]
  return `${corners
    .map(([cx, cy], i) => {
      if (i === 0) return `M${round(cx)},${round(cy)}`
      const [px, py] = corners[i - 1] ?? [cx, cy]
      return bend(px, py, cx, cy, off(8 + i))
    })
    .join('')}Z`
}

/** A line as a hand draws it. */
export const sketchLine = (
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  seed: number,
  wobble = 1.2,
): string => `M${round(x1)},${round(y1)}${bend(x1, y1, x2, y2, wobble * tremor(seed, 0))}`

function bend(x1: number, y1: number, x2: number, y2: number, by: number): string {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1
  const mx = (x1 + x2) / 2 - ((y2 - y1) / length) * by
  const my = (y1 + y2) / 2 + ((x2 - x1) / length) * by
  return `Q${round(mx)},${round(my)} ${round(x2)},${round(y2)}`
}

/** An arc around the origin as a hand draws it, clockwise; angles in turns from the top. */
export function sketchArc(radius: number, from: number, to: number, seed: number, wobble = 1.6): string {
  const steps = Math.max(2, Math.ceil((to - from) * 24))
  const points = Array.from({ length: steps + 1 }, (_, i): readonly [number, number] => {
    const angle = (from + ((to - from) * i) / steps) * 2 * Math.PI
    const r = radius + wobble * tremor(seed, i)
    return [r * Math.sin(angle), -r * Math.cos(angle)]
  })
  return points
    .map(([x, y], i) => {
      if (i === 0) return `M${round(x)},${round(y)}`
      const [px, py] = points[i - 1] ?? [x, y]
      // Bulging by what a circle bulges over a chord of this length.
      const bulge = Math.hypot(x - px, y - py) ** 2 / (4 * radius)
      const length = Math.hypot((x + px) / 2, (y + py) / 2) || 1
      const out = (length + bulge) / length
      return `Q${round(((x + px) / 2) * out)},${round(((y + py) / 2) * out)} ${round(x)},${round(y)}`
    })
    .join('')
}
