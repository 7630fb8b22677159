import { max } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { FATE, JOURNEY } from '../../engine/jitter/fate.ts'
import type { JitterFrame, LaneFrame } from '../../engine/jitter/frame.ts'
import { cross, dot, stepLine } from '../../view/paths.ts'
import { ValueAxis } from '../../view/ValueAxis.tsx'
import type { Layout } from './layout.ts'

interface DelayPlotProps {
  readonly frame: JitterFrame
  readonly layout: Layout
}

/**
 * The plot that buffer engineers rely on: each packet's delay above the fastest one as a point where it arrived,
 * and for each receiver the delay it aims at (dashed) and the delay it plays at (solid). A point above the solid
 * line is a packet that came too late.
 */
export function DelayPlot({ frame, layout }: DelayPlotProps): JSX.Element {
  const { delay, left, right, x } = layout
  const points = relativeDelays(frame)
  const playouts = frame.lanes.map((lane) => playoutDelays(frame, lane))
  const targets = frame.lanes.map(({ series }) => Array.from(series.target))
  const highest =
    max([...points.map(({ y }) => y), ...playouts.flat().map(({ y }) => y), ...targets.flat()]) ?? 0
  const y = scaleLinear([0, Math.max(20_000, highest)], [delay.bottom, delay.top]).nice(3)
  const yMs = y.copy().domain(y.domain().map((value) => value / 1_000))
  return (
    <g className="delay-plot">
      <rect className="band" x={left} y={delay.top} width={right - left} height={delay.bottom - delay.top} />
      <ValueAxis y={yMs} left={left} right={right} unit="ms" />
      {frame.lanes.map((lane, i) => (
        <path
          key={lane.summary.policy}
          className={`target lane-line-${i}`}
          d={stepLine(
            lane.series.time.length,
            (row) => x(at(lane.series.time, row)),
            (row) => y(at(lane.series.target, row)),
            x(frame.now),
          )}
        />
      ))}
      {playouts.map((line, i) => (
        <path
          key={frame.lanes[i]?.summary.policy}
          className={`playout lane-line-${i}`}
          d={line
            .map((point, j) => `${j === 0 ? 'M' : 'L'}${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`)
            .join('')}
        />
      ))}
      <path
        className="delay-point"
        d={points
          .filter(({ late }) => !late)
          .map((p) => dot(x(p.x), y(p.y), 3))
          .join('')}
      />
      <path
        className="delay-point-late"
        d={points
          .filter(({ late }) => late)
          .map((p) => cross(x(p.x), y(p.y), 3.5))
          .join('')}
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
