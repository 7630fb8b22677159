import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { LaneFrame } from '../../engine/ring/frame.ts'
import { sketchLine, sketchRect } from '../../view/paths.ts'
import { justHappened } from './just-happened.ts'

interface ListPictureProps {
  readonly lane: LaneFrame
  readonly now: number
  readonly width: number
}

const BOX = 34
const GAP = 4
const TOP = 30
const ROOM_FOR_WORDS = 420

/** The list as one draws it: read at its left end, written at its right end, and longer than the page if need be. */
export function ListPicture({ lane, now, width }: ListPictureProps): JSX.Element {
  const room = Math.max(3, Math.floor((width - 130) / (BOX + GAP)))
  const drawn = Math.min(room, lane.size, lane.slots.item.length)
  const fresh = justHappened(lane, now)
  const left = (i: number): number => 8 + i * (BOX + GAP)
  const more = lane.size - drawn
  return (
    <g className="ring-list">
      <text className="list-title" x={4} y={18}>
        {lane.name}
      </text>
      <text className="list-words" x={width - 4} y={18} textAnchor="end">
        a read moves {lane.summary.movedPerPop.toFixed(1)}
        {width < ROOM_FOR_WORDS ? '' : ' items on average'}
      </text>
      {Array.from({ length: drawn }, (_, i) => {
        const item = at(lane.slots.item, i)
        return (
          <g key={item}>
            <path
              className={`list-box ${fresh.pushed.has(item) ? 'just-pushed' : ''}`}
              d={sketchRect(left(i), TOP, BOX, BOX, item)}
            />
            <text
              className="list-item"
              x={left(i) + BOX / 2}
              y={TOP + BOX / 2}
              textAnchor="middle"
              dominantBaseline="central"
            >
              {item}
            </text>
          </g>
        )
      })}
      {drawn === 0 && (
        <text className="list-words" x={8} y={TOP + 22}>
          empty
        </text>
      )}
      {more > 0 && (
        <text className="list-more" x={left(drawn) + 6} y={TOP + BOX / 2} dominantBaseline="central">
          … {more} more
        </text>
      )}
      {drawn > 1 && (
        <>
          <path
            className="list-arrow"
            d={sketchLine(left(drawn - 1) + 8, TOP + BOX + 12, left(0) + 8, TOP + BOX + 12, 3)}
          />
          <path
            className="list-arrow"
            d={`M${left(0) + 16},${TOP + BOX + 7}L${left(0) + 8},${TOP + BOX + 12}L${left(0) + 16},${TOP + BOX + 17}`}
          />
        </>
      )}
    </g>
  )
}
