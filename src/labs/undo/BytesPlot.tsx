import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { UndoFrame } from '../../engine/season/undo/frame.ts'
import { stepLine } from '../../view/paths.ts'
import { TimePlot } from '../../view/TimePlot.tsx'

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
  const { now, span, series } = frame
  const x = scaleLinear([span.from, span.to], [52, width - 62])
  const y = scaleLinear([0, Math.max(...series.copies, ...series.sharing) / KILO], [bottom, top]).nice(3)
  const last = series.time.length - 1
  return (
    <TimePlot
      className="bytes-plot"
      title="Memory of all versions"
      x={x}
      y={y}
      unit="kB"
      now={now}
      names={LANES.map((lane) => ({
        text: lane,
        y: y(at(series[lane], last) / KILO),
        className: `name-${lane}`,
      }))}
    >
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
    </TimePlot>
  )
}
