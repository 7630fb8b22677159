import type { JSX } from 'react'
import { polyline } from '../../view/paths.ts'

interface SparkProps {
  readonly live: Float64Array
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** As wide as a quarter of an hour at least, so that the first minutes do not look like many. */
const LEAST_MINUTES = 15

/** Viewers at once over the last hour, a point a minute, from 0 to the title's own most. */
export function Spark({ live, x, y, width, height }: SparkProps): JSX.Element | null {
  if (live.length < 2) return null
  const most = Math.max(1, ...live)
  const step = width / (Math.max(LEAST_MINUTES, live.length) - 1)
  const from = x + width - (live.length - 1) * step
  const points = Array.from(live, (count, i) => [from + i * step, y + height * (1 - count / most)] as const)
  const [endX, endY] = points.at(-1) ?? [0, 0]
  return (
    <g className="board-spark">
      <path d={polyline(points)} />
      <circle cx={endX} cy={endY} r={2} />
    </g>
  )
}
