import type { ScaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { SECOND } from '../../engine/kernel/time.ts'
import type { RunFrame, WarningFrame } from '../../engine/flow/warning/frame.ts'
import { LineNames } from '../../view/LineNames.tsx'
import { polyline, sketchLine } from '../../view/paths.ts'
import { ValueAxis } from '../../view/ValueAxis.tsx'
import { drawingOf, scaleOf, type Thresholds } from './drawing.ts'
import type { Panel } from './layout.ts'
import { latest } from './words.ts'

interface PlotProps {
  readonly frame: WarningFrame
  readonly thresholds: Thresholds
  readonly panel: Panel
  readonly x: ScaleLinear<number, number>
}

/** One monitor of the failing run over time, with the thresholds that have its unit. */
export function Plot({ frame, thresholds, panel, x }: PlotProps): JSX.Element {
  const { monitor, top } = panel
  const [left = 0, right = 0] = x.range()
  const drawing = drawingOf(monitor, frame, thresholds)
  const { lines, rules, unit } = drawing
  const now = x(Math.min(frame.now, frame.end))
  const y = scaleOf(panel, drawing)
  return (
    <g className={`warning-plot warning-plot-${monitor}`}>
      <ValueAxis y={y} left={left} right={right} unit={unit} ticks={2} />
      {rules
        .filter(({ value }) => value > 0 && y(value) >= top - 1)
        .map(({ value, className, isSketch }, i) => (
          <path
            key={className}
            className={`warning-rule ${className}`}
            d={
              isSketch
                ? sketchLine(left, y(value), right, y(value), i + 3, 2)
                : `M${left},${y(value)}H${right}`
            }
          />
        ))}
      {lines.map(({ className, values }) => (
        <path key={className} className={`warning-line ${className}`} d={pathOf(values, x, y)} />
      ))}
      <LineNames
        x={isLateIn(frame) ? now - 6 : now + 6}
        anchor={isLateIn(frame) ? 'end' : 'start'}
        top={top + 6}
        names={lines.flatMap(({ className, name, values }) =>
          name === null || values.length === 0
            ? []
            : [{ text: name, y: y(values[values.length - 1] || 0), className: `${className}-name` }],
        )}
      />
      {monitor === 'buffer' && <Cone frame={frame} x={x} y={y} />}
    </g>
  )
}

/** Whether there is no room for names to the right of the lines' ends. */
const isLateIn = ({ now, end }: WarningFrame): boolean => now > 0.85 * end

function pathOf(
  values: ArrayLike<number>,
  x: ScaleLinear<number, number>,
  y: ScaleLinear<number, number>,
): string {
  const points: [number, number][] = []
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN
    if (Number.isFinite(value)) points.push([x((i + 1) * SECOND), y(value)])
  }
  return polyline(points)
}

interface ConeProps {
  readonly frame: WarningFrame
  readonly x: ScaleLinear<number, number>
  readonly y: ScaleLinear<number, number>
}

/** How far off the slope may be, either way, to show that a prediction is none too sure. */
const SPREAD = 0.25

/** Where the buffer goes if it goes on as it does: a line to the top between a quarter slower and a quarter faster. */
function Cone({ frame, x, y }: ConeProps): JSX.Element | null {
  const { failing, now, end } = frame
  const slope = percentA(failing, latest(failing, 'slope'))
  const fitted = percentA(failing, latest(failing, 'fitted'))
  const fullIn = latest(failing, 'fullIn')
  if (now >= end || !(slope > 0) || fullIn > 900 || !(fullIn > 0)) return null
  const from = failing.readings.queued.length
  const reach = (factor: number): readonly [number, number] => {
    const seconds = Math.min((100 - fitted) / (slope * factor), end / SECOND - from)
    return [x((from + seconds) * SECOND), y(Math.min(100, fitted + slope * factor * seconds))]
  }
  const start: readonly [number, number] = [x(from * SECOND), y(Math.max(0, fitted))]
  const [fast, mean, slow] = [reach(1 + SPREAD), reach(1), reach(1 - SPREAD)]
  return (
    <g className="warning-cone">
      <path className="warning-cone-area" d={`${polyline([start, fast, mean, slow])}Z`} />
      <path className="warning-cone-line" d={polyline([start, mean])} />
    </g>
  )
}

const percentA = ({ room }: RunFrame, messages: number): number => (100 * messages) / room
