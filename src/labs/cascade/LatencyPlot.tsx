import { scaleLog } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { CascadeFrame, TrailFrame } from '../../engine/flow/cascade/frame.ts'
import { MILLISECOND, SECOND } from '../../engine/kernel/time.ts'
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
  const all = frame.lanes.flatMap(({ trail }) =>
    trail.worst.flatMap((times) => Array.from(times).filter((time) => time > 0)),
  )
  const least = 10 ** Math.floor(Math.log10(Math.max(MILLISECOND, Math.min(SECOND / 100, ...all))))
  const most = Math.max(SECOND / 10, ...all) * 1.3
  const y = scaleLog([least, most], [latency.bottom, latency.top])
  return (
    <g className="latency">
      <text className="plot-title" x={4} y={latency.top - 8}>
        {titleOf(frame, narrow)}
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
          <g key={lane}>
            <path
              className={`plot-line line-${lane} line-second`}
              d={worstLine(trail, at(trail.worst, 1), x, y)}
            />
            <path className={`plot-line line-${lane}`} d={worstLine(trail, at(trail.worst, 0), x, y)} />
          </g>
        ))}
      </g>
      <text className="line-names" x={right} y={latency.top - 8} textAnchor="end">
        {frame.lanes.map(({ lane, trail }) => (
          <tspan key={lane} className={`name-${lane}`}>
            {`\u2003${SHORT_NAMES[lane]} ${sayTime(lastOf(trail) / MILLISECOND)}`}
          </tspan>
        ))}
      </text>
    </g>
  )
}

/** The first source's last. */
const lastOf = ({ worst }: TrailFrame): number =>
  Array.from(worst[0]).findLast((time) => time > 0) ?? Number.NaN

function titleOf({ settings }: CascadeFrame, narrow: boolean): string {
  if (narrow) return settings.rate2 > 0 ? 'Source 1' : 'Slowest just out'
  return settings.rate2 > 0
    ? 'End to end, the slowest just out: first source (dotted: second)'
    : 'End to end: how long the slowest that came out just then took'
}

type Scale = (value: number) => number

function worstLine({ from, step }: TrailFrame, worst: Float64Array, x: Scale, y: Scale): string {
  const points: (readonly [number, number])[] = []
  for (let i = 0; i < worst.length; i++) {
    const value = at(worst, i)
    if (value > 0) points.push([x(from + (i + 0.5) * step), y(value)])
  }
  return polyline(points)
}
