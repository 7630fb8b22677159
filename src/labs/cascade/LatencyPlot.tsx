import { scaleLog } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { CascadeFrame, TrailFrame } from '../../engine/flow/cascade/frame.ts'
import { MILLISECOND, SECOND } from '../../engine/kernel/time.ts'
import { LineNames } from '../../view/LineNames.tsx'
import { polyline } from '../../view/paths.ts'
import type { Layout } from './layout.ts'
import { sayTime } from './words.ts'

interface LatencyPlotProps {
  readonly frame: CascadeFrame
  readonly layout: Layout
  readonly clip: string
}

const TICKS: readonly (readonly [time: number, label: string])[] = [
  [MILLISECOND, '1 ms'],
  [10 * MILLISECOND, '10 ms'],
  [100 * MILLISECOND, '0.1 s'],
  [SECOND, '1 s'],
  [10 * SECOND, '10 s'],
  [100 * SECOND, '100 s'],
]
const SHORT_NAMES = { whiteboard: 'single file', production: 'lanes' } as const

/** How long the slowest item took that came out just then, in both wirings, on a logarithmic scale. */
export function LatencyPlot({ frame, layout, clip }: LatencyPlotProps): JSX.Element {
  const { latency, left, right, x, narrow } = layout
  const all = frame.lanes.flatMap(({ trail }) => Array.from(trail.worst).filter((time) => time > 0))
  const least = 10 ** Math.floor(Math.log10(Math.max(MILLISECOND, Math.min(SECOND / 100, ...all))))
  const most = Math.max(SECOND / 10, ...all) * 1.3
  const y = scaleLog([least, most], [latency.bottom, latency.top])
  return (
    <g className="latency">
      <text className="plot-title" x={4} y={latency.top - 8}>
        {narrow
          ? 'End to end, the slowest just then'
          : 'End to end: how long the slowest that came out just then took'}
      </text>
      {TICKS.filter(([time]) => time >= least && time <= most).map(([time, label]) => (
        <g key={time}>
          <line className="grid" x1={left} x2={right} y1={y(time)} y2={y(time)} />
          <text className="tick" x={left - 6} y={y(time)} textAnchor="end" dominantBaseline="middle">
            {label}
          </text>
        </g>
      ))}
      <g clipPath={`url(#${clip})`}>
        {frame.lanes.map(({ lane, trail }) => (
          <path key={lane} className={`plot-line line-${lane}`} d={worstLine(trail, x, y)} />
        ))}
      </g>
      <LineNames
        x={Math.min(right, x(frame.now)) - 4}
        anchor="end"
        top={latency.top + 4}
        names={frame.lanes.flatMap(({ lane, trail }) => {
          const last = Array.from(trail.worst).findLast((time) => time > 0)
          if (last === undefined) return []
          const text = `${SHORT_NAMES[lane]} ${sayTime(last / MILLISECOND)}`
          return [{ text, y: y(last), className: `name-${lane}` }]
        })}
      />
    </g>
  )
}

type Scale = (value: number) => number

function worstLine({ worst, from, step }: TrailFrame, x: Scale, y: Scale): string {
  const points: (readonly [number, number])[] = []
  for (let i = 0; i < worst.length; i++) {
    const value = at(worst, i)
    if (value > 0) points.push([x(from + (i + 0.5) * step), y(value)])
  }
  return polyline(points)
}
