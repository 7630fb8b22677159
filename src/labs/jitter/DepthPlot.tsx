import { max } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { JitterFrame } from '../../engine/jitter/frame.ts'
import { LineNames } from '../../view/LineNames.tsx'
import { lineWidth, stepLine } from '../../view/paths.ts'
import { ValueAxis } from '../../view/ValueAxis.tsx'
import type { Layout } from './layout.ts'
import { tonesOf } from './tones.ts'

interface DepthPlotProps {
  readonly frame: JitterFrame
  readonly layout: Layout
  readonly clip: string
}

/** How many frames wait in each receiver's buffer, over time. */
export function DepthPlot({ frame, layout, clip }: DepthPlotProps): JSX.Element {
  const { depth, left, right, x } = layout
  const tones = tonesOf(frame.lanes)
  const highest = max(frame.lanes.flatMap(({ series }) => Array.from(series.depth))) ?? 0
  const y = scaleLinear([0, Math.max(4, highest)], [depth.bottom, depth.top]).nice(3)
  return (
    <g className="depth-plot">
      <rect className="band" x={left} y={depth.top} width={right - left} height={depth.bottom - depth.top} />
      <ValueAxis y={y} left={left} right={right} unit="" />
      <g clipPath={`url(#${clip})`}>
        {frame.lanes.map(({ summary, series }, i) => (
          <path
            key={summary.policy}
            className={`depth lane-line-${tones[i]}`}
            style={{ strokeWidth: lineWidth(3 * layout.frameWidth, 1.8) }}
            d={stepLine(
              series.time.length,
              (row) => x(at(series.time, row)),
              (row) => y(at(series.depth, row)),
              x(frame.now),
            )}
          />
        ))}
      </g>
      <LineNames
        x={layout.narrow ? right : x(frame.now) + 5}
        anchor={layout.narrow ? 'end' : 'start'}
        top={depth.top + 6}
        names={frame.lanes.map(({ about, summary }, i) => ({
          text: about.short,
          y: y(summary.depth),
          className: `lane-mark-${tones[i]}`,
        }))}
      />
    </g>
  )
}
