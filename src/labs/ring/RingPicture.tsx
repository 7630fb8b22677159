import { arc } from 'd3-shape'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { LaneFrame, RingFrame } from '../../engine/ring/frame.ts'
import { justHappened } from './just-happened.ts'

interface RingPictureProps {
  readonly lane: LaneFrame
  readonly frame: RingFrame
  readonly x: number
  readonly y: number
  readonly radius: number
  /** Where the words beside the ring begin; null where there is no room for them. */
  readonly words: number | null
}

const THICKNESS = 40
const SMALLEST_NUMBER = 24

/** The ring: its slots around a circle, the write end and the read end as pointers, and what just happened to it. */
export function RingPicture({ lane, frame, x, y, radius, words }: RingPictureProps): JSX.Element {
  const slots = lane.slots.item.length
  const step = (2 * Math.PI) / slots
  const fresh = justHappened(lane, frame.now)
  const inner = radius - THICKNESS
  const shape = arc<number>()
    .innerRadius(inner)
    .outerRadius(radius)
    .startAngle((slot) => slot * step)
    .endAngle((slot) => (slot + 1) * step)
    .padAngle(Math.min(0.03, step / 8))
    .cornerRadius(4)
  const middle = (slot: number, r: number): readonly [number, number] => {
    const angle = (slot + 0.5) * step - Math.PI / 2
    return [r * Math.cos(angle), r * Math.sin(angle)]
  }
  const roomForNumbers = step * (radius - THICKNESS / 2) >= SMALLEST_NUMBER
  return (
    <g className="ring-picture" transform={`translate(${x},${y})`}>
      {Array.from({ length: slots }, (_, slot) => {
        const item = at(lane.slots.item, slot)
        const [tx, ty] = middle(slot, radius - THICKNESS / 2)
        return (
          <g key={slot}>
            <path className={slotClass(slot, item, fresh)} d={shape(slot) ?? ''} />
            {item >= 0 && roomForNumbers && (
              <text className="slot-item" x={tx} y={ty} textAnchor="middle" dominantBaseline="central">
                {item}
              </text>
            )}
          </g>
        )
      })}
      <Pointer
        angle={(lane.tail + 0.5) * step}
        from={radius + 4}
        to={radius + 20}
        className="pointer-write"
      />
      <Pointer angle={(lane.head + 0.5) * step} from={inner - 4} to={inner - 20} className="pointer-read" />
      <text className="ring-size" y={-2} textAnchor="middle">
        {lane.size} of {slots}
      </text>
      <text className="ring-size-word" y={16} textAnchor="middle">
        in use
      </text>
      {words !== null && (
        <RingWords lane={lane} frame={frame} x={words - x} y={-radius + 8} rejected={fresh.rejected} />
      )}
    </g>
  )
}

function slotClass(slot: number, item: number, fresh: ReturnType<typeof justHappened>): string {
  if (fresh.overwrittenSlots.has(slot)) return 'slot slot-overwritten'
  if (item >= 0) return fresh.pushed.has(item) ? 'slot slot-new' : 'slot slot-used'
  return fresh.poppedSlots.has(slot) ? 'slot slot-read' : 'slot'
}

interface PointerProps {
  /** Clockwise from the top, in radians. */
  readonly angle: number
  readonly from: number
  readonly to: number
  readonly className: string
}

/** An arrow head that points at a slot, from outside or inside. */
function Pointer({ angle, from, to, className }: PointerProps): JSX.Element {
  const side = 8
  return (
    <path
      className={`pointer ${className}`}
      transform={`rotate(${(angle * 180) / Math.PI})`}
      d={`M0,${-from}L${-side},${-to}L${side},${-to}Z`}
    />
  )
}

interface RingWordsProps {
  readonly lane: LaneFrame
  readonly frame: RingFrame
  readonly x: number
  readonly y: number
  readonly rejected: readonly number[]
}

/** What the ring is doing, in words. */
function RingWords({ lane, frame, x, y, rejected }: RingWordsProps): JSX.Element {
  const { summary, producer } = lane
  const waits = producer.waitingItem >= 0
  const lines: readonly (readonly [string, string])[] = [
    ['ring-title', lane.name],
    ['word-write', `▾ written next: slot ${lane.tail}`],
    ['word-read', frame.consumer.paused ? '▴ the consumer is stopped' : `▴ read next: slot ${lane.head}`],
    ['word-plain', `a read moves ${summary.movedPerPop.toFixed(1)} items`],
    ...(summary.overwritten > 0
      ? ([['word-lost', `${summary.overwritten} overwritten unread`]] as const)
      : []),
    ...(summary.rejected > 0 ? ([['word-lost', `${summary.rejected} turned away`]] as const) : []),
    ...(waits ? ([['word-late', `the producer waits with item ${producer.waitingItem}`]] as const) : []),
    ...(rejected.length > 0 ? ([['word-lost', `just turned away: ${rejected.join(', ')}`]] as const) : []),
  ]
  return (
    <g>
      {lines.map(([className, text], i) => (
        <text key={text} className={className} x={x} y={y + i * 24}>
          {text}
        </text>
      ))}
    </g>
  )
}
