import type { JSX } from 'react'
import { STRATEGY } from '../../engine/flow/pressure/codes.ts'
import type { LaneFrame, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { line } from '../../view/paths.ts'
import { isStalled, ratesOf, type Rates } from './flow.ts'
import type { LaneLayout } from './layout.ts'
import type { LaneScale } from './scales.ts'
import { fillOf, useSketchBox } from './sketch.ts'
import { sayCount, sayRate } from './words.ts'

interface StationProps {
  readonly frame: PressureFrame
  readonly lane: LaneFrame
  readonly place: LaneLayout
  readonly scale: LaneScale
  /** The most that any lane is offered, in messages a second: a pipe at its widest. */
  readonly mostRate: number
  readonly seed: number
  /** The pattern a sketch is filled with; null for one in crisp lines. */
  readonly hatch: string | null
}

/** Places along the station, as shares of its width: producer, pipe, gate, queue, pipe, workers. */
const AT = { producer: 0, producerEnd: 0.2, gate: 0.43, queue: 0.46, queueEnd: 0.68, workers: 0.9 }
const MOST_DISCS = 4

/** A lane as it is now: what waits at the producer, what flows in, what the queue holds, what flows out or is lost. */
export function Station({ frame, lane, place, scale, mostRate, seed, hatch }: StationProps): JSX.Element {
  const { left, right, top, bottom } = place.station
  const spot = (share: number): number => left + share * (right - left)
  const rates = ratesOf(lane, frame)
  const stalled = isStalled(lane)
  const down = lane.strategy === STRATEGY.down
  const middle = (top + bottom) / 2 + 4
  const pipes = { y: middle, mostRate, now: frame.now }
  return (
    <g className={`station ${stalled ? 'station-stalled' : ''} ${down ? 'station-down' : ''}`}>
      <Producer
        lane={lane}
        left={spot(AT.producer)}
        right={spot(AT.producerEnd)}
        {...{ top, bottom, scale, seed, hatch, stalled }}
      />
      <Pipe
        {...pipes}
        from={spot(AT.producerEnd)}
        to={spot(AT.gate)}
        rate={rates.inflow + lostBefore(lane, rates)}
        kind="in"
        pressed={stalled}
      />
      <Gate x={spot(AT.gate)} y={middle} closed={stalled} />
      <Queue
        lane={lane}
        left={spot(AT.queue)}
        right={spot(AT.queueEnd)}
        {...{ top, bottom, scale, seed, hatch }}
      />
      <Pipe
        {...pipes}
        from={spot(AT.queueEnd)}
        to={spot(AT.workers) - 14}
        rate={rates.outflow}
        kind="out"
        pressed={false}
      />
      <Workers lane={lane} frame={frame} x={spot(AT.workers)} y={middle} />
      <Lost
        lane={lane}
        rates={rates}
        x={losesAtHead(lane) ? spot(AT.queueEnd) + 6 : spot(AT.gate) - 7}
        y={middle}
        bottom={bottom}
        atHead={losesAtHead(lane)}
      />
    </g>
  )
}

const AT_HEAD: ReadonlySet<string> = new Set(['drop-oldest', 'codel', 'retained-log'])
const losesAtHead = ({ policy, strategy }: LaneFrame): boolean =>
  AT_HEAD.has(policy) || strategy === STRATEGY.droppingOldest

/** What is lost before the queue comes through the pipe, too; what is lost at its head is in the inflow already. */
const lostBefore = (lane: LaneFrame, { dropped }: Rates): number => (losesAtHead(lane) ? 0 : dropped)

interface PartProps extends Pick<StationProps, 'lane' | 'scale' | 'seed' | 'hatch'> {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** The producer fills up when it may not send: on the scale of the queue, so one sees where the messages wait. */
function Producer({
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
function Queue({ lane, left, right, top, bottom, scale, seed, hatch }: PartProps): JSX.Element {
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

interface PipeProps {
  readonly from: number
  readonly to: number
  readonly y: number
  readonly rate: number
  readonly mostRate: number
  readonly now: number
  readonly kind: 'in' | 'out'
  /** Full up to the gate, and nothing moves. */
  readonly pressed: boolean
}

const WIDEST = 11
const DASH = 9
/** A dash passes a place so often a simulated second, at the highest rate. */
const DASHES_A_SECOND = 8

/** As wide as its rate; the dashes move with simulated time. */
function Pipe({ from, to, y, rate, mostRate, now, kind, pressed }: PipeProps): JSX.Element {
  const share = Math.min(1, rate / Math.max(1e-9, mostRate))
  const width = rate > 0 ? Math.max(1.5, WIDEST * share) : 0
  const moved = ((now / 1e6) * DASHES_A_SECOND) % 1
  return (
    <g className={`pipe pipe-${kind}`}>
      <path
        className="pipe-wall"
        d={
          line(from, y - WIDEST / 2 - 2, to, y - WIDEST / 2 - 2) +
          line(from, y + WIDEST / 2 + 2, to, y + WIDEST / 2 + 2)
        }
      />
      {pressed && <path className="pipe-pressed" d={line(from, y, to - 2, y)} strokeWidth={WIDEST + 2} />}
      {!pressed && width > 0 && (
        <path
          className="pipe-flow"
          d={line(from + 1, y, to - 1, y)}
          strokeWidth={width}
          strokeDasharray={`${DASH} 3`}
          strokeDashoffset={-(moved * (DASH + 3))}
        />
      )}
      <text className="pipe-rate" x={(from + to) / 2} y={y - WIDEST / 2 - 7} textAnchor="middle">
        {sayRate(rate)}
      </text>
    </g>
  )
}

/** Shut while the producer has to wait. */
const Gate = ({
  x,
  y,
  closed,
}: {
  readonly x: number
  readonly y: number
  readonly closed: boolean
}): JSX.Element => (
  <path
    className={closed ? 'gate gate-shut' : 'gate'}
    d={closed ? line(x, y - 11, x, y + 11) : line(x, y - 15, x, y - 9) + line(x, y + 9, x, y + 15)}
  />
)

/** Those at work are filled; while a fault lasts they are barred. */
function Workers({
  lane,
  frame,
  x,
  y,
}: Pick<StationProps, 'lane' | 'frame'> & { readonly x: number; readonly y: number }): JSX.Element {
  const running = lane.workers.running.at(-1) ?? frame.settings.workers
  const starting = (lane.workers.target.at(-1) ?? running) - running
  const fault = frame.faults.find(({ from, to }) => from <= frame.now && frame.now < to)
  const discs = Math.min(MOST_DISCS, Math.max(0, running) + Math.max(0, starting))
  const radius = discs > 2 ? 6 : 8
  const step = 2 * radius + 3
  const top = y - ((Math.max(1, discs) - 1) * step) / 2
  return (
    <g className={`workers ${fault === undefined ? '' : `workers-${fault.kind}`}`}>
      {Array.from({ length: discs }, (_, i) => (
        <circle
          key={i}
          className={
            i >= running ? 'worker worker-starting' : i < lane.inService ? 'worker worker-busy' : 'worker'
          }
          cx={x}
          cy={top + i * step}
          r={radius}
        />
      ))}
      {fault !== undefined && <path className="fault-mark" d={line(x - 10, y + 10, x + 10, y - 10)} />}
      <text className="vessel-word" x={x + radius + 5} y={y + 4}>
        {running > MOST_DISCS
          ? `×${running}`
          : fault === undefined
            ? ''
            : fault.kind === 'stall'
              ? 'stop'
              : 'slow'}
      </text>
    </g>
  )
}

interface LostProps {
  readonly lane: LaneFrame
  readonly rates: Rates
  readonly x: number
  readonly y: number
  readonly bottom: number
  readonly atHead: boolean
}

/** What falls out, and where: before the queue, or from its head. */
function Lost({ lane, rates, x, y, bottom, atHead }: LostProps): JSX.Element | null {
  const { dropped } = rates
  if (dropped <= 0 || lane.counts.offered === 0) return null
  const foot = bottom + 12
  return (
    <g className="lost">
      <path
        className="lost-arrow"
        d={`${line(x, y + 8, x, foot)}M${x - 4},${foot - 5}L${x},${foot}L${x + 4},${foot - 5}`}
      />
      <text className="lost-rate" x={atHead ? x + 7 : x - 7} y={foot} textAnchor={atHead ? 'start' : 'end'}>
        {sayRate(dropped)} lost
      </text>
    </g>
  )
}
