import { scaleLinear, type ScaleLinear } from 'd3-scale'
import { useId, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { SECOND } from '../../engine/kernel/time.ts'
import type { DeathsFrame, LaneFrame, SeriesColumns } from '../../engine/flow/deaths/frame.ts'
import { LineNames } from '../../view/LineNames.tsx'
import { polyline } from '../../view/paths.ts'
import { ValueAxis } from '../../view/ValueAxis.tsx'
import type { Band, Layout } from './layout.ts'
import { sayCount } from './words.ts'

/** Names by hand are taller than others. */
const NAME_HEIGHT = 15

interface PlotProps {
  readonly frame: DeathsFrame
  readonly layout: Layout
}

/** A unit for an axis, and how much of the raw number it is. */
interface Unit {
  readonly name: string
  readonly size: number
}

/** Over time: the messages each store holds unread, and how old the one is that is read next. */
export function TimePlots({ frame, layout }: PlotProps): JSX.Element {
  const { held, lag, x, narrow } = layout
  const bounds = boundsIn(frame)
  const isEarly = x(frame.now) < layout.left + 0.6 * (layout.right - layout.left)
  return (
    <g className="deaths-plots">
      <text className="plot-title" x={4} y={held.top - 9}>
        {narrow
          ? 'Messages held unread'
          : 'Messages held unread. Dashed: the log with an exact retention, as on paper'}
      </text>
      <Plot
        frame={frame}
        layout={layout}
        band={held}
        value="held"
        least={Math.max(1_000, ...bounds.map(({ room }) => room * 1.12))}
        unitOf={unitOfCount}
      >
        {(y, unit) =>
          bounds.map(({ lane, room }) => (
            <g key={lane}>
              <line
                className={`plot-bound plot-bound-${lane}`}
                x1={layout.left}
                x2={layout.right}
                y1={y(room / unit)}
                y2={y(room / unit)}
              />
              {lane === 'log' && (
                <text
                  className="plot-bound-word"
                  x={isEarly ? layout.right - 4 : layout.left + 6}
                  y={y(room / unit) - 4}
                  textAnchor={isEarly ? 'end' : 'start'}
                >
                  {`its retention: ${sayCount(Math.round(room))}`}
                </text>
              )}
            </g>
          ))
        }
      </Plot>
      {lag !== null && (
        <>
          <text className="plot-title" x={4} y={lag.top - 9}>
            {narrow ? 'Age of what is read next' : 'Lag in time: the age of the message that is read next'}
          </text>
          <Plot
            frame={frame}
            layout={layout}
            band={lag}
            value="lag"
            least={10 * SECOND}
            unitOf={unitOfTime}
          />
        </>
      )}
    </g>
  )
}

/** Bounds that a line could reach in this run; others would flatten all lines. */
function boundsIn({ lanes, settings, extent }: DeathsFrame): readonly Pick<LaneFrame, 'lane' | 'room'>[] {
  const most = (Math.max(0, settings.produce - settings.consume) * extent) / SECOND
  const held = Math.max(...lanes.flatMap(({ series }) => Array.from(series.held)), 0)
  return lanes.filter(({ lane, room }) => lane !== 'ring' && room <= Math.max(1.6 * most, 3 * held))
}

const unitOfCount = (highest: number): Unit =>
  highest >= 1_000_000 ? { name: 'M', size: 1_000_000 } : { name: 'k', size: 1_000 }

function unitOfTime(highest: number): Unit {
  const seconds = highest / SECOND
  if (seconds >= 3 * 3_600) return { name: 'h', size: 3_600 * SECOND }
  return seconds >= 180 ? { name: 'min', size: 60 * SECOND } : { name: 's', size: SECOND }
}

interface LinesProps extends PlotProps {
  readonly band: Band
  readonly value: 'held' | 'lag'
  /** The least that the scale goes up to, in raw numbers. */
  readonly least: number
  readonly unitOf: (highest: number) => Unit
  readonly children?: (y: ScaleLinear<number, number>, unit: number) => JSX.Element[]
}

function Plot({ frame, layout, band, value, least, unitOf, children }: LinesProps): JSX.Element {
  const clip = useId()
  const { left, right, x, narrow } = layout
  const { lanes, ideal } = frame
  const highest = Math.max(
    least,
    ...lanes.flatMap(({ series }) => Array.from(series[value])).map((v) => v * 1.1),
  )
  const { name, size } = unitOf(highest)
  const y = scaleLinear([0, highest / size], [band.bottom, band.top])
  const lineOf = (series: SeriesColumns): string =>
    polyline(Array.from(series.time, (time, i) => [x(time), y(at(series[value], i) / size)] as const))
  const last = (series: SeriesColumns): number => series[value].at(-1) ?? 0
  return (
    <>
      <clipPath id={clip}>
        <rect x={left} y={band.top - 6} width={right - left} height={band.bottom - band.top + 8} />
      </clipPath>
      <ValueAxis y={y} left={left} right={right} unit={name} />
      {children?.(y, size)}
      <g clipPath={`url(#${clip})`}>
        {ideal.lost > 0 && <path className="plot-line plot-line-ideal" d={lineOf(ideal.series)} />}
        {lanes.map(({ lane, series }) => (
          <path key={lane} className={`plot-line plot-line-${lane}`} d={lineOf(series)} />
        ))}
      </g>
      <LineNames
        x={narrow ? x(frame.now) - 4 : x(frame.now) + 6}
        anchor={narrow ? 'end' : 'start'}
        lineHeight={NAME_HEIGHT}
        top={band.top}
        names={lanes.map(({ lane, short, series }) => ({
          text: short.toLowerCase(),
          y: Math.min(band.bottom - 2, y(last(series) / size)),
          className: `plot-name-${lane}`,
        }))}
      />
    </>
  )
}
