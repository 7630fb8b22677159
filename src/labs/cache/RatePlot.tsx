import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { CacheFrame } from '../../engine/season/cache/frame.ts'
import { polyline } from '../../view/paths.ts'
import { TimePlot } from '../../view/TimePlot.tsx'
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
  // Before the run there is nothing to see: the first minute begins at the left.
  const from = Math.max(0, frame.span.from)
  const x = scaleLinear([from, from + frame.span.to - frame.span.from], [56, width - 58])
  const rates = frame.lanes.flatMap(({ series, hitRate }) => [
    hitRate,
    ...series.rate.filter((_, i) => at(series.time, i) > SETTLED),
  ])
  const y = scaleLinear(around(rates), [bottom, top])
  return (
    <TimePlot
      className="rate-plot"
      title="Hit rate since the beginning"
      x={x}
      y={y}
      unit="%"
      now={frame.now}
      names={frame.lanes.map(({ lane, hitRate }) => ({
        text: SHORT[lane],
        y: y(hitRate),
        className: `name-${lane}`,
      }))}
    >
      {frame.lanes.map(({ lane, series }) => (
        <path
          key={lane}
          className={`rate rate-${lane}`}
          d={polyline(Array.from(series.time, (time, i) => [x(time), y(at(series.rate, i))] as const))}
        />
      ))}
    </TimePlot>
  )
}
