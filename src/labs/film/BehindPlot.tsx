import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import type { CallFrame, FilmFrame, PlayerFrame } from '../../engine/film/frame.ts'
import { LineNames } from '../../view/LineNames.tsx'
import { polyline } from '../../view/paths.ts'
import { ValueAxis } from '../../view/ValueAxis.tsx'
import type { Band, Layout } from './layout.ts'
import { lanesIn } from './lanes-in.ts'
import { shortName } from './names.ts'

interface BehindPlotProps {
  readonly frame: FilmFrame
  readonly layout: Layout
  readonly band: Band
  /** The id of the clip path that keeps marks within the plots. */
  readonly clip: string
}

/** How far each lane is behind: a call falls back while it is frozen and jumps to the present again; a film never does. */
export function BehindPlot({ frame, layout, band, clip }: BehindPlotProps): JSX.Element {
  const { left, right, x } = layout
  const lines = lanesIn(frame).map((lane) => ({ lane: lane.lane, points: behindPoints(lane, frame) }))
  const highest = Math.max(2, ...lines.flatMap(({ points }) => points.map(([, behind]) => behind / 1e6)))
  const y = scaleLinear([0, highest], [band.bottom, band.top]).nice(2)
  return (
    <g className="film-behind">
      <rect
        className="film-band"
        x={left}
        y={band.top}
        width={right - left}
        height={band.bottom - band.top}
      />
      <ValueAxis y={y} left={left} right={right} unit="s" ticks={2} />
      <g clipPath={`url(#${clip})`}>
        {lines.map(({ lane, points }) => (
          <path
            key={lane}
            className={`film-line film-line-${lane}`}
            d={polyline(points.map(([time, behind]) => [x(time), y(behind / 1e6)]))}
          />
        ))}
      </g>
      <LineNames
        x={layout.narrow ? right - 2 : x(frame.now) + 6}
        anchor={layout.narrow ? 'end' : 'start'}
        top={band.top + 6}
        names={lanesIn(frame).map(({ lane, behind }) => ({
          text: shortName(lane, layout.narrow),
          y: y(behind.now / 1e6),
          className: `film-mark-${lane}`,
        }))}
      />
    </g>
  )
}

/** Moments and how far behind it is then, in microseconds both. */
function behindPoints(
  lane: CallFrame | PlayerFrame,
  { now, span }: FilmFrame,
): (readonly [number, number])[] {
  const { startedAt, freezes, behind } = lane
  const from = Math.max(0, span.from)
  if (Number.isNaN(startedAt))
    return [
      [from, from],
      [now, now],
    ]
  // Before the start it falls back a second a second.
  const points: (readonly [number, number])[] = []
  if (startedAt > from) points.push([from, from])
  const usual = lane.kind === 'call' ? lane.lag : 0
  let level = lane.kind === 'call' ? usual : Math.max(startedAt, behind.before)
  points.push([Math.max(from, startedAt), lane.kind === 'call' && startedAt > from ? startedAt : level])
  if (lane.kind === 'call') points.push([Math.max(from, startedAt), level])
  for (const { start, end } of freezes) {
    const [begins, ends] = [Math.max(start, from), Number.isNaN(end) ? now : end]
    points.push([begins, level + (lane.kind === 'call' ? begins - start : 0)])
    const after = level + ends - (lane.kind === 'call' ? start : begins)
    points.push([ends, after])
    if (lane.kind === 'film') level = after
    else if (!Number.isNaN(end)) points.push([ends, level])
  }
  points.push([now, behind.now])
  return points
}
