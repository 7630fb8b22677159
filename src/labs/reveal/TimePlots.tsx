import { scaleLinear } from 'd3-scale'
import { useId, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { LaneFrame, RevealFrame } from '../../engine/log/reveal/frame.ts'
import { RECORD_BYTES } from '../../engine/log/reveal/settings.ts'
import { LineNames } from '../../view/LineNames.tsx'
import { line, stepLine } from '../../view/paths.ts'
import { TimeAxis } from '../../view/TimeAxis.tsx'
import { ValueAxis } from '../../view/ValueAxis.tsx'
import type { Band, Layout } from './layout.ts'

/** So much of a chart stays free above its lines, for their names. */
const ROOM_FOR_NAMES = 1.5

interface PlotProps {
  readonly frame: RevealFrame
  readonly layout: Layout
}

/** Over time: what each buffer keeps, and what waits at the producer or was lost to a reader. */
export function TimePlots({ frame, layout }: PlotProps): JSX.Element {
  const clip = useId()
  const { left, right, x, axis, kept, trouble, narrow } = layout
  const { keepBytes, slots } = frame.settings
  const limit = keepBytes / RECORD_BYTES
  const { top } = kept ?? trouble
  const checks = at(frame.lanes, 2).log?.checks ?? []
  return (
    <g className="reveal-plots">
      <clipPath id={clip}>
        <rect x={left} y={top - 4} width={right - left} height={trouble.bottom - top + 8} />
      </clipPath>
      <TimeAxis x={x} y={axis} bottom={trouble.bottom} />
      {kept !== null && (
        <>
          <text className="plot-title" x={4} y={kept.top - 22}>
            {narrow
              ? 'Records kept'
              : 'Records kept. A ring has its slots; the log has its retention, at the next check'}
          </text>
          <Lines
            frame={frame}
            layout={layout}
            band={kept}
            clip={clip}
            value="kept"
            least={Math.max(slots, limit) * 1.25}
            ends={(lane) => lane.kept}
          >
            {(y) => (
              <>
                <line className="plot-bound plot-slots" x1={left} x2={right} y1={y(slots)} y2={y(slots)} />
                {limit > 0 && limit !== slots && (
                  <line className="plot-bound plot-limit" x1={left} x2={right} y1={y(limit)} y2={y(limit)} />
                )}
                <path
                  className="plot-check"
                  d={checks.map(({ time }) => line(x(time), kept.bottom, x(time), kept.bottom - 5)).join('')}
                />
                <path
                  className="plot-deleted"
                  d={checks
                    .filter(({ deleted }) => deleted > 0)
                    .map(({ time }) => line(x(time), kept.top, x(time), kept.bottom))
                    .join('')}
                />
              </>
            )}
          </Lines>
        </>
      )}
      <text className="plot-title" x={4} y={trouble.top - (kept === null ? 22 : 8)}>
        {narrow ? 'Waiting, or lost to readers' : 'Records waiting at the producer, or lost to a reader'}
      </text>
      <Lines
        frame={frame}
        layout={layout}
        band={trouble}
        clip={clip}
        value="trouble"
        least={4}
        ends={(lane) =>
          lane.waiting + lane.readers.reduce((sum, { summary }) => sum + summary.lost + summary.skipped, 0)
        }
      />
      <line className="plot-now" x1={x(frame.now)} x2={x(frame.now)} y1={top} y2={trouble.bottom} />
    </g>
  )
}

interface LinesProps extends PlotProps {
  readonly band: Band
  readonly clip: string
  readonly value: 'kept' | 'trouble'
  readonly least: number
  readonly ends: (lane: LaneFrame) => number
  readonly children?: (y: (value: number) => number) => JSX.Element
}

function Lines({ frame, layout, band, clip, value, least, ends, children }: LinesProps): JSX.Element {
  const { left, right, x, narrow } = layout
  const highest = Math.max(...frame.lanes.flatMap(({ series }) => Array.from(series[value])))
  const y = scaleLinear([0, Math.max(least, highest * ROOM_FOR_NAMES)], [band.bottom, band.top]).nice(3)
  return (
    <>
      <ValueAxis y={y} left={left} right={right} unit="" />
      <g clipPath={`url(#${clip})`}>
        {children?.((number) => y(number))}
        {frame.lanes.map(({ lane, series }) => (
          <path
            key={lane}
            className={`plot-line plot-line-${lane}`}
            d={stepLine(
              series.time.length,
              (row) => x(at(series.time, row)),
              (row) => y(at(series[value], row)),
              x(frame.now),
            )}
          />
        ))}
      </g>
      <LineNames
        x={narrow ? x(frame.now) - 5 : x(frame.now) + 6}
        anchor={narrow ? 'end' : 'start'}
        top={band.top}
        names={frame.lanes.map((lane) => ({
          text: lane.short.toLowerCase(),
          y: y(ends(lane)),
          className: `plot-name-${lane.lane}`,
        }))}
      />
    </>
  )
}
