import type { JSX } from 'react'
import type { Layout } from './layout.ts'
import { short } from './words.ts'

const PIXELS_A_TICK = 96

/** Offsets from left to right, above the log's rows and through them. */
export function OffsetAxis({ layout }: { readonly layout: Layout }): JSX.Element {
  const { x, left, right, axis, rows, drawn, aligned } = layout
  const ticks = x
    .ticks(Math.max(2, Math.round((right - left) / PIXELS_A_TICK)))
    .filter((tick) => Number.isInteger(tick) && (aligned || tick >= 0))
  const top = drawn[0]?.block.top ?? axis
  const bottom = rows.at(-1)?.bottom ?? axis
  return (
    <g className="offset-axis">
      {ticks.map((tick) => (
        <g key={tick}>
          <line className="grid" x1={x(tick)} x2={x(tick)} y1={top} y2={axis - 14} />
          <line className="grid" x1={x(tick)} x2={x(tick)} y1={axis + 4} y2={bottom} />
          <text className="tick" x={x(tick)} y={axis} textAnchor={x(tick) > right - 16 ? 'end' : 'middle'}>
            {aligned && tick === 0 ? 'end' : short(tick)}
          </text>
        </g>
      ))}
    </g>
  )
}
