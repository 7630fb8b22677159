import { scaleLinear } from 'd3-scale'
import { useId, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { CacheFrame } from '../../engine/season/cache/frame.ts'
import { LineNames } from '../../view/LineNames.tsx'
import { polyline } from '../../view/paths.ts'
import { TimeAxis } from '../../view/TimeAxis.tsx'
import { ValueAxis } from '../../view/ValueAxis.tsx'
import { SHORT } from './Tape.tsx'

/** The rates of the first requests jump: they do not stretch the scale. In microseconds. */
const SETTLED = 10_000_000

interface RatePlotProps {
  readonly frame: CacheFrame
  readonly width: number
  readonly top: number
  readonly bottom: number
}

/** From whole tens below these rates to 100: differences of a few points are to be seen, and names have room above. */
const around = (rates: readonly number[]): readonly [number, number] => [
  Math.max(0, Math.floor(Math.min(60, ...rates) / 10 - 0.2) * 10),
  100,
]

/** Each cache's hit rate since the beginning, over time. No line ever crosses the bound. */
export function RatePlot({ frame, width, top, bottom }: RatePlotProps): JSX.Element {
  const clip = useId()
  const left = 56
  const right = width - 58
  // Before the run there is nothing to see: the first minute begins at the left.
  const from = Math.max(0, frame.span.from)
  const x = scaleLinear([from, from + frame.span.to - frame.span.from], [left, right])
  const rates = frame.lanes.flatMap(({ series, hitRate }) => [
    hitRate,
    ...series.rate.filter((_, i) => at(series.time, i) > SETTLED),
  ])
  const y = scaleLinear(around(rates), [bottom, top])
  return (
    <g className="rate-plot">
      <clipPath id={clip}>
        <rect x={left} y={top - 4} width={Math.max(0, right - left)} height={bottom - top + 8} />
      </clipPath>
      <text className="plot-title" x={4} y={top - 20}>
        Hit rate since the beginning
      </text>
      <TimeAxis x={x} y={top} bottom={bottom} />
      <ValueAxis y={y} left={left} right={right} unit="%" />
      <g clipPath={`url(#${clip})`}>
        {frame.lanes.map(({ lane, series }) => (
          <path
            key={lane}
            className={`rate rate-${lane}`}
            d={polyline(Array.from(series.time, (time, i) => [x(time), y(at(series.rate, i))] as const))}
          />
        ))}
        <line className="now" x1={x(frame.now)} x2={x(frame.now)} y1={top} y2={bottom} />
      </g>
      <LineNames
        x={Math.min(x(frame.now), right) + 5}
        top={top + 4}
        names={frame.lanes.map(({ lane, hitRate }) => ({
          text: SHORT[lane],
          y: y(hitRate),
          className: `name-${lane}`,
        }))}
      />
    </g>
  )
}
