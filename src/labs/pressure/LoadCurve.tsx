import { max } from 'd3-array'
import { scaleLinear, scaleLog, type ScaleLinear, type ScaleLogarithmic } from 'd3-scale'
import { useId, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { LaneFrame, LoadPoint, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { dot, polyline } from '../../view/paths.ts'
import { SpreadNames } from './SpreadNames.tsx'
import { nested, shortNames, tonesOf } from './tones.ts'
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
  const law = wait === 'mean' ? lawOf(studied) : []
  const y = scaleOf(here, [...curves, law], [bottom, top], isLog)
  const place = ({ load, ms }: Spot): readonly [number, number] => [x(load), y(Math.max(SHORTEST, ms))]
  const tones = tonesOf(frame.lanes)
  const names = shortNames(frame.lanes)
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
            <path
              className={`curve lane-line-${tones[i]}`}
              style={{ strokeWidth: nested(i, curves.length) }}
              d={polyline(curve.map(place))}
            />
            <path
              className={`curve-points lane-mark-${tones[i]}`}
              d={curve.map((spot) => dot(...place(spot), 5)).join('')}
            />
          </g>
        ))}
      </g>
      <Here {...{ here, tones, place, top, left, right }} />
      {!narrow && (
        <SpreadNames
          x={right + 8}
          top={top + 5}
          bottom={bottom - 4}
          names={frame.lanes.flatMap((lane, i) => {
            const last = at(curves, i).at(-1)
            const className = `lane-mark-${tones[i]}`
            return last === undefined
              ? []
              : [{ key: lane.lane, text: at(names, i), y: Math.max(top, place(last)[1]), className }]
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
  const all = curves.flat().filter(({ ms }) => Number.isFinite(ms))
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
  readonly here: readonly Spot[]
  readonly tones: readonly number[]
  readonly place: (spot: Spot) => readonly [number, number]
  readonly top: number
  readonly left: number
  readonly right: number
}

const ARROW = 15

/** The present run: a ring a lane; for those that lie above the picture arrows side by side, and how far up they are. */
function Here({ here, tones, place, top, left, right }: HereProps): JSX.Element {
  const spots = here.flatMap((spot, i) => {
    if (!Number.isFinite(spot.ms) || !Number.isFinite(spot.load)) return []
    const [x, y] = place(spot)
    return [{ x: Math.min(right - 4, x), y, ms: spot.ms, tone: tones[i] ?? 0, lane: i }]
  })
  const above = spots.filter(({ y }) => y < top - 1)
  const start = Math.max(left + 8, (above[0]?.x ?? 0) - ((above.length - 1) * ARROW) / 2)
  const middle = start + ((above.length - 1) * ARROW) / 2
  const waits = above.map(({ ms }) => ms)
  const [least, most] = [sayMs(Math.min(...waits)), sayMs(Math.max(...waits))]
  return (
    <g>
      {spots
        .filter(({ y }) => y >= top - 1)
        .map(({ x, y, tone, lane }) => (
          <circle key={lane} className={`here lane-line-${tone}`} cx={x} cy={y} r={6.5} />
        ))}
      {above.map(({ tone, lane }, i) => (
        <path
          key={lane}
          className={`here lane-line-${tone}`}
          d={`M${start + i * ARROW - 5},${top + 12}l5,-9l5,9z`}
        />
      ))}
      {above.length > 0 && (
        <text
          className="here-words"
          x={Math.min(right - 90, Math.max(left + 90, middle))}
          y={top + 26}
          textAnchor="middle"
        >
          this run: {least === most ? least : `${least} to ${most}`}
        </text>
      )}
    </g>
  )
}
