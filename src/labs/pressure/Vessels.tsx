import type { JSX } from 'react'
import type { LaneFrame } from '../../engine/flow/pressure/frame.ts'
import type { LaneScale } from './scales.ts'
import { fillOf, useSketchBox } from './sketch.ts'
import { sayCount } from './words.ts'

interface PartProps {
  readonly lane: LaneFrame
  readonly scale: LaneScale
  readonly seed: number
  /** The pattern a sketch is filled with; null for one in crisp lines. */
  readonly hatch: string | null
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** The producer fills up when it may not send: on the scale of the queue, so one sees where the messages wait. */
export function Producer({
  lane,
  left,
  right,
  top,
  bottom,
  scale,
  seed,
  stalled,
}: PartProps & { readonly stalled: boolean }): JSX.Element {
  const { waiting, origin, requests } = lane
  const share = Math.min(1, waiting / (scale.y.domain()[1] ?? 1))
  const sketch = useSketchBox(origin === 'whiteboard', right - left, bottom - top, seed)
  const height = share * (bottom - top)
  const center = (left + right) / 2
  return (
    <g className="producer">
      <rect className="vessel-ground" x={left} y={top} width={right - left} height={bottom - top} rx={4} />
      <rect
        className="producer-fill"
        x={left}
        y={bottom - height}
        width={right - left}
        height={height}
        rx={2}
      />
      <Outline sketch={sketch} className="producer-line" {...{ left, right, top, bottom }} />
      {waiting > 0 ? (
        <>
          <text className="vessel-number" x={center} y={bottom - 17} textAnchor="middle">
            {sayCount(waiting)}
          </text>
          <text className="vessel-word" x={center} y={bottom - 5} textAnchor="middle">
            {stalled ? 'stalled' : 'waiting'}
          </text>
        </>
      ) : requests.attemptsEach > 1.005 ? (
        <>
          <text className="vessel-number" x={center} y={bottom - 17} textAnchor="middle">
            ×{requests.attemptsEach.toFixed(2)}
          </text>
          <text className="vessel-word" x={center} y={bottom - 5} textAnchor="middle">
            tries
          </text>
        </>
      ) : (
        <text className="vessel-word" x={center} y={bottom - 5} textAnchor="middle">
          {stalled ? 'stalled' : 'sends'}
        </text>
      )}
    </g>
  )
}

/** What waits to be served, on the scale of the chart beside it. One that grows has no lid. */
export function Queue({ lane, left, right, top, bottom, scale, seed, hatch }: PartProps): JSX.Element {
  const { level, origin, limit } = lane
  const room = scale.y.domain()[1] ?? 1
  const height = Math.min(1, level / room) * (bottom - top)
  const roof = limit === null ? top : Math.max(top, bottom - (limit / room) * (bottom - top))
  const sketch = useSketchBox(
    origin === 'whiteboard' && limit !== null,
    right - left,
    bottom - roof,
    seed + 1,
  )
  const center = (left + right) / 2
  return (
    <g className="queue">
      <rect className="vessel-ground" x={left} y={roof} width={right - left} height={bottom - roof} rx={3} />
      <rect
        className="queue-fill"
        style={fillOf(hatch)}
        x={left}
        y={bottom - height}
        width={right - left}
        height={height}
      />
      {limit === null ? (
        <path className="queue-line" d={`M${left},${top}V${bottom}H${right}V${top}`} />
      ) : (
        <Outline
          sketch={sketch}
          className="queue-line"
          left={left}
          right={right}
          top={roof}
          bottom={bottom}
        />
      )}
      <text className="vessel-number" x={center} y={bottom - 6} textAnchor="middle">
        {sayCount(level)}
      </text>
    </g>
  )
}

interface OutlineProps {
  /** Its path by hand; '' for crisp lines. */
  readonly sketch: string
  readonly className: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const Outline = ({ sketch, className, left, right, top, bottom }: OutlineProps): JSX.Element =>
  sketch === '' ? (
    <rect className={className} x={left} y={top} width={right - left} height={bottom - top} rx={4} />
  ) : (
    <path className={className} d={sketch} transform={`translate(${left},${top})`} />
  )
