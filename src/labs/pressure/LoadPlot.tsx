import { max } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { bucketsSoFar } from './flow.ts'
import type { Layout } from './layout.ts'
import { sayRate } from './words.ts'

interface LoadPlotProps {
  readonly frame: PressureFrame
  readonly layout: Layout
  readonly clip: string
}

/** What is offered to every lane alike, beside what the workers of the start can serve. */
export function LoadPlot({ frame, layout, clip }: LoadPlotProps): JSX.Element {
  const { left, right, x, load, narrow } = layout
  const { rate, arrivalRate, serviceRate } = frame.load
  const capacity = serviceRate * frame.settings.workers
  const many = bucketsSoFar(rate, frame.now)
  const most = Math.max(capacity, arrivalRate, max(rate.offered.subarray(0, many)) ?? 0)
  const y = scaleLinear([0, most * 1.12], [load.bottom, load.top])
  const offered = areaOf(frame, many, x, y)
  return (
    <g className="load-plot">
      <text className="plot-title" x={narrow ? 4 : 0} y={load.top - (narrow ? 6 : -12)}>
        {narrow ? 'Offered, and what can be served' : 'Offered to every lane'}
      </text>
      {!narrow && (
        <>
          <text className="plot-words" x={0} y={load.top + 28}>
            {sayRate(arrivalRate)} by the settings;
          </text>
          <text className="plot-words plot-capacity" x={0} y={load.top + 43}>
            {sayRate(capacity)} can be served
          </text>
        </>
      )}
      <rect className="ground" x={left} y={load.top} width={right - left} height={load.bottom - load.top} />
      <g clipPath={`url(#${clip})`}>
        {frame.faults.map(({ from, to, kind }) => (
          <rect
            key={from}
            className={`fault fault-${kind}`}
            x={x(from)}
            y={load.top}
            width={x(to) - x(from)}
            height={load.bottom - load.top}
          />
        ))}
        {offered !== '' && <path className="offered" d={`${offered}V${load.bottom}Z`} />}
        {offered !== '' && <path className="offered-line" d={offered} />}
        <line className="capacity" x1={left} x2={right} y1={y(capacity)} y2={y(capacity)} />
      </g>
      <line className="axis" x1={left} x2={right} y1={load.bottom + 0.5} y2={load.bottom + 0.5} />
      {ticksOf(most, capacity).map((tick) => (
        <text key={tick} className="tick" x={left - 6} y={y(tick) + 4} textAnchor="end">
          {tick >= 1_000 ? `${tick / 1_000} k` : tick}
        </text>
      ))}
    </g>
  )
}

/** Two figures are enough: none, and what can be served. */
const ticksOf = (most: number, capacity: number): readonly number[] =>
  capacity > 0.25 * most ? [0, Number(capacity.toPrecision(3))] : [0, Number(most.toPrecision(2))]

function areaOf(
  { now, load: { rate } }: PressureFrame,
  many: number,
  x: (time: number) => number,
  y: (rate: number) => number,
): string {
  // The bucket that is not over yet would look like a slump.
  const whole = Math.max(0, Math.min(many, Math.floor((now - rate.start) / rate.width)))
  let d = ''
  for (let i = 0; i < whole; i++) {
    const [from, to] = [x(rate.start + i * rate.width), x(rate.start + (i + 1) * rate.width)]
    const height = y(at(rate.offered, i)).toFixed(1)
    d += `${i === 0 ? `M${from.toFixed(1)},${y(0)}V` : 'V'}${height}H${to.toFixed(1)}`
  }
  return d
}
