import { max } from 'd3-array'
import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { LaneFrame, PipelineFrame } from '../../engine/pipeline/frame.ts'
import { LineNames } from '../../view/LineNames.tsx'
import { polyline } from '../../view/paths.ts'
import { ValueAxis } from '../../view/ValueAxis.tsx'
import type { Band, Layout } from './layout.ts'

interface PlotProps {
  readonly frame: PipelineFrame
  readonly layout: Layout
  readonly clip: string
}

type Point = readonly [time: number, ms: number]

/** How long each picture stood: even is smooth. The dotted line is one refresh. */
export function IntervalPlot({ frame, layout, clip }: PlotProps): JSX.Element {
  const refresh = 1_000 / frame.settings.hz
  const lines = frame.lanes.map(intervalsOf)
  const y = scaleFor(lines, layout.interval, 2.2 * refresh)
  return (
    <Plot
      frame={frame}
      layout={layout}
      clip={clip}
      place={layout.interval}
      title={layout.narrow ? 'Between two pictures' : 'Time between two new pictures · · · one refresh'}
      lines={lines}
      y={y}
    >
      <line className="one-refresh" x1={layout.left} x2={layout.right} y1={y(refresh)} y2={y(refresh)} />
    </Plot>
  )
}

/** How old each picture was when it came on the screen: what waiting in rings costs. */
export function AgePlot({ frame, layout, clip }: PlotProps): JSX.Element {
  const lines = frame.lanes.map(({ shown }) =>
    Array.from(shown.time, (time, i): Point => [time, at(shown.age, i) / 1_000]),
  )
  return (
    <Plot
      frame={frame}
      layout={layout}
      clip={clip}
      place={layout.age}
      title={layout.narrow ? 'From arrival to screen' : 'From arrival to screen, each picture'}
      lines={lines}
      y={scaleFor(lines, layout.age, 120)}
    />
  )
}

/** A level stretch a picture, for as long as it stood, at that height. The one on the screen is not over yet. */
const intervalsOf = ({ shown }: LaneFrame): Point[] =>
  Array.from(shown.time)
    .slice(1)
    .flatMap((time, i): Point[] => {
      const from = at(shown.time, i)
      const ms = (time - from) / 1_000
      return [
        [from, ms],
        [time, ms],
      ]
    })

const scaleFor = (
  lines: readonly (readonly Point[])[],
  { top, bottom }: Band,
  least: number,
): ScaleLinear<number, number> =>
  scaleLinear([0, Math.max(least, max(lines.flat(), ([, ms]) => ms) ?? 0)], [bottom, top]).nice(2)

interface DrawnPlotProps extends PlotProps {
  readonly place: Band
  readonly title: string
  readonly lines: readonly (readonly Point[])[]
  readonly y: ScaleLinear<number, number>
  readonly children?: JSX.Element
}

function Plot({ frame, layout, clip, place, title, lines, y, children }: DrawnPlotProps): JSX.Element {
  const { left, right, x, narrow } = layout
  const { top, bottom } = place
  return (
    <g className="time-plot">
      <rect className="band" x={left} y={top} width={right - left} height={bottom - top} />
      <text className="plot-title" x={4} y={top - 9}>
        {title}
      </text>
      <ValueAxis y={y} left={left} right={right} unit={narrow ? '' : 'ms'} ticks={2} />
      <g clipPath={`url(#${clip})`}>
        {children}
        {lines.map((points, i) => (
          <path
            key={at(frame.lanes, i).lane}
            className={`plot-line line-${at(frame.lanes, i).lane}`}
            d={polyline(points.map(([time, ms]) => [x(time), y(ms)]))}
          />
        ))}
      </g>
      <LineNames
        x={x(frame.now) + (narrow ? -4 : 5)}
        anchor={narrow ? 'end' : 'start'}
        top={top - 2}
        names={lines.flatMap((points, i) => {
          const last = points.at(-1)
          const { lane, name } = at(frame.lanes, i)
          return last === undefined
            ? []
            : [{ text: SHORT[lane] ?? name, y: y(last[1]), className: `name-${lane}` }]
        })}
      />
    </g>
  )
}

/** Names for the ends of lines. */
const SHORT: Partial<Record<string, string>> = {
  whiteboard: 'whiteboard',
  production: 'vsync',
  one: 'one',
  two: 'two',
  three: 'three',
}
