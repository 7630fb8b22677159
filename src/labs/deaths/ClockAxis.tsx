import type { JSX } from 'react'
import { SECOND } from '../../engine/kernel/time.ts'
import type { Layout } from './layout.ts'
import { sayTime } from './words.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const STEPS = [
  0.1,
  0.2,
  0.5,
  1,
  2,
  5,
  10,
  30,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
].concat([30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR])
const PIXELS_A_TICK = 76

/** Simulated time from left to right, in seconds, minutes and hours. */
export function ClockAxis({ layout }: { readonly layout: Layout }): JSX.Element {
  const { x, axis, fates, held, lag } = layout
  const [from = 0, to = 0] = x.domain()
  const [left = 0, right = 0] = x.range()
  const most = Math.max(2, (right - left) / PIXELS_A_TICK)
  const length = (to - from) / SECOND
  const step = SECOND * (STEPS.find((candidate) => length / candidate <= most) ?? 24 * HOUR)
  const first = Math.ceil(from / step)
  const ticks = Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step)
  return (
    <g aria-hidden="true">
      {ticks.map((tick) => (
        <g key={tick}>
          <line className="grid" x1={x(tick)} x2={x(tick)} y1={fates.top} y2={fates.bottom} />
          <line className="grid" x1={x(tick)} x2={x(tick)} y1={held.top} y2={(lag ?? held).bottom} />
          <text
            className="tick"
            x={x(tick)}
            y={axis - 4}
            textAnchor={right - x(tick) < 20 && layout.narrow ? 'end' : 'middle'}
          >
            {tick === 0 ? '0' : sayTime(tick)}
          </text>
        </g>
      ))}
    </g>
  )
}
