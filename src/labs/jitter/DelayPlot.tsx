import { max } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { FATE, JOURNEY } from '../../engine/jitter/fate.ts'
import type { JitterFrame, LaneFrame } from '../../engine/jitter/frame.ts'
import { LineNames } from '../../view/LineNames.tsx'
import { cross, dot, polyline, stepLine } from '../../view/paths.ts'
import { ValueAxis } from '../../view/ValueAxis.tsx'
import type { Layout } from './layout.ts'
import { tonesOf } from './tones.ts'

interface DelayPlotProps {
  readonly frame: JitterFrame
  readonly layout: Layout
  /** The id of the clip path that keeps marks within the plots. */
  readonly clip: string
}

/**
 * The plot that buffer engineers rely on: each packet's delay above the fastest one as a point where it arrived,
 * and for each receiver the delay it aims at (dashed) and the delay it plays at (solid). A point above the solid
 * line is a packet that came too late.
 */
export function DelayPlot({ frame, layout, clip }: DelayPlotProps): JSX.Element {
  const { delay, left, right, x } = layout
  const points = relativeDelays(frame)
  const playouts = frame.lanes.map((lane) => playoutDelays(frame, lane))
  const targets = frame.lanes.flatMap(({ series }) => Array.from(series.target))
  const highest = max([...points.map((p) => p.y), ...playouts.flat().map((p) => p.y), ...targets]) ?? 0
  const y = scaleLinear([0, Math.max(20_000, highest)], [delay.bottom, delay.top]).nice(3)
  const tones = tonesOf(frame.lanes)
  const yMs = y.copy().domain(y.domain().map((value) => value / 1_000))
  const mark = (late: boolean, draw: (x: number, y: number) => string): string =>
    points
      .filter((point) => point.late === late)
      .map((point) => draw(x(point.x), y(point.y)))
      .join('')
  return (
    <g className="delay-plot">
      <rect className="band" x={left} y={delay.top} width={right - left} height={delay.bottom - delay.top} />
      <ValueAxis y={yMs} left={left} right={right} unit="ms" />
      <g clipPath={`url(#${clip})`}>
        <path className="delay-point" d={mark(false, (px, py) => dot(px, py, 3))} />
        <path className="delay-point-late" d={mark(true, (px, py) => cross(px, py, 3.5))} />
        {frame.lanes.map(({ summary, series }, i) => (
          <path
            key={summary.policy}
            className={`target lane-line-${tones[i]}`}
            d={stepLine(
              series.time.length,
              (row) => x(at(series.time, row)),
              (row) => y(at(series.target, row)),
              x(frame.now),
            )}
          />
        ))}
        {frame.lanes.map(({ summary }, i) => (
          <path
            key={summary.policy}
            className={`playout lane-line-${tones[i]}`}
            d={polyline(at(playouts, i).map((point) => [x(point.x), y(point.y)]))}
          />
        ))}
      </g>
      <LineNames
        x={layout.narrow ? right : x(frame.now) + 5}
        anchor={layout.narrow ? 'end' : 'start'}
        top={delay.top + 6}
        names={frame.lanes.flatMap(({ about }, i) => {
          const last = at(playouts, i).at(-1)
          return last === undefined
            ? []
            : [{ text: about.short, y: y(last.y), className: `lane-mark-${tones[i]}` }]
        })}
      />
    </g>
  )
}

interface Point {
  /** Microseconds. */
  readonly x: number
  readonly y: number
}

/** Each arrived packet: where it arrived, and how much longer it took than the fastest. */
function relativeDelays({ packets, lanes, transits }: JitterFrame): (Point & { readonly late: boolean })[] {
  const points: (Point & { late: boolean })[] = []
  for (let i = 0; i < packets.number.length; i++) {
    if (packets.journey[i] !== JOURNEY.arrived) continue
    const arrived = at(packets.arrived, i)
    const late = lanes.some(({ fate }) => fate[i] === FATE.late)
    points.push({ x: arrived, y: arrived - at(packets.sent, i) - transits.fastest, late })
  }
  return points
}

/** Each shown packet: when it was shown, and how much longer after its sending than the fastest could have been. */
function playoutDelays({ packets, transits }: JitterFrame, { fate, shownAt }: LaneFrame): Point[] {
  const points: Point[] = []
  for (let i = 0; i < shownAt.length; i++) {
    if (fate[i] !== FATE.played) continue
    const shown = at(shownAt, i)
    points.push({ x: shown, y: shown - at(packets.sent, i) - transits.fastest })
  }
  return points.sort((a, b) => a.x - b.x)
}
