import { scaleLinear, type ScaleLinear } from 'd3-scale'
import { useId, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { AGE_BINS_A_RETENTION } from '../../engine/log/topic/codes.ts'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'
import { stepLine } from '../../view/paths.ts'
import type { Layout, Plot } from './layout.ts'
import { duration, short } from './words.ts'

interface PlotsProps {
  readonly frame: TopicFrame
  readonly layout: Layout
}

/** Over time: how much is kept, how far the groups are behind; and how old records were when they went. */
export function Plots({ frame, layout }: PlotsProps): JSX.Element | null {
  const [kept, lag, ages] = layout.plots
  if (kept === undefined || lag === undefined || ages === undefined) return null
  return (
    <g className="log-plots">
      <KeptPlot frame={frame} plot={kept} />
      <LagPlot frame={frame} plot={lag} />
      <AgePlot frame={frame} plot={ages} />
    </g>
  )
}

const KIB = 1_024

function KeptPlot({ frame, plot }: { readonly frame: TopicFrame; readonly plot: Plot }): JSX.Element {
  const { series, settings } = frame
  const limit =
    settings.retentionKib < 0 || settings.policy === 'compact'
      ? null
      : settings.retentionKib * settings.partitions
  const most = Math.max(4, limit ?? 0, ...kib(series.drawnBytes), ...kib(series.logBytes))
  const y = scaleLinear([0, 1.08 * most], [plot.bottom, plot.top])
  return (
    <OverTime
      frame={frame}
      plot={plot}
      y={y}
      title="Kept, KiB"
      note={limit === null ? 'dotted: as drawn' : 'dotted: as drawn; dashed: limit'}
    >
      {(x) => (
        <>
          {limit !== null && (
            <line className="log-limit" x1={plot.left} x2={plot.right} y1={y(limit)} y2={y(limit)} />
          )}
          <path className="log-kept-drawn" d={steps(series.time, kib(series.drawnBytes), x, y, frame.now)} />
          <path className="log-kept" d={steps(series.time, kib(series.logBytes), x, y, frame.now)} />
        </>
      )}
    </OverTime>
  )
}

const kib = (bytes: Float64Array): Float64Array => bytes.map((one) => one / KIB)

function LagPlot({ frame, plot }: { readonly frame: TopicFrame; readonly plot: Plot }): JSX.Element {
  const { series, groups } = frame
  const known = series.lag.flatMap((lag) => Array.from(lag).filter((one) => !Number.isNaN(one)))
  const y = scaleLinear([0, 1.08 * Math.max(20, ...known)], [plot.bottom, plot.top])
  return (
    <OverTime frame={frame} plot={plot} y={y} title="Lag, records" note="">
      {(x) =>
        groups.map((group, i) => (
          <path
            key={group.id}
            className={`log-lag group-${group.letter}`}
            d={steps(series.time, at(series.lag, i), x, y, frame.now)}
          />
        ))
      }
    </OverTime>
  )
}

/** A line of steps that begins where there are numbers. */
function steps(
  time: Float64Array,
  values: Float64Array,
  x: ScaleLinear<number, number>,
  y: ScaleLinear<number, number>,
  now: number,
): string {
  const first = values.findIndex((value) => !Number.isNaN(value))
  if (first < 0) return ''
  return stepLine(
    values.length - first,
    (i) => x(at(time, first + i)),
    (i) => y(at(values, first + i)),
    x(now),
  )
}

interface OverTimeProps {
  readonly frame: TopicFrame
  readonly plot: Plot
  readonly y: ScaleLinear<number, number>
  readonly title: string
  readonly note: string
  readonly children: (x: ScaleLinear<number, number>) => JSX.Element | readonly JSX.Element[]
}

const SECOND = 1_000_000

function OverTime({ frame, plot, y, title, note, children }: OverTimeProps): JSX.Element {
  const clip = useId()
  const from = Math.max(0, frame.span.from)
  const x = scaleLinear([from, Math.max(from + SECOND, frame.span.to)], [plot.left, plot.right])
  return (
    <g>
      <clipPath id={clip}>
        <rect
          x={plot.left}
          y={plot.top - 2}
          width={plot.right - plot.left}
          height={plot.bottom - plot.top + 4}
        />
      </clipPath>
      <PlotHead plot={plot} title={title} note={note} />
      <ValueTicks plot={plot} y={y} />
      {x.ticks(4).map((tick) => (
        <text key={tick} className="tick" x={x(tick)} y={plot.bottom + 14} textAnchor="middle">
          {short(tick / SECOND)} s
        </text>
      ))}
      <g clipPath={`url(#${clip})`}>
        {children(x)}
        <line className="now" x1={x(frame.now)} x2={x(frame.now)} y1={plot.top} y2={plot.bottom} />
      </g>
    </g>
  )
}

function PlotHead({
  plot,
  title,
  note,
}: {
  readonly plot: Plot
  readonly title: string
  readonly note: string
}): JSX.Element {
  return (
    <>
      <text className="plot-title" x={plot.left} y={plot.top - 12}>
        {title}
      </text>
      <text className="plot-note" x={plot.right} y={plot.top - 12} textAnchor="end">
        {note}
      </text>
    </>
  )
}

function ValueTicks({
  plot,
  y,
}: {
  readonly plot: Plot
  readonly y: ScaleLinear<number, number>
}): JSX.Element {
  return (
    <>
      {y.ticks(3).map((tick) => (
        <g key={tick}>
          <line className="grid" x1={plot.left} x2={plot.right} y1={y(tick)} y2={y(tick)} />
          <text className="tick" x={plot.left - 5} y={y(tick) + 3.5} textAnchor="end">
            {short(tick)}
          </text>
        </g>
      ))}
    </>
  )
}

/** How old records were when retention by time deleted them, in both lanes: bars over the retention time. */
function AgePlot({ frame, plot }: { readonly frame: TopicFrame; readonly plot: Plot }): JSX.Element {
  const { lanes, settings } = frame
  const retentionMs = settings.retentionHours * 3_600_000
  const bins = lanes.map(({ ages }) => ages)
  const count = at(bins, 0).length
  const most = Math.max(1, ...bins.flatMap((ages) => Array.from(ages)))
  const x = scaleLinear([0, count], [plot.left, plot.right])
  const y = scaleLinear([0, 1.08 * most], [plot.bottom, plot.top])
  const isEmpty = bins.every((ages) => ages.every((one) => one === 0))
  return (
    <g>
      <PlotHead
        plot={plot}
        title={
          plot.right - plot.left < 215 ? 'Age when deleted by time' : 'Age of records when deleted by time'
        }
        note=""
      />
      <line className="grid" x1={plot.left} x2={plot.right} y1={plot.bottom} y2={plot.bottom} />
      {[0, 1, 2, 3].map((times) => {
        const px = x(times * AGE_BINS_A_RETENTION)
        return (
          <g key={times}>
            <line
              className={times === 1 ? 'log-limit' : 'grid'}
              x1={px}
              x2={px}
              y1={plot.top}
              y2={plot.bottom}
            />
            <text className="tick" x={px} y={plot.bottom + 14} textAnchor={times === 0 ? 'start' : 'middle'}>
              {retentionMs > 0 ? duration(times * retentionMs) : times === 0 ? '' : `${times}×`}
            </text>
          </g>
        )
      })}
      {bins.map((ages, lane) => (
        <path
          key={lane}
          className={lane === 0 ? 'log-age-drawn' : 'log-age'}
          d={Array.from(ages, (value, bin) =>
            bar(
              x(bin + (lane === 0 ? 0.06 : 0.5)),
              x(bin + (lane === 0 ? 0.48 : 0.94)),
              y(value),
              plot.bottom,
            ),
          ).join('')}
        />
      ))}
      {isEmpty && (
        <text
          className="plot-note"
          x={(plot.left + plot.right) / 2}
          y={(plot.top + plot.bottom) / 2}
          textAnchor="middle"
        >
          {settings.retentionHours < 0 ? 'no limit by time' : 'none yet'}
        </text>
      )}
    </g>
  )
}

const bar = (from: number, to: number, top: number, bottom: number): string =>
  bottom - top < 0.2
    ? ''
    : `M${from.toFixed(1)},${bottom}V${Math.min(top, bottom - 1).toFixed(1)}H${to.toFixed(1)}V${bottom}Z`
