import type { JSX } from 'react'
import type { LaneFrame, ReplicationFrame, WireFrame } from '../../engine/log/replication/frame.ts'
import { cross, dot } from '../../view/paths.ts'
import type { LanePlace, Layout } from './layout.ts'

interface WireProps {
  readonly frame: ReplicationFrame
  readonly lane: LaneFrame
  readonly place: LanePlace
  readonly layout: Layout
}

/** From left to right in the column: requests and answers of clients, fetches, and what they bring. */
const TRACKS: Record<WireFrame['what'], number> = {
  produce: 0.1,
  answer: 0.26,
  error: 0.26,
  fetch: 0.5,
  data: 0.68,
  read: 0.9,
  records: 0.9,
}

/** What is under way now: it goes up and down between the rows, as far as its time has run. */
export function Wire({ frame, lane, place, layout }: WireProps): JSX.Element {
  const { left, right } = layout.wire
  const yOf = (node: number, partition: number): number =>
    place.rows.find((row) => row.broker === node && row.partition === partition)?.middle ??
    place.rows.find((row) => row.broker === node)?.middle ??
    place.ledger + 7
  return (
    <g className="wire">
      {lane.wire.map(({ from, to, what, partition, sentAt, arriveAt }, i) => {
        const share = Math.min(1, Math.max(0, (frame.now - sentAt) / Math.max(1, arriveAt - sentAt)))
        const x = left + 6 + TRACKS[what] * (right - left - 12)
        const start = yOf(from, partition)
        const y = start + (yOf(to, partition) - start) * share
        return <Parcel key={i} what={what} x={x} y={y} isDown={yOf(to, partition) > start} />
      })}
    </g>
  )
}

interface ParcelProps {
  readonly what: WireFrame['what']
  readonly x: number
  readonly y: number
  readonly isDown: boolean
}

/** One message, by its shape: full squares carry records, arrow heads are questions, rings are answers. */
function Parcel({ what, x, y, isDown }: ParcelProps): JSX.Element {
  switch (what) {
    case 'produce':
    case 'data':
    case 'records':
      return <path className={`parcel parcel-${what}`} d={dot(x, y, 9)} />
    case 'error':
      return <path className="parcel parcel-error" d={cross(x, y, 4)} />
    case 'answer':
      return <circle className="parcel parcel-answer" cx={x} cy={y} r={4} />
    case 'fetch':
    case 'read': {
      const side = isDown ? 1 : -1
      return (
        <path
          className="parcel parcel-fetch"
          d={`M${x - 4},${y - 3 * side}L${x},${y + 3 * side}L${x + 4},${y - 3 * side}`}
        />
      )
    }
  }
}
