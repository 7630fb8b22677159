import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { LaneFrame, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { lineWidth, rect } from '../../view/paths.ts'
import { bucketsSoFar } from './flow.ts'
import type { LaneLayout, Layout } from './layout.ts'
import { fillOf } from './sketch.ts'
import type { LaneScale } from './scales.ts'
import { sayCount } from './words.ts'

interface LevelPlotProps {
  readonly frame: PressureFrame
  readonly lane: LaneFrame
  readonly layout: Layout
  readonly place: LaneLayout
  readonly scale: LaneScale
  readonly clip: string
  /** The pattern of a stretch in which the producer stands still. */
  readonly stallHatch: string
  /** The pattern a sketch is filled with; null for one in crisp lines. */
  readonly hatch: string | null
}

/** Over time: the queue and its limit, when the producer stalled, and below what was lost. */
export function LevelPlot(props: LevelPlotProps): JSX.Element {
  const { frame, lane, layout, place, scale, clip, hatch } = props
  const { left, right, x } = layout
  const { level } = place
  const { y } = scale
  const now = Math.min(right, x(frame.now))
  const outline = outlineOf(lane, x, y, now)
  const { limit } = lane
  const showsLimit = limit !== null && y(limit) >= level.top - 1
  return (
    <g className="level-plot">
      <rect
        className="ground"
        x={left}
        y={level.top}
        width={right - left}
        height={level.bottom - level.top}
      />
      <g clipPath={`url(#${clip})`}>
        <path className="level" style={{ ...fillOf(hatch), strokeWidth: outline.stroke }} d={outline.d} />
        <Stalls {...props} />
        {showsLimit && <line className="limit" x1={left} x2={right} y1={y(limit)} y2={y(limit)} />}
        <Thresholds {...props} />
      </g>
      <line className="axis" x1={left} x2={right} y1={level.bottom + 0.5} y2={level.bottom + 0.5} />
      <Losses {...props} />
      <text className="tick" x={left - 6} y={level.bottom - 2} textAnchor="end">
        0
      </text>
      <text
        className={`tick ${scale.isOwn ? 'tick-own' : ''}`}
        x={left - 6}
        y={(showsLimit ? y(limit) : level.top) + 5}
        textAnchor="end"
      >
        {sayCount(showsLimit ? limit : Math.round(y.domain()[1] ?? 0))}
      </text>
    </g>
  )
}

/** Steps smaller than this are left out: nobody sees them, and there may be thousands. In pixels. */
const VISIBLE = 0.5
const STROKE = 1.7

/** The queue's outline: its levels over time, each holding until the next one's, and down to the ground. */
function outlineOf(
  { series: { time, level } }: LaneFrame,
  x: (time: number) => number,
  y: (level: number) => number,
  end: number,
): { readonly d: string; readonly stroke: number } {
  if (time.length === 0) return { d: '', stroke: 0 }
  const start = x(at(time, 0)).toFixed(1)
  let last = y(at(level, 0))
  let steps = 1
  let d = `M${start},${y(0).toFixed(1)}V${last.toFixed(1)}`
  for (let row = 1; row < time.length; row++) {
    const next = y(at(level, row))
    if (Math.abs(next - last) < VISIBLE) continue
    last = next
    steps += 1
    d += `H${x(at(time, row)).toFixed(1)}V${next.toFixed(1)}`
  }
  const spacing = Math.abs(end - x(at(time, 0))) / steps
  return { d: `${d}H${end.toFixed(1)}V${y(0).toFixed(1)}Z`, stroke: lineWidth(4 * spacing, STROKE) }
}

/** So wide a stretch has room for words, in pixels. */
const ROOM_FOR_WORDS = 104

/** When the producer stood still: the whole height, since nothing came in at all. */
function Stalls({ frame, lane, layout, place, stallHatch }: LevelPlotProps): JSX.Element {
  const { x } = layout
  const { top, bottom } = place.level
  const stretches = lane.stalls.map(({ start, end }) => {
    const left = x(Math.max(start, frame.span.from))
    return { left, width: Math.max(0.6, x(Number.isNaN(end) ? frame.now : Math.min(end, frame.now)) - left) }
  })
  return (
    <>
      <path
        className="stall"
        style={fillOf(stallHatch)}
        d={stretches.map(({ left, width }) => rect(left, top, width, bottom - top)).join('')}
      />
      {stretches.map(({ left, width }) =>
        width < ROOM_FOR_WORDS ? null : (
          <text
            key={left}
            className="stall-words"
            x={left + width / 2}
            y={(top + bottom) / 2 + 4}
            textAnchor="middle"
          >
            producer stalled
          </text>
        ),
      )}
    </>
  )
}

const OF_FILL: ReadonlySet<string> = new Set(['adaptive-whiteboard', 'adaptive-hysteresis', 'scale-out'])

/** The levels at which a policy changes its mind, and with hysteresis those at which it changes back. */
function Thresholds({ frame, lane, layout, scale }: LevelPlotProps): JSX.Element | null {
  const { limit, policy } = lane
  const { left, right } = layout
  const { warn, warnBack, critical, criticalBack, target } = frame.settings
  const room = scale.y.domain()[1] ?? 0
  if (limit === null || room < limit) return null
  const line = (percent: number, kind: string): JSX.Element => (
    <line
      key={`${kind}${percent}`}
      className={`threshold ${kind}`}
      x1={left}
      x2={right}
      y1={scale.y((limit * percent) / 100)}
      y2={scale.y((limit * percent) / 100)}
    />
  )
  if (policy === 'adaptive-controller') return line(target, 'threshold-enter')
  if (!OF_FILL.has(policy)) return null
  return (
    <>
      {line(warn, 'threshold-enter')}
      {policy !== 'scale-out' && line(critical, 'threshold-enter')}
      {policy === 'adaptive-hysteresis' && line(warnBack, 'threshold-leave')}
      {policy === 'adaptive-hysteresis' && line(criticalBack, 'threshold-leave')}
    </>
  )
}

/** What was lost, hanging from the queue's axis: as deep as its share of what was offered. */
function Losses({ frame, lane, layout, place, clip }: LevelPlotProps): JSX.Element {
  const { flow } = lane
  const { x } = layout
  const { top, bottom } = place.loss
  let d = ''
  for (let i = 0; i < bucketsSoFar(flow, frame.now); i++) {
    const share = at(flow.dropped, i) / Math.max(1e-9, at(flow.offered, i))
    if (share <= 0) continue
    const from = x(flow.start + i * flow.width)
    const to = x(Math.min(frame.now, flow.start + (i + 1) * flow.width))
    d += rect(from, top, to - from, Math.max(1, Math.min(1, share) * (bottom - top)))
  }
  return <path className="loss" clipPath={`url(#${clip})`} d={d} />
}
