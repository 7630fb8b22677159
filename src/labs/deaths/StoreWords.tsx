import type { JSX } from 'react'
import { SECOND } from '../../engine/kernel/time.ts'
import type { DeathsFrame, LaneFrame } from '../../engine/flow/deaths/frame.ts'
import type { Place } from './layout.ts'
import { GIB, MIB } from '../../engine/flow/deaths/settings.ts'
import { sayBytes, sayCount, sayTime } from './words.ts'

interface StoreProps {
  readonly frame: DeathsFrame
  readonly lane: LaneFrame
  readonly place: Place
}

const HOUR = 3_600 * SECOND
/** In narrower columns reasons stand below each other. */
const ROOM_FOR_REASONS = 284

/** A store's name, and how it is bounded. */
export function StoreTitle({
  lane,
  place,
  frame,
  narrow,
}: StoreProps & { readonly narrow: boolean }): JSX.Element {
  return (
    <>
      <text className={`store-title store-${lane.lane}`} x={place.left} y={place.top + 17}>
        {lane.name}
      </text>
      {!narrow && (
        <text className={`store-words store-${lane.lane}`} x={place.left} y={place.top + 37}>
          {boundOf(frame, lane, place.width)}
        </text>
      )}
    </>
  )
}

function boundOf({ settings }: DeathsFrame, lane: LaneFrame, width: number): string {
  if (lane.lane === 'list') return 'grows until the memory is full'
  if (lane.lane === 'ring') return `${settings.slots.toLocaleString('en')} slots, overwrites the oldest`
  const { keep, keepHours, segment } = settings
  const isBySize = keep > 0 && lane.limitBytes > keep * GIB - settings.bytes
  const kept = isBySize ? sayBytes(keep * GIB) : keepHours > 0 ? sayTime(keepHours * HOUR) : 'everything'
  return width < ROOM_FOR_REASONS
    ? `keeps ${kept}`
    : `keeps ${kept}, in segments of ${sayBytes(segment * MIB)}`
}

/** Arrows at both sides of a container, with the rates above them. */
export function Flows({ frame, lane, place, gap }: StoreProps & { readonly gap: number }): JSX.Element {
  const { left, width, box } = place
  const y = box.y + box.height / 2
  const isDown = lane.lane === 'list' && !Number.isNaN(frame.list.diedAt)
  const { produce, consume } = frame.rates
  // A consumer that has caught up takes no more than comes.
  const out = isDown ? 0 : lane.summary.held === 0 ? Math.min(produce, consume) : consume
  const inEnd = box.x + gap - 5
  const outStart = box.x + box.width - gap + 4
  const outEnd = left + width - 1
  const face = lane.origin === 'whiteboard' ? 'flow-hand' : 'flow-crisp'
  return (
    <g className={face}>
      <path
        className={produce > 0 ? 'flow-in' : 'flow-none'}
        d={`M${left + 1},${y}H${inEnd}m-7,-5l7,5l-7,5`}
        style={{ strokeWidth: thickness(produce, frame) }}
      />
      <text className="flow-rate flow-rate-in" x={left} y={y - 11}>
        {rate(produce)}
      </text>
      <path
        className={out > 0 ? 'flow-out' : 'flow-none'}
        d={`M${outStart},${y}H${outEnd}m-7,-5l7,5l-7,5`}
        style={{ strokeWidth: thickness(out, frame) }}
      />
      <text className="flow-rate flow-rate-out" x={outEnd + 1} y={y - 11} textAnchor="end">
        {rate(out)}
      </text>
    </g>
  )
}

const rate = (value: number): string =>
  value < 100_000 ? `${value.toLocaleString('en')}/s` : `${Math.round(value / 1_000).toLocaleString('en')}k/s`

const thickness = (value: number, { settings }: DeathsFrame): number =>
  1.2 + 2.4 * Math.min(1, value / Math.max(1, settings.produce, settings.consume))

/** Below a container: what waits and how old it is, the byte meter, what was lost and why. */
export function StoreWords({ frame, lane, place }: StoreProps): JSX.Element {
  const { left, words } = place
  const { summary } = lane
  const face = lane.origin === 'whiteboard' ? 'words-hand' : 'words-crisp'
  return (
    <g className={face}>
      <text className="state" x={left} y={words}>
        {stateOf(frame, lane)}
      </text>
      <Meter lane={lane} place={place} />
      <text className={summary.lost > 0 ? 'toll toll-lost' : 'toll toll-none'} x={left} y={words + 51}>
        {summary.lost > 0
          ? `${sayCount(summary.lost)} lost, ${summary.lostShare.toFixed(1)} %`
          : 'nothing lost'}
      </text>
      {(place.width < ROOM_FOR_REASONS ? whyOf(lane) : [whyOf(lane).join(', ')]).map((reason, i) => (
        <text key={i} className="why" x={left} y={words + 68 + 17 * i}>
          {reason}
        </text>
      ))}
    </g>
  )
}

function stateOf({ list }: DeathsFrame, { lane, summary }: LaneFrame): string {
  if (lane === 'list' && !Number.isNaN(list.diedAt))
    return Number.isNaN(list.upAt)
      ? 'dead, and nobody starts it again'
      : `dead, up again at ${sayTime(list.upAt)}`
  if (summary.held === 0) return 'nothing waits'
  const lag = summary.lag < 60 ? Math.round(summary.lag * 10) / 10 : Math.round(summary.lag)
  return `${sayCount(summary.held)} wait, ${sayTime(lag * SECOND)} behind`
}

/** The reasons, each with its count. */
function whyOf({ lane, summary }: LaneFrame): readonly string[] {
  const { crashed, refused, overwritten, deleted, skipped } = summary.losses
  const times = summary.deaths === 1 ? 'once' : `${summary.deaths} times`
  const reasons: readonly (readonly [number, string])[] = {
    list: [
      [crashed, `died ${times} with ${sayCount(crashed)}`] as const,
      [refused, `missed ${sayCount(refused)}`] as const,
    ],
    ring: [[overwritten, 'overwritten unread'] as const],
    log: [
      [deleted, `${sayCount(deleted)} deleted unread`] as const,
      [skipped, `${sayCount(skipped)} skipped`] as const,
    ],
  }[lane]
  return reasons.flatMap(([count, words]) => (count > 0 ? [words] : []))
}

/** A log may be over its limit until the next check: so much of the meter lies beyond. */
const BEYOND = 1.3

/** How many bytes of how many. */
function Meter({ lane, place }: Pick<StoreProps, 'lane' | 'place'>): JSX.Element {
  const { left, width, words } = place
  const { bytes, limitBytes } = lane
  const isBounded = Number.isFinite(limitBytes) && limitBytes > 0
  const whole = lane.lane === 'log' ? BEYOND : 1
  const bar = Math.min(120, width * 0.42)
  const share = isBounded ? Math.min(1, bytes / limitBytes / whole) : 0
  const y = words + 17
  return (
    <g>
      {isBounded && (
        <>
          <rect className="meter" x={left} y={y} width={bar} height={9} rx={2} />
          <rect
            className={`meter-used meter-${lane.lane}`}
            x={left}
            y={y}
            width={bar * share}
            height={9}
            rx={2}
          />
          <path className="meter-limit" d={`M${left + bar / whole},${y - 3}v15`} />
        </>
      )}
      <text className="bytes" x={left + (isBounded ? bar + 8 : 0)} y={y + 9}>
        {isBounded ? `${sayBytes(bytes)} of ${sayBytes(limitBytes)}` : `${sayBytes(bytes)}, no limit`}
      </text>
    </g>
  )
}
