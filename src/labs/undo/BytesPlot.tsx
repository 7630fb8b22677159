import { scaleLinear } from 'd3-scale'
import { useId, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { UndoFrame } from '../../engine/season/undo/frame.ts'
import { LineNames } from '../../view/LineNames.tsx'
import { stepLine } from '../../view/paths.ts'
import { TimeAxis } from '../../view/TimeAxis.tsx'
import { ValueAxis } from '../../view/ValueAxis.tsx'

interface BytesPlotProps {
  readonly frame: UndoFrame
  readonly width: number
  readonly top: number
  readonly bottom: number
}

const LANES = ['copies', 'sharing'] as const
const KILO = 1_000

/** What all versions that can be seen take, over time. */
export function BytesPlot({ frame, width, top, bottom }: BytesPlotProps): JSX.Element {
  const clip = useId()
  const [left, right] = [52, width - 62]
  const { now, span, series } = frame
  const x = scaleLinear([span.from, span.to], [left, right])
  const y = scaleLinear([0, Math.max(...series.copies, ...series.sharing) / KILO], [bottom, top]).nice(3)
  const last = series.time.length - 1
  return (
    <g className="bytes-plot">
      <clipPath id={clip}>
        <rect x={left} y={top - 4} width={right - left} height={bottom - top + 8} />
      </clipPath>
      <text className="plot-title" x={4} y={top - 20}>
        Memory of all versions
      </text>
      <TimeAxis x={x} y={top} bottom={bottom} />
      <ValueAxis y={y} left={left} right={right} unit="kB" />
      <g clipPath={`url(#${clip})`}>
        {LANES.map((lane) => (
          <path
            key={lane}
            className={`kept kept-${lane}`}
            d={stepLine(
              last + 1,
              (i) => x(at(series.time, i)),
              (i) => y(at(series[lane], i) / KILO),
              x(now),
            )}
          />
        ))}
        <line className="now" x1={x(now)} x2={x(now)} y1={top} y2={bottom} />
      </g>
      <LineNames
        x={x(now) + 5}
        top={top + 4}
        names={LANES.map((lane) => ({
          text: lane,
          y: y(at(series[lane], last) / KILO),
          className: `name-${lane}`,
        }))}
      />
    </g>
  )
}
