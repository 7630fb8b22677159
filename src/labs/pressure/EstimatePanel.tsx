import { scaleLinear } from 'd3-scale'
import { useRef, type JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { Estimate, LaneFrame, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { cross, dot, line } from '../../view/paths.ts'
import { useWidth } from '../../view/use-size.ts'
import { tonesOf } from './tones.ts'
import { sayShare } from './words.ts'

const ROW = 30
const TOP = 26
const NARROW = 560

const countOf = (share: number): string => (Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : '–')

/** What the survivors say about the whole: counted as they are, and by weight. Null where no lane samples. */
export function EstimatePanel({ frame }: { readonly frame: PressureFrame }): JSX.Element | null {
  if (!frame.lanes.some(({ counts }) => counts.sampledOut > 0)) return null
  return (
    <details className="pressure-panel" open>
      <summary>How many views were there? An estimate from what was served</summary>
      <EstimateBody frame={frame} />
    </details>
  )
}

function EstimateBody({ frame }: { readonly frame: PressureFrame }): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box, 800)
  return (
    <div className="curve-box" ref={box}>
      <EstimatePlot frame={frame} width={width} />
      <p className="muted small">
        Each message carries some views. × counts the views of the messages served as they are; ■ counts each
        of them 1 / the chance with which it was kept. The line at 100 % is the truth: all views of messages
        that have met their end. On the right: the share of sessions of which no message was lost.
      </p>
    </div>
  )
}

/** A row a lane: × as counted, ■ as weighted, on a scale where the truth is 100 %. */
export function EstimatePlot({
  frame,
  width,
}: {
  readonly frame: PressureFrame
  readonly width: number
}): JSX.Element {
  const narrow = width < NARROW
  const { lanes } = frame
  const tones = tonesOf(lanes)
  const most = Math.max(
    1.15,
    ...lanes.map(({ estimate }) => ratio(estimate.weighted, estimate)).filter(Number.isFinite),
  )
  const [left, right] = [narrow ? 10 : 190, width - (narrow ? 26 : 150)]
  const x = scaleLinear([0, Math.min(2.5, most * 1.05)], [left, right])
  const step = narrow ? ROW + 18 : ROW
  const height = TOP + lanes.length * step + 4
  return (
    <svg
      className="estimate-plot"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
    >
      {x.ticks(narrow ? 4 : 6).map((tick) => (
        <g key={tick}>
          <line className="grid" x1={x(tick)} x2={x(tick)} y1={TOP - 4} y2={height} />
          <text className="tick" x={x(tick)} y={TOP - 10} textAnchor="middle">
            {Math.round(tick * 100)} %
          </text>
        </g>
      ))}
      <line className="truth" x1={x(1)} x2={x(1)} y1={TOP - 6} y2={height} />
      {!narrow && (
        <text className="tick" x={width - 4} y={TOP - 10} textAnchor="end">
          whole sessions
        </text>
      )}
      {lanes.map((lane, i) => (
        <Row
          key={lane.lane}
          lane={lane}
          x={x}
          y={TOP + i * step + (narrow ? 30 : ROW / 2)}
          width={width}
          narrow={narrow}
          tone={at(tones, i)}
        />
      ))}
    </svg>
  )
}

interface RowProps {
  readonly lane: LaneFrame
  readonly x: (share: number) => number
  readonly y: number
  readonly width: number
  readonly narrow: boolean
  readonly tone: number
}

function Row({ lane, x, y, width, narrow, tone }: RowProps): JSX.Element {
  const { estimate } = lane
  const [plain, weighted] = [ratio(estimate.unweighted, estimate), ratio(estimate.weighted, estimate)]
  const clamp = (share: number): number => Math.min(2.5, share)
  return (
    <g className={`lane-${lane.origin}`}>
      <text className={`lane-title lane-mark-${tone}`} x={0} y={narrow ? y - 14 : y + 4}>
        {lane.name}
      </text>
      {Number.isFinite(plain) && (
        <>
          <path
            className={`estimate-line lane-line-${tone}`}
            d={line(x(clamp(plain)), y, x(clamp(weighted)), y)}
          />
          <path className={`estimate-plain lane-line-${tone}`} d={cross(x(clamp(plain)), y, 5)} />
          <path className={`lane-mark-${tone}`} d={dot(x(clamp(weighted)), y, 8)} />
        </>
      )}
      <text className="estimate-words" x={width - 4} y={narrow ? y - 14 : y + 4} textAnchor="end">
        {narrow ? `× ${countOf(plain)} ■ ${countOf(weighted)}` : sayShare(estimate.wholeSessions)}
      </text>
      {!narrow && Number.isFinite(plain) && (
        <text className="estimate-words" x={x(0) + 4} y={y + 4}>
          × {countOf(plain)} ■ {countOf(weighted)}
        </text>
      )}
    </g>
  )
}

const ratio = (count: number, { truth }: Estimate): number => (truth > 0 ? count / truth : Number.NaN)
