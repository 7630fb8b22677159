import { scaleLog, type ScaleLogarithmic } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { LaneFrame, PressureFrame, Quantiles } from '../../engine/flow/pressure/frame.ts'
import { line } from '../../view/paths.ts'
import { ROOM_FOR_NAMES, waitsHeight } from './number-places.ts'
import { isThere, type Box, type Layout } from './layout.ts'
import { sayMs } from './words.ts'

/** Shorter waits, in ms, are drawn here. */
const SHORTEST = 0.01

const clampMs = (ms: number): number => Math.max(SHORTEST, ms)

/** One scale of times for all lanes: decades that hold every figure. */
function scaleOf(lanes: readonly LaneFrame[], { left, right }: Box): ScaleLogarithmic<number, number> {
  const all = lanes.flatMap(({ waits: { p50, p999 } }) => [p50, p999]).filter((ms) => Number.isFinite(ms))
  if (all.length === 0) return scaleLog([0.1, 1_000], [left, right])
  const least = Math.min(...all.map(clampMs))
  const most = Math.max(...all.map(clampMs), least * 10)
  const decade = (ms: number, round: (power: number) => number): number => 10 ** round(Math.log10(ms))
  return scaleLog([decade(least, Math.floor), decade(most * 1.0001, Math.ceil)], [left, right])
}

/** How long messages waited for their service, over every one of the run: half, 90, 99 and 99.9 of 100 no longer than the marks. */
export function WaitsPlot({
  frame,
  layout,
}: {
  readonly frame: PressureFrame
  readonly layout: Layout
}): JSX.Element | null {
  const { waitsAxis, waitsBeside, lanes: places } = layout
  if (!isThere(waitsAxis)) return null
  const lanes = frame.lanes.slice(0, places.length)
  const x = scaleOf(lanes, waitsAxis)
  const decades = x.ticks().filter((tick) => Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-9)
  const step = Math.ceil(decades.length / Math.max(2, Math.floor((waitsAxis.right - waitsAxis.left) / 46)))
  return (
    <g className="waits">
      {!waitsBeside && (
        <text className="plot-title" x={layout.narrow ? 4 : 0} y={waitsAxis.top - (layout.narrow ? 12 : 2)}>
          Waits so far; on the right their p99
        </text>
      )}
      {decades.map((tick, i) => (
        <g key={tick}>
          <line className="grid" x1={x(tick)} x2={x(tick)} y1={waitsAxis.top + 6} y2={waitsAxis.bottom} />
          {i % step === 0 && (
            <text className="tick" x={x(tick)} y={waitsAxis.bottom + 13} textAnchor="middle">
              {tick >= 1_000 ? `${tick / 1_000} s` : tick >= 1 ? `${tick} ms` : `${tick}`}
            </text>
          )}
        </g>
      ))}
      {lanes.map((lane, i) => (
        <Ladder key={lane.lane} lane={lane} place={at(places, i).waits} x={x} named={!waitsBeside} />
      ))}
    </g>
  )
}

interface LadderProps {
  readonly lane: LaneFrame
  readonly place: Box
  readonly x: ScaleLogarithmic<number, number>
  /** The lane's name stands beside it. */
  readonly named: boolean
}

function Ladder({ lane, place, x, named }: LadderProps): JSX.Element {
  const { waits } = lane
  const above = place.left < ROOM_FOR_NAMES
  const y = waitsHeight(place, named)
  return (
    <g className={`ladder lane-${lane.origin}`}>
      {named && (
        <text
          className="ladder-name"
          x={above ? place.left : place.left - 8}
          y={above ? y - 10 : y + 4}
          textAnchor={above ? 'start' : 'end'}
        >
          {lane.name}
        </text>
      )}
      {Number.isFinite(waits.p999) && <Rungs waits={waits} x={x} y={y} named={named} />}
    </g>
  )
}

function Rungs({
  waits: { p50, p90, p99, p999 },
  x,
  y,
  named,
}: {
  readonly waits: Quantiles
  readonly x: LadderProps['x']
  readonly y: number
  readonly named: boolean
}): JSX.Element {
  const [a, b, c, d] = [p50, p90, p99, p999].map((ms) => x(clampMs(ms))) as [number, number, number, number] // four in, four out
  return (
    <>
      <path className="rung-line" d={line(a, y, d, y)} />
      <path className="rung-thick" d={line(a, y, b, y)} />
      <circle className="rung-half" cx={a} cy={y} r={4} />
      <path className="rung" d={line(b, y - 5, b, y + 5)} />
      <path className="rung-99" d={`M${c},${y - 5}L${c + 5},${y}L${c},${y + 5}L${c - 5},${y}Z`} />
      <path className="rung" d={line(d, y - 6, d, y + 6)} />
      {named ? (
        <text className="rung-word" x={x.range()[1] ?? 0} y={y + 4} dx={8}>
          {sayMs(p99)}
        </text>
      ) : (
        <>
          <text className="rung-word" x={x.range()[0] ?? 0} y={y - 11}>
            p50 {sayMs(p50)}
          </text>
          <text className="rung-word" x={x.range()[1] ?? 0} y={y - 11} textAnchor="end">
            p99 {sayMs(p99)}
          </text>
        </>
      )}
    </>
  )
}
