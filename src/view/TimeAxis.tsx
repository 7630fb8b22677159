import type { ScaleLinear } from 'd3-scale'
import type { JSX } from 'react'

interface TimeAxisProps {
  /** From microseconds to pixels. */
  readonly x: ScaleLinear<number, number>
  readonly y: number
  /** How far the grid lines reach down. */
  readonly bottom: number
}

const SECOND = 1_000_000
const PIXELS_A_TICK = 90

/** Simulated time from left to right, in seconds. */
export function TimeAxis({ x, y, bottom }: TimeAxisProps): JSX.Element {
  const [left = 0, right = 0] = x.range()
  const ticks = x.ticks(Math.max(2, Math.round((right - left) / PIXELS_A_TICK))).filter((tick) => tick >= 0)
  const step = (ticks[1] ?? SECOND) - (ticks[0] ?? 0)
  const digits = step >= SECOND ? 0 : step >= SECOND / 10 ? 1 : 2
  return (
    <g className="time-axis" aria-hidden="true">
      {ticks.map((tick) => (
        <g key={tick}>
          <line className="grid" x1={x(tick)} x2={x(tick)} y1={y} y2={bottom} />
          <text className="tick" x={x(tick)} y={y - 5} textAnchor="middle">
            {(tick / SECOND).toFixed(digits)} s
          </text>
        </g>
      ))}
    </g>
  )
}
