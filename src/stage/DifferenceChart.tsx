import { scaleLinear } from 'd3-scale'
import { area, curveStepAfter } from 'd3-shape'
import type { JSX } from 'react'
import { SECOND, type SimTime } from '../engine/kernel/time.ts'
import type { Series } from '../engine/kernel/timeline.ts'
import type { ComparedSeries } from '../session/protocol.ts'
import { formatChange } from './format.ts'

interface DifferenceChartProps {
  readonly series: ComparedSeries
  /** Which number of the measures to chart, in this run and in the other one. */
  readonly column: number
  readonly otherColumn: number
  readonly title: string
  readonly unit: string
  readonly digits: number
}

const WIDTH = 640
const HEIGHT = 140
const LEFT = 64
const BOTTOM = 22

/** How far the other run is above or below this one, over simulated time. */
export function DifferenceChart({
  series,
  column,
  otherColumn,
  title,
  unit,
  digits,
}: DifferenceChartProps): JSX.Element | null {
  const points = differences(series, column, otherColumn)
  const last = points.at(-1)
  if (last === undefined) return null
  const largest = Math.max(1e-9, ...points.map(({ change }) => Math.abs(change)))
  const x = scaleLinear([0, Math.max(last.time, 1)], [LEFT, WIDTH - 8])
  const y = scaleLinear([-largest, largest], [HEIGHT - BOTTOM, 8]).nice()
  const shape = area<(typeof points)[number]>()
    .x(({ time }) => x(time))
    .y0(y(0))
    .y1(({ change }) => y(change))
    .curve(curveStepAfter)
  return (
    <figure className="difference">
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title}: ${formatChange(last.change, digits)} ${unit} at the end`}
      >
        {y.ticks(4).map((tick) => (
          <g key={tick}>
            <line className="grid" x1={LEFT} x2={WIDTH - 8} y1={y(tick)} y2={y(tick)} />
            <text className="tick" x={LEFT - 6} y={y(tick)} textAnchor="end" dominantBaseline="middle">
              {formatChange(tick, digits)}
            </text>
          </g>
        ))}
        <path className="difference-area" d={shape(points) ?? ''} />
        <line className="axis" x1={LEFT} x2={WIDTH - 8} y1={y(0)} y2={y(0)} />
        {x.ticks(6).map((tick) => (
          <text key={tick} className="tick" x={x(tick)} y={HEIGHT - 6} textAnchor="middle">
            {tick / SECOND} s
          </text>
        ))}
      </svg>
    </figure>
  )
}

/** Other minus own at each time that both runs have reached. */
function differences(
  { run, variant }: ComparedSeries,
  column: number,
  otherColumn: number,
): { time: SimTime; change: number }[] {
  if (variant === null) return []
  const other = new Map(variant.times.map((time, i) => [time, valueAt(variant, i, otherColumn)]))
  return run.times.flatMap((time, i) => {
    const theirs = other.get(time)
    const change = theirs === undefined ? Number.NaN : theirs - valueAt(run, i, column)
    return Number.isFinite(change) ? [{ time, change }] : []
  })
}

const valueAt = ({ values }: Series, row: number, column: number): number =>
  values[row]?.[column] ?? Number.NaN
