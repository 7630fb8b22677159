import { scaleLinear, type ScaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { SECOND } from '../../engine/kernel/time.ts'
import { MONITOR_LABELS, type MonitorId } from '../../engine/flow/warning/codes.ts'
import type { WarningFrame } from '../../engine/flow/warning/frame.ts'
import { TimeAxis } from '../../view/TimeAxis.tsx'
import { Bands } from './Bands.tsx'
import type { Layout, Strip } from './layout.ts'
import type { Thresholds } from './drawing.ts'
import { Plot } from './Plot.tsx'
import { sayNow, sayShort } from './words.ts'

interface DashboardProps {
  readonly frame: WarningFrame
  readonly thresholds: Thresholds
  readonly layout: Layout
  readonly selected: MonitorId | null
}

/** The picture itself: a function of the frame, the room and the panel that is chosen. */
export function Dashboard({ frame, thresholds, layout, selected }: DashboardProps): JSX.Element {
  const { width, height, left, right, panels, rowHeight, narrow } = layout
  const x = scaleLinear([0, frame.end], [left, right])
  return (
    <svg
      data-picture
      className="warning-picture"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
    >
      <TimeAxis x={x} y={18} bottom={height - 4} />
      {panels.map((panel) => (
        <rect
          key={panel.monitor}
          className={`warning-panel${selected === panel.monitor ? ' is-selected' : ''}`}
          x={left}
          y={panel.top}
          width={right - left}
          height={panel.bottom - panel.top}
        />
      ))}
      <Moments frame={frame} layout={layout} x={x} />
      {panels.map((panel) => (
        <g key={panel.monitor}>
          <text className="warning-title" x={left} y={panel.title}>
            {MONITOR_LABELS[panel.monitor]}
          </text>
          <text className="warning-now" x={right} y={panel.title} textAnchor="end">
            {sayNow(panel.monitor, frame, narrow)}
          </text>
          <Plot frame={frame} thresholds={thresholds} panel={panel} x={x} />
          <Bands
            {...{ frame, x, run: 'failing', monitor: panel.monitor, rows: panel.rows, height: rowHeight }}
          />
        </g>
      ))}
      <RunStrip frame={frame} layout={layout} x={x} strip={layout.failing} run="failing" />
      <RunStrip frame={frame} layout={layout} x={x} strip={layout.calm} run="calm" />
      <line
        className="plot-now"
        x1={x(Math.min(frame.now, frame.end))}
        x2={x(Math.min(frame.now, frame.end))}
        y1={18}
        y2={height - 4}
      />
    </svg>
  )
}

interface RunStripProps {
  readonly frame: WarningFrame
  readonly layout: Layout
  readonly x: ScaleLinear<number, number>
  readonly strip: Strip
  readonly run: 'failing' | 'calm'
}

/** A run's alerts, all monitors together; for the failing run with what each lane has come to. */
function RunStrip({ frame, layout, x, strip, run }: RunStripProps): JSX.Element {
  const { left, right, narrow } = layout
  const [drawn, production] = frame.lanes
  return (
    <g>
      <text className="warning-title" x={left} y={strip.title}>
        {run === 'calm' ? (narrow ? 'Calm run' : 'Calm run: must stay empty') : narrow ? '' : 'All alerts'}
      </text>
      {run === 'failing' && drawn !== undefined && production !== undefined && (
        <text className="warning-now" x={right} y={strip.title} textAnchor="end">
          <tspan className="warning-hand">{sayShort(drawn)}</tspan>
          <tspan dx={narrow ? 8 : 14}>{sayShort(production)}</tspan>
        </text>
      )}
      <Bands {...{ frame, x, run, monitor: 'any', rows: strip.rows, height: layout.stripHeight }} />
    </g>
  )
}

interface MomentsProps {
  readonly frame: WarningFrame
  readonly layout: Layout
  readonly x: ScaleLinear<number, number>
}

/** When the failure began, when the objective was broken, when the first message was lost, and when it was too late to page. */
function Moments({ frame, layout, x }: MomentsProps): JSX.Element {
  const { settings, failing, now } = frame
  const { height, panels, calm } = layout
  const top = panels[0]?.top ?? 0
  const bottom = calm.title - 12
  const begins = settings.begins * SECOND
  const late = Math.max(0, failing.firstLoss - settings.lead * SECOND)
  return (
    <g>
      {!Number.isNaN(failing.firstLoss) && (
        <g>
          <rect
            className="warning-too-late"
            x={x(late)}
            y={top}
            width={x(failing.firstLoss) - x(late)}
            height={bottom - top}
          />
          <line
            className="warning-loss"
            x1={x(failing.firstLoss)}
            x2={x(failing.firstLoss)}
            y1={top}
            y2={bottom}
          />
          <text className="warning-note warning-loss-note" x={x(failing.firstLoss) + 4} y={top + 34}>
            first loss
          </text>
        </g>
      )}
      {settings.failure !== 'none' && begins <= now && (
        <g>
          <line className="warning-begins" x1={x(begins)} x2={x(begins)} y1={top} y2={bottom} />
          <text className="warning-note" x={x(begins) - 4} y={top + 34} textAnchor="end">
            it begins
          </text>
        </g>
      )}
      {!Number.isNaN(failing.firstBroken) && (
        <line
          className="warning-broken"
          x1={x(failing.firstBroken)}
          x2={x(failing.firstBroken)}
          y1={panels[3]?.top ?? 0}
          y2={Math.min(height, panels[3]?.bottom ?? 0)}
        />
      )}
    </g>
  )
}
