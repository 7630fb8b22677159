import type { JSX } from 'react'
import { STRATEGY } from '../../engine/flow/pressure/codes.ts'
import type { LaneFrame, PressureFrame } from '../../engine/flow/pressure/frame.ts'
import { line } from '../../view/paths.ts'
import { isStalled, ratesOf, type Rates } from './flow.ts'
import type { LaneLayout } from './layout.ts'
import type { LaneScale } from './scales.ts'
import { AT, losesAtHead, rateIn } from './places.ts'
import { Producer, Queue } from './Vessels.tsx'
import { sayRate } from './words.ts'

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
        rate={rateIn(lane, rates)}
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
