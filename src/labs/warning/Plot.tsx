import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { SECOND } from '../../engine/kernel/time.ts'
import type { MonitorId } from '../../engine/flow/warning/codes.ts'
import type { RunFrame, WarningFrame } from '../../engine/flow/warning/frame.ts'
import { LineNames } from '../../view/LineNames.tsx'
import { polyline, sketchLine } from '../../view/paths.ts'
import { ValueAxis } from '../../view/ValueAxis.tsx'
import type { Panel } from './layout.ts'
import { latest } from './words.ts'

interface PlotProps {
  readonly frame: WarningFrame
  readonly panel: Panel
  readonly x: ScaleLinear<number, number>
}

/** A line over time: one value a second. */
interface Line {
  readonly className: string
  /** Beside its end; null where the panel has but one. */
  readonly name: string | null
  readonly values: ArrayLike<number>
}

/** A threshold across the panel: by hand for the static ones, crisp for production. */
interface Rule {
  readonly value: number
  readonly className: string
  readonly isSketch: boolean
}

interface Drawing {
  readonly lines: readonly Line[]
  readonly rules: readonly Rule[]
  readonly least: number
  readonly unit: string
}

/** One monitor of the failing run over time, with the thresholds that have its unit. */
export function Plot({ frame, panel, x }: PlotProps): JSX.Element {
  const { monitor, top, bottom } = panel
  const [left = 0, right = 0] = x.range()
  const { lines, rules, least, unit } = drawingOf(monitor, frame)
  const now = x(Math.min(frame.now, frame.end))
  const most = lines.reduce((high, { values }) => maxOf(values, high), least)
  const y = scaleLinear([0, most * (monitor === 'buffer' ? 1 : 1.08)], [bottom, top])
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

function drawingOf(monitor: MonitorId, { failing, settings, stages }: WarningFrame): Drawing {
  const { readings, room } = failing
  const { drawnWarn, drawnPage, service, objective, lagWarn, lagPage } = settings
  const drawn = (limit: number): Rule[] => [
    { value: (drawnWarn * limit) / 100, className: 'warning-rule-drawn-warn', isSketch: true },
    { value: (drawnPage * limit) / 100, className: 'warning-rule-drawn-page', isSketch: true },
  ]
  switch (monitor) {
    case 'buffer':
      return {
        lines: [
          ...(stages === 1
            ? []
            : [
                {
                  className: 'warning-line-entry',
                  name: 'at the entrance',
                  values: readings.entry.map((one) => (100 * one * stages) / room),
                },
              ]),
          {
            className: 'warning-line-buffer',
            name: stages === 1 ? null : 'both',
            values: readings.queued.map((one) => (100 * one) / room),
          },
        ],
        rules: drawn(100),
        least: 100,
        unit: '%',
      }
    case 'lag':
      return {
        lines: [
          {
            className: 'warning-line-lag',
            name: null,
            values: readings.lagSeconds,
          },
        ],
        rules: [
          {
            value: lagWarn,
            className: 'warning-rule-warn',
            isSketch: false,
          },
          {
            value: lagPage,
            className: 'warning-rule-page',
            isSketch: false,
          },
        ],
        least: 5,
        unit: 's',
      }
    case 'throughput':
      return {
        lines: [
          {
            className: 'warning-line-in',
            name: 'in',
            values: readings.in,
          },
          {
            className: 'warning-line-out',
            name: 'out',
            values: readings.out,
          },
        ],
        rules: drawn(service),
        least: service,
        unit: '/s',
      }
    case 'latency':
      return {
        lines: [
          {
            className: 'warning-line-p50',
            name: 'p50',
            values: readings.p50,
          },
          {
            className: 'warning-line-p99',
            name: 'p99',
            values: readings.p99,
          },
        ],
        rules: [
          ...drawn(objective),
          {
            value: objective,
            className: 'warning-rule-objective',
            isSketch: false,
          },
        ],
        least: objective * 1.4,
        unit: 's',
      }
  }
}

/** Whether there is no room for names to the right of the lines' ends. */
const isLateIn = ({ now, end }: WarningFrame): boolean => now > 0.85 * end

const maxOf = (values: ArrayLike<number>, least: number): number => {
  let most = least
  for (let i = 0; i < values.length; i++) most = Math.max(most, values[i] || 0)
  return most
}

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
