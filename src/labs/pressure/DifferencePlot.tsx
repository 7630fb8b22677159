import { max } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { LaneFrame, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { differences, QUANTITIES, type Difference, type Quantity } from './difference.ts'
import type { Band, Layout } from './layout.ts'
import { SpreadNames } from './SpreadNames.tsx'
import { nested, shortNames, tonesOf } from './tones.ts'
import { sayDifference } from './words.ts'

/** So many pixels right of a plot are enough for names. */
const ROOM_BESIDE = 120

interface DifferencePlotProps {
  readonly frame: PressureFrame
  readonly layout: Layout
  readonly band: Band
  readonly reference: LaneFrame
  readonly quantity: Quantity
  readonly clip: string
}

/** How far each lane is above or below the one it is held against: the same arrivals, so the policy is the difference. */
export function DifferencePlot(props: DifferencePlotProps): JSX.Element {
  const { frame, layout, band, reference, quantity, clip } = props
  const { width, left, right, x, narrow } = layout
  const drawn = frame.lanes.slice(0, layout.lanes.length)
  const tones = tonesOf(frame.lanes)
  const names = shortNames(frame.lanes)
  const all = differences(frame, drawn, reference, quantity)
  const largest = Math.max(4, ...all.map(({ value }) => max(value, Math.abs) ?? 0))
  const y = scaleLinear([-largest * 1.1, largest * 1.1], [band.bottom, band.top])
  const unit = QUANTITIES.find(({ value }) => value === quantity)?.unit ?? ''
  const beside = width - right > ROOM_BESIDE
  return (
    <g className="difference-plot">
      <Heading {...props} unit={unit} />
      <rect className="ground" x={left} y={band.top} width={right - left} height={band.bottom - band.top} />
      {y.ticks(4).map((tick) => (
        <g key={tick}>
          <line className="grid" x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
          <text className="tick" x={left - 6} y={y(tick)} textAnchor="end" dominantBaseline="middle">
            {sayDifference(tick)}
          </text>
        </g>
      ))}
      <g clipPath={`url(#${clip})`}>
        {drawn.map((lane, i) =>
          lane === reference ? null : (
            <path
              key={lane.lane}
              className={`difference-line lane-line-${tones[i]}`}
              style={{ strokeWidth: nested(i, drawn.length) }}
              d={lineOf(at(all, i), x, y)}
            />
          ),
        )}
      </g>
      <line className="difference-zero" x1={left} x2={right} y1={y(0)} y2={y(0)} />
      <SpreadNames
        x={beside ? right + 8 : narrow ? right : Math.min(right, x(frame.now)) - 6}
        anchor={beside ? 'start' : 'end'}
        top={band.top + 7}
        bottom={band.bottom - 4}
        names={drawn.flatMap((lane, i) =>
          lane === reference
            ? []
            : [
                {
                  key: lane.lane,
                  text: at(names, i),
                  y: y(lastOf(at(all, i))),
                  className: `lane-mark-${tones[i]}`,
                },
              ],
        )}
      />
    </g>
  )
}

/** What is drawn: beside the plot, or above it where there is no room. */
function Heading({
  layout,
  band,
  reference,
  unit,
}: DifferencePlotProps & { readonly unit: string }): JSX.Element {
  if (layout.narrow)
    return (
      <text className="plot-title" x={4} y={band.top - 8}>
        Difference: {unit.split(',')[0]}
      </text>
    )
  return (
    <>
      <text className="plot-title" x={0} y={band.top + 12}>
        The difference
      </text>
      {['each lane minus', reference.name, ...unit.split(', ')].map((words, i) => (
        <text
          key={words}
          className={i === 1 ? 'plot-words plot-reference' : 'plot-words'}
          x={0}
          y={band.top + 29 + 15 * i}
        >
          {words}
        </text>
      ))}
    </>
  )
}

const lastOf = ({ value }: Difference): number => value.findLast((one) => Number.isFinite(one)) ?? 0

function lineOf(
  { time, value }: Difference,
  x: (time: number) => number,
  y: (value: number) => number,
): string {
  let d = ''
  let pen = 'M'
  for (let i = 0; i < time.length; i++) {
    const one = at(value, i)
    if (!Number.isFinite(one)) {
      pen = 'M'
      continue
    }
    d += `${pen}${x(at(time, i)).toFixed(1)},${y(one).toFixed(1)}`
    pen = 'L'
  }
  return d
}
