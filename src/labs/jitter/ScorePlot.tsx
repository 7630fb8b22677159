import { max } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { useId, type JSX } from 'react'
import type { Point } from '../../engine/jitter/bounds/point.ts'
import { cross, dot, polyline } from '../../view/paths.ts'
import { ValueAxis } from '../../view/ValueAxis.tsx'

/** A policy in the plot. `lane` is the number of its colour. */
export interface PlottedPolicy {
  readonly name: string
  readonly lane: number
  readonly point: Point
}

interface ScorePlotProps {
  readonly width: number
  readonly policies: readonly PlottedPolicy[]
  /** What fixed delays would have cost; empty where it is not known yet. */
  readonly fixed: readonly Point[]
  readonly bestFixed: Point | null
  /** What somebody who knows the future could have done. */
  readonly clairvoyant: readonly Point[]
  /** "late", or "late or waited for". */
  readonly badWords: string
}

const HEIGHT = 240
const NARROW = 560
const MARGIN = { top: 14, right: 26, bottom: 38, left: 46 }
const LABEL_HEIGHT = 13

/**
 * The trade: delay to the right, lateness upwards, so that nearer to the corner at the bottom left is better. The
 * shaded side of the solid line is out of anybody's reach.
 */
export function ScorePlot(props: ScorePlotProps): JSX.Element {
  const { width, policies, fixed, bestFixed, clairvoyant, badWords } = props
  const clip = useId()
  const narrow = width < NARROW
  const [left, right] = [MARGIN.left, width - MARGIN.right]
  const [top, bottom] = [MARGIN.top, HEIGHT - MARGIN.bottom]
  const marks = policies.map(({ point }) => point).concat(bestFixed ?? [])
  const mostDelay = max(marks, ({ delay }) => delay) ?? 0
  const mostBad = max(marks, ({ bad }) => bad) ?? 0
  const x = scaleLinear([0, Math.max(20_000, mostDelay * 1.15) / 1_000], [left, right]).nice(narrow ? 4 : 8)
  const y = scaleLinear([0, Math.max(0.005, mostBad * 1.25) * 100], [bottom, top]).nice(4)
  const place = ({ delay, bad }: Point): readonly [number, number] => [x(delay / 1_000), y(bad * 100)]
  const inside = (points: readonly Point[]): string => polyline(points.map(place))
  return (
    <svg
      className="score-plot"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      aria-hidden="true"
    >
      <clipPath id={clip}>
        <rect x={left} y={top} width={right - left} height={bottom - top} />
      </clipPath>
      <rect className="band" x={left} y={top} width={right - left} height={bottom - top} />
      <ValueAxis y={y} left={left} right={right} unit="%" ticks={4} />
      {x.ticks(narrow ? 4 : 8).map((tick) => (
        <text key={tick} className="tick" x={x(tick)} y={bottom + 14} textAnchor="middle">
          {tick} ms
        </text>
      ))}
      <text className="tick" x={right} y={bottom + 30} textAnchor="end">
        mean delay above the fastest packet →
      </text>
      <text className="tick" x={right - 4} y={top + 12} textAnchor="end">
        ↑ % {badWords}
      </text>
      <g clipPath={`url(#${clip})`}>
        {clairvoyant.length > 1 && (
          <path className="out-of-reach" d={`${inside(clairvoyant)}V${bottom}H${left}V${top}Z`} />
        )}
        <path className="fixed-curve" d={inside([...fixed].sort((a, b) => a.delay - b.delay))} />
        <path className="clairvoyant-curve" d={inside(clairvoyant)} />
      </g>
      {bestFixed !== null && <path className="best-fixed" d={cross(...place(bestFixed), 5)} />}
      {policies.map(({ name, lane, point }) => (
        <path key={name} className={`score-point lane-mark-${lane}`} d={dot(...place(point), 8)} />
      ))}
      <PointNames policies={policies} place={place} right={right} top={top} />
    </svg>
  )
}

interface PointNamesProps extends Pick<ScorePlotProps, 'policies'> {
  readonly place: (point: Point) => readonly [number, number]
  readonly right: number
  readonly top: number
}

/** The names beside their points, moved apart where they would overlap. */
function PointNames({ policies, place, right, top }: PointNamesProps): JSX.Element {
  const placed: { name: string; lane: number; x: number; y: number; atEnd: boolean }[] = []
  const sorted = policies.map((one) => ({ ...one, at: place(one.point) })).sort((a, b) => b.at[1] - a.at[1])
  for (const { name, lane, at } of sorted) {
    const below = placed.at(-1)?.y ?? Infinity
    const atEnd = at[0] > right - 130
    placed.push({
      name,
      lane,
      x: at[0] + (atEnd ? -9 : 9),
      y: Math.max(top + 6, Math.min(at[1], below - LABEL_HEIGHT)),
      atEnd,
    })
  }
  return (
    <g className="line-names">
      {placed.map(({ name, lane, x, y, atEnd }) => (
        <text
          key={name}
          className={`line-name lane-mark-${lane}`}
          x={x}
          y={y}
          textAnchor={atEnd ? 'end' : undefined}
          dominantBaseline="middle"
        >
          {name}
        </text>
      ))}
    </g>
  )
}
