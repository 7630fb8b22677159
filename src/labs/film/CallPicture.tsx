import type { JSX } from 'react'
import type { FilmFrame } from '../../engine/film/frame.ts'
import { rect } from '../../view/paths.ts'
import type { Layout } from './layout.ts'
import { stretchesOf } from './stretches.ts'

/** From so many pixels on a freeze says how long it is. */
const ROOM_FOR_LABEL = 66
const ROOM_FOR_LENGTH = 30

/** The call: a strip of what is shown, with a gap wherever it stands still. */
export function CallPicture({
  frame,
  layout,
}: {
  readonly frame: FilmFrame
  readonly layout: Layout
}): JSX.Element {
  const { call, now } = frame
  const { x, call: band } = layout
  const { shown, still } = stretchesOf(call, frame)
  const height = band.bottom - band.top
  const block = ({ from, to }: { from: number; to: number }): string =>
    rect(x(from), band.top, Math.max(0.6, x(to) - x(from)), height)
  return (
    <g className="film-call">
      <rect
        className="film-band"
        x={layout.left}
        y={band.top}
        width={layout.right - layout.left}
        height={height}
      />
      <path className="film-shown-call" d={shown.map(block).join('')} />
      <path className="film-still" d={still.map(block).join('')} />
      {still.map((stretch) => (
        <StillLabel
          key={stretch.from}
          word="frozen"
          from={Math.max(layout.left, x(stretch.from))}
          to={x(stretch.to)}
          seconds={stretch.seconds}
          y={band.top + height / 2}
        />
      ))}
      {Number.isNaN(call.startedAt) && now > 0 && (
        <text
          className="film-word"
          x={x(now) - 8}
          y={band.top + height / 2}
          textAnchor="end"
          dominantBaseline="central"
        >
          not begun
        </text>
      )}
    </g>
  )
}

interface StillLabelProps {
  readonly word: string
  readonly from: number
  readonly to: number
  readonly seconds: number
  readonly y: number
}

/** How long it stood still, where there is room to say so. */
export function StillLabel({ word, from, to, seconds, y }: StillLabelProps): JSX.Element | null {
  if (to - from < ROOM_FOR_LENGTH) return null
  return (
    <text
      className="film-still-label"
      x={(from + to) / 2}
      y={y}
      textAnchor="middle"
      dominantBaseline="central"
    >
      {to - from >= ROOM_FOR_LABEL ? `${word} ` : ''}
      {seconds.toFixed(1)} s
    </text>
  )
}
