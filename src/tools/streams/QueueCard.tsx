import type { JSX } from 'react'
import type { ChainRow } from '../../engine/flow/streams/row.ts'
import { strategyOf, type Place, type StreamSettings } from '../../engine/flow/streams/settings.ts'
import { pullTicks, stepPath, waitBands } from './step-path.ts'
import type { LaneRun } from './use-streams.ts'
import { inUnits, PLACE_WORDS } from './words.ts'

const WIDTH = 240
const HEIGHT = 72

/** What all charts of one queue share, so that the two sources can be compared by eye. */
export interface Scale {
  /** Microseconds. */
  readonly end: number
  readonly most: number
}

interface QueueCardProps {
  readonly settings: StreamSettings
  readonly lane: LaneRun
  readonly place: Place
  readonly scale: Scale
  readonly id: string
}

/** One queue: how much it holds, what it wants, and how that went over time; the model's line beside it. */
export function QueueCard({ settings, lane, place, scale, id }: QueueCardProps): JSX.Element {
  const { mark } = strategyOf(settings, place)
  const { size, desired } = lane.current.queues[place]
  const most = Math.max(size, ...lane.rows.map(({ queues }) => queues[place].size))
  const say = (value: number): string => inUnits(settings, place, value)
  const wanted = sayWanted(lane, place, desired === null ? null : say(desired))
  return (
    <li className={`queue-card ${place === 'slow' ? 'queue-aside' : ''}`}>
      <h3>{PLACE_WORDS[place]}</h3>
      <p className="queue-held">
        {isBroken(lane) ? 'discarded' : 'holds'}{' '}
        <b className={size > mark ? 'queue-over' : ''}>{say(size)}</b>, at most{' '}
        <b className={most > mark ? 'queue-over' : ''}>{say(most)}</b>
      </p>
      <QueueChart
        id={id}
        lane={lane}
        place={place}
        mark={mark}
        scale={scale}
        summary={`${PLACE_WORDS[place]}: holds ${say(size)}, at most ${say(most)}, highWaterMark ${say(mark)}, ${wanted}`}
      />
      <p className="queue-wanted">
        <b className={desired !== null && desired < 0 && !isBroken(lane) ? 'queue-over' : ''}>{wanted}</b>
        <br />
        least {say(mark - most)} · highWaterMark {say(mark)}
      </p>
    </li>
  )
}

const isBroken = ({ ending }: LaneRun): boolean => ending === 'cancelled' || ending === 'failed'

function sayWanted(lane: LaneRun, place: Place, desired: string | null): string {
  if (isBroken(lane)) return 'ended: wants nothing more'
  if (desired !== null) return `desiredSize ${desired}`
  return place === 'branch' || place === 'slow' ? 'desiredSize is hidden' : 'closed'
}

interface QueueChartProps {
  readonly id: string
  readonly lane: LaneRun
  readonly place: Place
  readonly mark: number
  readonly scale: Scale
  readonly summary: string
}

function QueueChart({ id, lane, place, mark, scale, summary }: QueueChartProps): JSX.Element {
  const x = (at: number): number => (WIDTH * Math.min(at, scale.end)) / scale.end
  const y = (size: number): number => HEIGHT - 1 - ((HEIGHT - 4) * size) / scale.most
  const path = (rows: readonly ChainRow[]): string =>
    stepPath(rows.map((row) => [x(row.at), y(row.queues[place].size)]))
  const last = lane.rows.at(-1)
  const rows = last === undefined || last.at < lane.current.at ? [...lane.rows, lane.current] : lane.rows
  const line = path(rows)
  const area = `${line} V${HEIGHT - 1} H0 Z`
  return (
    <svg
      className="queue-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={summary}
    >
      <clipPath id={id}>
        <rect x={0} y={0} width={WIDTH} height={y(mark)} />
      </clipPath>
      <path className="queue-fill" d={area} />
      <path className="queue-fill-over" d={area} clipPath={`url(#${id})`} />
      <path className="queue-line" d={line} />
      <line className="queue-mark" x1={0} x2={WIDTH} y1={y(mark)} y2={y(mark)} />
      <path className="queue-model" d={path(lane.model)} />
      {place === 'source' && <path className="queue-pulls" d={pullTicks(rows, x)} />}
      {(place === 'writable' || place === 'sink') && (
        <path className="queue-waits" d={waitBands(rows, place, x)} />
      )}
    </svg>
  )
}
