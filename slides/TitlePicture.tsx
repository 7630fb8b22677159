import type { JSX } from 'react'
import { sketchLine, sketchRect } from '../src/view/paths.ts'

/** Packets as a network delivers them: where each stands, and which of them is late. */
const PACKETS = [
  { x: 26, y: 146 },
  { x: 62, y: 150 },
  { x: 128, y: 143 },
  { x: 156, y: 151 },
  { x: 184, y: 147, late: true },
  { x: 262, y: 149 },
]

const RING = { x: 452, y: 160, outer: 116, inner: 66, slots: 12, filled: 7, gap: 3 } as const

/** The log's partitions: the number of their first record, how many were deleted, how many there are, who reads where. */
const LANES = [
  { y: 66, first: 40, deleted: 2, records: 13, reader: 11 },
  { y: 138, first: 37, deleted: 3, records: 9, reader: 6 },
  { y: 210, first: 44, deleted: 1, records: 16, reader: 13 },
] as const
const RECORD = { left: 668, width: 38, step: 43, height: 44 } as const

/** The episode in one picture: by hand a ring that packets fall into, and in crisp lines the log that it becomes. */
export const TitlePicture = (): JSX.Element => (
  <svg
    className="title-picture"
    viewBox="0 0 1360 300"
    preserveAspectRatio="xMidYMid slice"
    aria-hidden="true"
  >
    <Packets />
    <Ring />
    <path className="title-hand" d={sketchLine(586, 160, 636, 160, 5, 3) + arrowHead(640, 160)} />
    {LANES.map((lane) => (
      <Lane key={lane.y} {...lane} />
    ))}
  </svg>
)

const Packets = (): JSX.Element => (
  <g className="title-hand">
    {PACKETS.map(({ x, y, late = false }, i) => (
      <path key={x} d={sketchRect(x, y, 22, 26, i, 1.8)} className={late ? 'title-late' : 'title-packet'} />
    ))}
    <path d={sketchLine(14, 186, 318, 184, 3, 4) + arrowHead(322, 184)} />
  </g>
)

function Ring(): JSX.Element {
  const { x, y, outer, inner, slots, filled, gap } = RING
  const angles = Array.from({ length: slots }, (_, i) => ((i + 0.5) / slots) * 2 * Math.PI - Math.PI / 2)
  const from = angles[slots - gap] ?? 0
  const to = from + (filled / slots) * 2 * Math.PI
  const at = (radius: number, angle: number): string =>
    `${(x + radius * Math.cos(angle)).toFixed(1)},${(y + radius * Math.sin(angle)).toFixed(1)}`
  const full = `M${at(outer, from)}A${outer},${outer} 0 1 1 ${at(outer, to)}L${at(inner, to)}A${inner},${inner} 0 1 0 ${at(inner, from)}Z`
  return (
    <g className="title-hand">
      <path d={full} className="title-full" />
      {[0, 1].map((pass) => (
        <path key={pass} d={handCircle(x, y, outer, pass) + handCircle(x, y, inner, pass + 2)} />
      ))}
      {angles.map((angle, i) => {
        const [x1, y1, x2, y2] = `${at(inner, angle)},${at(outer, angle)}`.split(',').map(Number)
        return <path key={angle} d={sketchLine(x1 ?? 0, y1 ?? 0, x2 ?? 0, y2 ?? 0, i, 2.4)} />
      })}
    </g>
  )
}

interface LaneProps {
  readonly y: number
  readonly first: number
  readonly deleted: number
  readonly records: number
  readonly reader: number
}

function Lane({ y, first, deleted, records, reader }: LaneProps): JSX.Element {
  const { left, width, step, height } = RECORD
  const xOf = (i: number): number => left + i * step
  const middle = xOf(reader) + width / 2
  return (
    <g>
      {Array.from({ length: records }, (_, i) => (
        <g key={i} className={i < deleted ? 'title-deleted' : i < reader ? 'title-read' : 'title-record'}>
          <rect x={xOf(i)} y={y} width={width} height={height} rx="3" />
          {i >= deleted && (
            <text x={xOf(i) + width / 2} y={y + height / 2 + 5}>
              {first + i}
            </text>
          )}
        </g>
      ))}
      <rect className="title-next" x={xOf(records)} y={y} width={width} height={height} rx="3" />
      <path className="title-reader" d={`M${middle - 8},${y - 13}h16l-8,11z`} />
    </g>
  )
}

const arrowHead = (x: number, y: number): string => `M${x - 13},${y - 9}L${x},${y}L${x - 12},${y + 10}`

/** A circle as a hand draws it: two passes of it do not meet. */
function handCircle(x: number, y: number, radius: number, pass: number): string {
  const steps = 36
  const points = Array.from({ length: steps + 2 }, (_, i) => {
    const angle = (i / steps) * 2 * Math.PI + pass
    const r = radius + 1.9 * Math.sin(2 * angle + pass * 2.1) + 1.1 * Math.sin(5 * angle + pass)
    return `${(x + r * Math.cos(angle)).toFixed(1)},${(y + r * Math.sin(angle)).toFixed(1)}`
  })
  return `M${points.join('L')}`
}
