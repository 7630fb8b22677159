import type { JSX } from 'react'
import type { VersionFrame } from '../../engine/season/undo/frame.ts'
import { sketchLine, sketchRect } from '../../view/paths.ts'

interface CopiesPictureProps {
  readonly versions: readonly VersionFrame[]
  readonly older: number
  readonly newer: number
  /** How many versions were thrown away so far. */
  readonly gone: number
  readonly y: number
  readonly width: number
  readonly chosen: number
  readonly select: (thing: string) => void
}

const WIDEST = 30
const HEIGHT = 38
const MOST_PITCH = 72
const EDGE = 34
const SCRIBBLES = 5

/** The whiteboard's versions: a whole sheet each, past, present and future from left to right, and one for all that is gone. */
export function CopiesPicture(props: CopiesPictureProps): JSX.Element {
  const { versions, older, newer, gone, y, width, chosen, select } = props
  const pitch = Math.min(MOST_PITCH, (width - 2 * EDGE) / (versions.length + 1))
  const sheet = Math.min(WIDEST, pitch - 5)
  const x = (i: number): number => EDGE + pitch * (i + 0.5)
  return (
    <g className="sheets" transform={`translate(0,${y})`}>
      {older > 0 && (
        <text className="more" x={2} y={HEIGHT / 2}>
          {older} +
        </text>
      )}
      {versions.map((version, i) => (
        <g
          key={version.number}
          className={`sheet sheet-${version.place} ${version.number === chosen ? 'sheet-chosen' : ''}`}
          onClick={() => select(`v${version.number}`)}
        >
          <path className="paper" d={sketchRect(x(i) - sheet / 2, 0, sheet, HEIGHT, version.number)} />
          <path className="scribble" d={scribbles(x(i), sheet, version.number)} />
          <text x={x(i)} y={HEIGHT + 14}>
            v{version.number}
          </text>
        </g>
      ))}
      {newer > 0 && (
        <text className="more" x={x(versions.length) - pitch / 2} y={HEIGHT / 2}>
          + {newer}
        </text>
      )}
      {gone > 0 && <Gone x={width - EDGE} sheet={sheet} count={gone} />}
    </g>
  )
}

const scribbles = (x: number, sheet: number, seed: number): string =>
  Array.from({ length: SCRIBBLES }, (_, i) => {
    const line = 8 + i * 6
    return sketchLine(x - sheet / 2 + 5, line, x + sheet / 2 - 5, line, seed * SCRIBBLES + i)
  }).join('')

interface GoneProps {
  readonly x: number
  readonly sheet: number
  readonly count: number
}

function Gone({ x, sheet, count }: GoneProps): JSX.Element {
  const [left, right] = [x - sheet / 2, x + sheet / 2]
  return (
    <g className="thrown">
      <path d={sketchRect(left, 0, sheet, HEIGHT, 77)} />
      <path className="strike" d={sketchLine(left - 4, HEIGHT - 4, right + 4, 4, 5)} />
      <text x={x} y={HEIGHT + 14}>
        {count} gone
      </text>
    </g>
  )
}
