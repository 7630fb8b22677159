import type { JSX } from 'react'
import type { LaneFrame } from '../../engine/season/history/frame.ts'
import type { Row } from './layout.ts'

interface MoveArcsProps {
  readonly lane: LaneFrame
  readonly row: Row
  /** Where the boxes begin. */
  readonly top: number
}

const LIFT = 34

/** How one got to the page shown: along the links, page by page, or by one setting of the index. */
export function MoveArcs({ lane, row, top }: MoveArcsProps): JSX.Element | null {
  const { move } = lane
  if (move === null) return null
  const way = Math.sign(move.to - move.from)
  const hops = lane.lane === 'links' ? Math.abs(move.to - move.from) : 1
  const far = lane.lane === 'links' ? way : move.to - move.from
  const y = top - 4
  // What lies outside the row is left out: a long walk shows its last steps.
  const [left, right] = [row.x(row.from) - 8, row.x(row.to - 1) + 8]
  const x = (place: number): number => Math.max(left, Math.min(right, row.x(place)))
  const arcs = Array.from({ length: hops }, (_, i) => move.from + i * far).filter(
    (place) => x(place) !== x(place + far),
  )
  const end = x(move.to)
  const lift = Math.min(LIFT, 14 + Math.abs(x(move.from + far) - x(move.from)) / 8)
  return (
    <g className="move">
      {arcs.map((place) => {
        const [a, b] = [x(place), x(place + far)]
        return <path key={place} d={`M${a},${y}Q${(a + b) / 2},${y - lift} ${b},${y}`} />
      })}
      <path className="move-head" d={`M${end},${y + 2}l-4,-7h8Z`} />
      <text className="move-words" x={(x(move.from) + end) / 2} y={y - lift / 2 - 5}>
        {hops === 1 ? '' : `${hops} links`}
      </text>
    </g>
  )
}
