import { arc } from 'd3-shape'
import type { JSX } from 'react'
import type { DeathsFrame, LaneFrame } from '../../engine/flow/deaths/frame.ts'
import { sketchLine } from '../../view/paths.ts'
import type { Place } from './layout.ts'
import { useSketchRing, useSketchVessel } from './sketch.ts'
import { Flows } from './StoreWords.tsx'

interface ContainerProps {
  readonly frame: DeathsFrame
  readonly lane: LaneFrame
  readonly place: Place
}

/** From here on a store is drawn as nearly full. */
const NEARLY = 0.8

const share = ({ summary, room }: LaneFrame): number =>
  Number.isFinite(room) ? Math.min(1, summary.held / Math.max(1, room)) : 0

/** The list: a vessel that fills up to the memory limit, and is empty and crossed out when it died. */
export function ListVessel({ frame, lane, place }: ContainerProps): JSX.Element {
  const { x, y, width, height } = place.box
  const sketch = useSketchVessel(x, y, width, height)
  const isDown = !Number.isNaN(frame.list.diedAt)
  const fill = share(lane)
  const level = y + height - fill * (height - 12)
  return (
    <g>
      <Flows frame={frame} lane={lane} place={place} gap={0} />
      {fill > 0 && (
        <rect
          className={fill > NEARLY ? 'level level-list level-nearly' : 'level level-list'}
          x={x + 2}
          y={level}
          width={width - 4}
          height={Math.max(0, y + height - level - 2)}
        />
      )}
      <path className="brim" d={sketchLine(x - 6, y + 10, x + width + 6, y + 10, 5, 1.5)} />
      <text className="brim-word" x={x + width / 2} y={y + 4} textAnchor="middle">
        memory full
      </text>
      <path className={isDown ? 'vessel vessel-dead' : 'vessel'} d={sketch} />
      {isDown ? (
        <>
          <path
            className="vessel-cross"
            d={
              sketchLine(x + 10, y + 18, x + width - 10, y + height - 8, 8, 2) +
              sketchLine(x + width - 10, y + 18, x + 10, y + height - 8, 9, 2)
            }
          />
          <text className="vessel-dead-word" x={x + width / 2} y={y + height / 2 + 10} textAnchor="middle">
            out of memory
          </text>
        </>
      ) : (
        <text className="vessel-share" x={x + width / 2} y={y + height - 12} textAnchor="middle">
          {Math.floor(100 * fill)} %
        </text>
      )}
    </g>
  )
}

/** The ring: its slots taken, from the read end on; when it overwrites, the seam is marked and the loss runs out below. */
export function RingVessel({ frame, lane, place }: ContainerProps): JSX.Element {
  const { x, y, width, height } = place.box
  const outer = height / 2
  const inner = outer * 0.62
  const sketch = useSketchRing(inner, outer)
  const fill = share(lane)
  const taken = arc<null>()
    .innerRadius(inner)
    .outerRadius(outer)
    .startAngle(0)
    .endAngle(2 * Math.PI * fill)
  const seam = arc<null>().innerRadius(inner).outerRadius(outer).startAngle(-0.39).endAngle(0)
  const isOver = frame.ring.overwriting
  return (
    <g>
      <Flows frame={frame} lane={lane} place={place} gap={width / 2 - outer} />
      <g transform={`translate(${x + width / 2},${y + outer})`}>
        <path className="level level-ring" d={taken(null) ?? ''} />
        {isOver && <path className="seam" d={seam(null) ?? ''} />}
        <path className="vessel vessel-ring" d={sketch} />
        <text className="ring-share" textAnchor="middle" dominantBaseline="central">
          {isOver ? 'full' : `${Math.floor(100 * fill)} %`}
        </text>
      </g>
    </g>
  )
}

const BAR = 36
/** Narrower segments are drawn as one. */
const LEAST_SEGMENT = 3

/** The log: segments from left to right, what is read and what is not, the reader, and the edge of its retention. */
export function LogVessel({ frame, lane, place }: ContainerProps): JSX.Element {
  const { x: left, y, width, height } = place.box
  const { start, position, end, segmentMessages } = frame.log
  const room = Number.isFinite(lane.room) ? lane.room : 0
  const shown = Math.max(1, 1.1 * Math.max(room, end - start))
  const first = Math.max(0, end - shown)
  const x = (offset: number): number => left + (width * (Math.max(first, offset) - first)) / shown
  const top = y + (height - BAR) / 2
  const pixels = (width * segmentMessages) / shown
  const segments = Math.ceil((end - start) / segmentMessages)
  const edge = end - room
  return (
    <g>
      <Flows frame={frame} lane={lane} place={place} gap={0} />
      <rect className="log-ground" x={left} y={top} width={width} height={BAR} rx={3} />
      {start > first && (
        <rect
          className="log-deleted"
          x={x(first)}
          y={top}
          width={Math.max(0, x(start) - x(first))}
          height={BAR}
        />
      )}
      <rect
        className="log-read"
        x={x(start)}
        y={top}
        width={Math.max(0, x(position) - x(start))}
        height={BAR}
      />
      <rect
        className="log-unread"
        x={x(position)}
        y={top}
        width={Math.max(0, x(end) - x(position))}
        height={BAR}
      />
      {pixels >= LEAST_SEGMENT ? (
        Array.from({ length: segments }, (_, i) => start + i * segmentMessages).map((base) => (
          <rect
            key={base}
            className="log-segment"
            x={x(base)}
            y={top}
            width={Math.max(1, x(Math.min(end, base + segmentMessages)) - x(base))}
            height={BAR}
          />
        ))
      ) : (
        <rect
          className="log-segment"
          x={x(start)}
          y={top}
          width={Math.max(1, x(end) - x(start))}
          height={BAR}
        />
      )}
      {room > 0 && edge > 0 && (
        <>
          <path className="log-edge" d={`M${x(edge)},${top - 4}v${BAR + 8}`} />
          <Label x={x(edge)} y={top + BAR + 16} place={place} className="log-edge-word" words="retention" />
        </>
      )}
      <path className="log-reader" d={`M${x(position)},${top + BAR}v${-BAR - 5}l-5,-7h10l-5,7`} />
      <Label x={x(position)} y={top - 16} place={place} className="log-reader-word" words="reader" />
    </g>
  )
}

interface LabelProps {
  readonly x: number
  readonly y: number
  readonly place: Place
  readonly className: string
  readonly words: string
}

/** Words at a mark, kept within the container's width. */
function Label({ x, y, place, className, words }: LabelProps): JSX.Element {
  const { box } = place
  const half = 26
  const kept = Math.max(box.x + half - 8, Math.min(box.x + box.width - half + 8, x))
  return (
    <text className={className} x={kept} y={y} textAnchor="middle">
      {words}
    </text>
  )
}
