import { max } from 'd3-array'
import { scaleLinear, scaleLog, type ScaleLinear, type ScaleLogarithmic } from 'd3-scale'
import { useId, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { LaneFrame, LoadPoint, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { dot, polyline } from '../../view/paths.ts'
import { tonesOf } from './tones.ts'
import type { StudyState } from './use-study.ts'
import { sayMs } from './words.ts'

/** Which wait is drawn. */
export type Wait = 'mean' | 'p99'

type WaitScale = ScaleLinear<number, number> | ScaleLogarithmic<number, number>

interface LoadCurveProps {
  readonly width: number
  readonly frame: PressureFrame
  readonly studied: StudyState | null
  readonly wait: Wait
  readonly isLog: boolean
}

const HEIGHT = 280
const NARROW = 560
const MARGIN = { top: 16, right: 170, bottom: 40, left: 58 }
const SHORTEST = 0.001
/** A run so many times above the bend lies on the cliff behind it. */
const CLIFF = 6

/** Load to the right, wait upwards: short runs of every lane, the law's line behind, and the present run as rings. */
export function LoadCurve(props: LoadCurveProps): JSX.Element {
  const { width, frame, studied, wait, isLog } = props
  const clip = useId()
  const narrow = width < NARROW
  const [left, right] = [narrow ? 50 : MARGIN.left, width - (narrow ? 12 : MARGIN.right)]
  const [top, bottom] = [MARGIN.top, HEIGHT - MARGIN.bottom]
  const here = frame.lanes.map((lane) => presentOf(frame, lane, wait))
  const curves = frame.lanes.map(({ lane }) => curveOf(studied, lane, wait))
  const mostLoad = Math.max(1.3, max(here, ({ load }) => load * 1.05) ?? 0)
  const x = scaleLinear([0, Math.min(4, mostLoad)], [left, right])
  const y = scaleOf(here, curves, [bottom, top], isLog)
  const place = ({ load, ms }: Spot): readonly [number, number] => [x(load), y(Math.max(SHORTEST, ms))]
  const tones = tonesOf(frame.lanes)
  const law = wait === 'mean' ? lawOf(studied) : []
  return (
    <svg
      className="load-curve"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      aria-hidden="true"
    >
      <clipPath id={clip}>
        <rect x={left} y={top} width={right - left} height={bottom - top} />
      </clipPath>
      <Axes {...{ x, y, left, right, top, bottom, narrow, isLog }} />
      <g clipPath={`url(#${clip})`}>
        <path className="law" d={polyline(law.filter(({ ms }) => Number.isFinite(ms)).map(place))} />
        {curves.map((curve, i) => (
          <g key={at(frame.lanes, i).lane}>
            <path className={`curve lane-line-${tones[i]}`} d={polyline(curve.map(place))} />
            <path
              className={`curve-points lane-mark-${tones[i]}`}
              d={curve.map((spot) => dot(...place(spot), 5)).join('')}
            />
          </g>
        ))}
      </g>
      {here.map((spot, i) => (
        <Here
          key={at(frame.lanes, i).lane}
          spot={spot}
          place={place}
          top={top}
          right={right}
          tone={tones[i] ?? 0}
        />
      ))}
      {!narrow && (
        <Names
          x={right + 8}
          names={frame.lanes.flatMap(({ name, lane }, i) => {
            const last = at(curves, i).at(-1)
            return last === undefined
              ? []
              : [{ key: lane, name, y: Math.max(top + 5, place(last)[1]), tone: tones[i] ?? 0 }]
          })}
        />
      )}
    </svg>
  )
}

interface AxesProps {
  readonly x: ScaleLinear<number, number>
  readonly y: WaitScale
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly narrow: boolean
  readonly isLog: boolean
}

function Axes({ x, y, left, right, top, bottom, narrow, isLog }: AxesProps): JSX.Element {
  return (
    <>
      <rect className="ground" x={left} y={top} width={right - left} height={bottom - top} />
      <rect className="beyond" x={x(1)} y={top} width={right - x(1)} height={bottom - top} />
      {ticksOf(y, isLog).map((tick) => (
        <g key={tick}>
          <line className="grid" x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
          <text className="tick" x={left - 6} y={y(tick)} textAnchor="end" dominantBaseline="middle">
            {sayMs(tick)}
          </text>
        </g>
      ))}
      {x.ticks(narrow ? 4 : 7).map((tick) => (
        <text key={tick} className="tick" x={x(tick)} y={bottom + 14} textAnchor="middle">
          {Math.round(tick * 100)} %
        </text>
      ))}
      <text className="tick" x={right} y={bottom + 31} textAnchor="end">
        load: offered ÷ what the workers can serve →
      </text>
      {!narrow && (
        <text className="tick" x={x(1) + 6} y={bottom - 7}>
          more than can be served
        </text>
      )}
    </>
  )
}

interface Spot {
  readonly load: number
  readonly ms: number
}

const msOf = ({ meanMs, p99Ms }: LoadPoint, wait: Wait): number => (wait === 'mean' ? meanMs : p99Ms)

function curveOf(studied: StudyState | null, lane: string, wait: Wait): readonly Spot[] {
  return (studied?.loads ?? []).flatMap(({ load, points }) =>
    points
      .filter((point) => point.lane === lane && Number.isFinite(msOf(point, wait)))
      .map((point) => ({ load, ms: msOf(point, wait) })),
  )
}

const lawOf = (studied: StudyState | null): readonly Spot[] =>
  (studied?.theory?.load ?? []).map((load, i) => ({ load, ms: studied?.theory?.waitMs[i] ?? Number.NaN }))

/** The run as it stands: the load offered so far, and its waits so far. */
function presentOf({ now, load, settings }: PressureFrame, { waits }: LaneFrame, wait: Wait): Spot {
  const capacity = load.serviceRate * settings.workers
  const offered = now > 0 ? load.arrivals / (now / 1e6) : 0
  return { load: offered / capacity, ms: wait === 'mean' ? waits.mean : waits.p99 }
}

/** Linear, with room for the present run and the bend; or by decades, with room for everything. */
function scaleOf(
  here: readonly Spot[],
  curves: readonly (readonly Spot[])[],
  range: readonly [number, number],
  isLog: boolean,
): WaitScale {
  const own = here.map(({ ms }) => ms).filter((ms) => ms > 0)
  const all = curves.flat()
  if (isLog) {
    const every = [...own, ...all.map(({ ms }) => ms)].filter((ms) => ms > 0)
    const least = Math.max(SHORTEST, Math.min(0.1, ...every))
    const most = Math.max(10, ...every)
    return scaleLog(
      [10 ** Math.floor(Math.log10(least)), 10 ** Math.ceil(Math.log10(most * 1.0001))],
      [...range],
    ).clamp(true)
  }
  const bend =
    max(
      all.filter(({ load }) => load < 0.96),
      ({ ms }) => ms,
    ) ?? 0
  const most = max(own) ?? 0
  // A run far up the cliff would flatten the bend: it is told at the edge instead.
  const top = bend > 0 && most > CLIFF * bend ? 2.2 * bend : Math.max(0.5, 1.15 * most, 1.6 * bend)
  return scaleLinear([0, top], [...range])
}

function ticksOf(y: WaitScale, isLog: boolean): readonly number[] {
  const ticks = y.ticks(4)
  return isLog
    ? ticks.filter((tick) => Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9)
    : ticks
}

interface HereProps {
  readonly spot: Spot
  readonly place: (spot: Spot) => readonly [number, number]
  readonly top: number
  readonly right: number
  readonly tone: number
}

/** The present run of a lane: a ring; where it lies beyond the picture, an arrow at the edge. */
function Here({ spot, place, top, right, tone }: HereProps): JSX.Element | null {
  if (!Number.isFinite(spot.ms) || !Number.isFinite(spot.load)) return null
  const [x, y] = place(spot)
  const left = Math.min(right, x)
  if (y >= top - 1) return <circle className={`here lane-line-${tone}`} cx={left} cy={y} r={6.5} />
  return (
    <path
      className={`here lane-line-${tone}`}
      d={`M${left - 6},${top + 12}L${left},${top + 2}L${left + 6},${top + 12}Z`}
    />
  )
}

interface NamesProps {
  readonly x: number
  readonly names: readonly {
    readonly key: string
    readonly name: string
    readonly y: number
    readonly tone: number
  }[]
}

const LINE_HEIGHT = 14

/** Names at the ends of the curves, moved down where they would overlap. */
function Names({ x, names }: NamesProps): JSX.Element {
  const placed: NamesProps['names'][number][] = []
  for (const one of [...names].sort((a, b) => a.y - b.y))
    placed.push({ ...one, y: Math.max(one.y, (placed.at(-1)?.y ?? -Infinity) + LINE_HEIGHT) })
  return (
    <g className="line-names">
      {placed.map(({ key, name, y, tone }) => (
        <text key={key} className={`line-name lane-mark-${tone}`} x={x} y={y} dominantBaseline="middle">
          {name}
        </text>
      ))}
    </g>
  )
}
