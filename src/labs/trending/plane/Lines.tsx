import type { JSX } from 'react'
import { at } from '../../../shared/assert.ts'
import { REGIONS } from '../../../engine/ingest/codes.ts'
import type { PlaneFrame } from '../../../engine/ingest/plane/frame.ts'
import { LineNames } from '../../../view/LineNames.tsx'
import { line, rect } from '../../../view/paths.ts'
import { clock, MINUTE, type PlaneLayout } from './layout.ts'

interface LinesProps {
  readonly plane: PlaneFrame
  readonly layout: PlaneLayout
}

const PIXELS_A_TICK = 80
const TICKS_S = [30, 60, 120, 300, 600, 1_200, 3_600]
const SILENT_ROW = 4

/** Both scales: arrival along the top, event time at the left; and the diagonal, on which nothing would be late. */
export function Scales({ plane, layout }: LinesProps): JSX.Element {
  const { x, y, left, right, top, bottom } = layout
  const [from = 0, to = 0] = x.domain()
  const perTick = ((to - from) / (right - left)) * PIXELS_A_TICK
  const step = 1e6 * (TICKS_S.find((seconds) => seconds * 1e6 >= perTick) ?? 3_600)
  const ticks = (first: number, last: number): number[] => {
    const start = Math.max(0, Math.ceil(first / step))
    return Array.from(
      { length: Math.max(0, Math.floor(last / step) - start + 1) },
      (_, i) => (start + i) * step,
    )
  }
  const [low = 0, high = 0] = y.domain()
  const end = Math.min(to, high)
  return (
    <g className="scales">
      <path className="future" d={`M${x(from)},${y(from)}L${x(end)},${y(end)}L${left},${top}Z`} />
      {ticks(from, to).map((tick) => (
        <g key={tick}>
          <path className="grid" d={line(x(tick), top, x(tick), bottom)} />
          <text className="tick" x={x(tick)} y={top - 6} textAnchor="middle">
            {clock(tick)}
          </text>
        </g>
      ))}
      {ticks(low, high).map((tick) => (
        <text
          key={tick}
          className="tick"
          x={left - 6}
          y={y(tick)}
          textAnchor="end"
          dominantBaseline={tick === low ? 'auto' : 'central'}
        >
          {clock(tick)}
        </text>
      ))}
      <path className="diagonal" d={line(x(from), y(from), x(end), y(end))} />
      <path className="now" d={line(x(plane.now), top, x(plane.now), bottom)} />
    </g>
  )
}

/** The watermark, and below it the line behind which nothing is taken any more. Neither ever falls. */
export function Lines({ plane, layout }: LinesProps): JSX.Element {
  const { x, y, top, right, narrow } = layout
  const { steps, now } = plane
  const path = (values: Float64Array): string => {
    let d = ''
    for (let i = 0; i < values.length; i++) {
      const value = at(values, i)
      if (Number.isNaN(value)) continue
      const px = x(at(steps.time, i)).toFixed(1)
      const py = y(value).toFixed(1)
      d += d === '' ? `M${px},${py}` : `H${px}V${py}`
    }
    return d
  }
  const last = (values: Float64Array): number => values.at(-1) ?? Number.NaN
  const names = [
    { text: narrow ? 'now' : 'happens now', y: y(now), className: 'name-diagonal' },
    { text: 'watermark', y: y(last(steps.watermark)), className: 'name-watermark' },
    { text: narrow ? 'closed' : 'closed below', y: y(last(steps.closing)), className: 'name-closing' },
  ].filter(({ y: height }) => !Number.isNaN(height) && height < layout.bottom)
  return (
    <>
      <path className="line-closing" d={path(steps.closing)} />
      <path className="line-watermark" d={path(steps.watermark)} />
      <LineNames
        x={narrow ? right : x(now) + 6}
        anchor={narrow ? 'end' : 'start'}
        top={top + 6}
        names={names}
      />
    </>
  )
}

/** When which region was silent for so long that it holds the watermark back no longer: bars at the foot, a row each. */
export function Silences({ plane, layout }: LinesProps): JSX.Element | null {
  const { steps } = plane
  const { x, bottom, left } = layout
  const bars: { readonly region: number; readonly from: number; readonly to: number }[] = []
  REGIONS.forEach((_, region) => {
    let since = Number.NaN
    for (let i = 0; i < steps.time.length; i++) {
      const time = at(steps.time, i)
      const isIdle = (at(steps.idle, i) & (1 << region)) !== 0
      if (isIdle && Number.isNaN(since)) since = time
      if (!Number.isNaN(since) && (!isIdle || i === steps.time.length - 1)) {
        bars.push({ region, from: since, to: time })
        since = Number.NaN
      }
    }
  })
  const shown = bars.filter(({ to }) => x(to) > left)
  if (shown.length === 0) return null
  return (
    <g className="silences">
      {shown.map(({ region, from, to }) => {
        const start = Math.max(left, x(from))
        const row = bottom - 3 - region * (SILENT_ROW + 9)
        return (
          <g key={`${region} ${from}`}>
            <path d={rect(start, row - SILENT_ROW, x(to) - start, SILENT_ROW)} />
            <text className="silence" x={start} y={row - SILENT_ROW - 2}>
              {REGIONS[region]} is silent
            </text>
          </g>
        )
      })}
    </g>
  )
}

/** The minute that a moment of event time belongs to. */
export const minuteOf = (time: number): number => Math.floor(time / MINUTE)
