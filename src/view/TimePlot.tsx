import type { ScaleLinear } from 'd3-scale'
import { useId, type ComponentProps, type JSX, type ReactNode } from 'react'
import { LineNames } from './LineNames.tsx'
import { TimeAxis } from './TimeAxis.tsx'
import { ValueAxis } from './ValueAxis.tsx'

interface TimePlotProps {
  readonly className: string
  readonly title: string
  /** From microseconds to pixels. */
  readonly x: ScaleLinear<number, number>
  /** Its range goes from the bottom of the plot to its top. */
  readonly y: ScaleLinear<number, number>
  readonly unit: string
  /** In microseconds. */
  readonly now: number
  /** How far lines may stick out above and below, in pixels. */
  readonly slack?: number
  /** Names for the ends of lines, now. */
  readonly names: ComponentProps<typeof LineNames>['names']
  /** The lines. */
  readonly children: ReactNode
}

/** Something over time: a title, both axes, lines with their names, and now. */
export function TimePlot(props: TimePlotProps): JSX.Element {
  const { className, title, x, y, unit, now, slack = 4, names, children } = props
  const clip = useId()
  const [left = 0, right = 0] = x.range()
  const [bottom = 0, top = 0] = y.range()
  return (
    <g className={className}>
      <clipPath id={clip}>
        <rect x={left} y={top - slack} width={Math.max(0, right - left)} height={bottom - top + 2 * slack} />
      </clipPath>
      <text className="plot-title" x={4} y={top - 20}>
        {title}
      </text>
      <TimeAxis x={x} y={top} bottom={bottom} />
      <ValueAxis y={y} left={left} right={right} unit={unit} />
      <g clipPath={`url(#${clip})`}>
        {children}
        <line className="now" x1={x(now)} x2={x(now)} y1={top} y2={bottom} />
      </g>
      <LineNames x={Math.min(x(now), right) + 5} top={top + 4} names={names} />
    </g>
  )
}
