import type { JSX } from 'react'
import type { CacheFrame, LaneFrame } from '../../engine/season/cache/frame.ts'
import { rect, sketchRect } from '../../view/paths.ts'

interface StripProps {
  readonly frame: CacheFrame
  readonly lane: LaneFrame
  readonly x: number
  readonly y: number
  readonly width: number
}

const HEIGHT = 26

/** A large cache: all keys side by side, the most popular one first; those it keeps are filled. */
export function Strip({ frame, lane, x, y, width }: StripProps): JSX.Element {
  const all = Math.max(frame.settings.keys, frame.fresh)
  const each = width / all
  const mark = (key: number, wide = each): string => rect(x + key * each, y, Math.max(1, wide), HEIGHT)
  const sketched = lane.origin === 'whiteboard'
  return (
    <g className="strip">
      <path
        className="strip-all"
        d={sketched ? sketchRect(x, y, width, HEIGHT, 5) : rect(x, y, width, HEIGHT)}
      />
      <path className="strip-kept" d={Array.from(lane.keys, (key) => mark(key)).join('')} />
      {lane.gone >= 0 && <path className="strip-gone" d={mark(lane.gone, Math.max(3, each))} />}
      <text className="row-note" x={x} y={y + HEIGHT + 13}>
        key 1
      </text>
      <text className="row-note" x={x + width} y={y + HEIGHT + 13} textAnchor="end">
        key {frame.settings.keys}
      </text>
    </g>
  )
}
