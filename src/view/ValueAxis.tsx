import type { ScaleLinear } from 'd3-scale'
import type { JSX } from 'react'

interface ValueAxisProps {
  readonly y: ScaleLinear<number, number>
  readonly left: number
  readonly right: number
  readonly unit: string
  readonly ticks?: number
}

/** A scale of values at the left of a plot, with lines across it. */
export function ValueAxis({ y, left, right, unit, ticks = 3 }: ValueAxisProps): JSX.Element {
  return (
    <g aria-hidden="true">
      {y.ticks(ticks).map((tick) => (
        <g key={tick}>
          <line className="grid" x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
          <text className="tick" x={left - 6} y={y(tick)} textAnchor="end" dominantBaseline="middle">
            {tick} {unit}
          </text>
        </g>
      ))}
    </g>
  )
}
