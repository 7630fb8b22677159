import { arc } from 'd3-shape'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import type { LaneFrame, RevealFrame, RingShape } from '../../engine/log/reveal/frame.ts'
import { dot } from '../../view/paths.ts'
import type { RingPlace } from './layout.ts'
import { useSketchRing } from './sketch.ts'

interface RingPictureProps {
  readonly frame: RevealFrame
  readonly lane: LaneFrame
  readonly ring: RingShape
  readonly place: RingPlace
}

const LETTERS = ['A', 'B']
const SMALLEST_NUMBER = 26
/** In a smaller ring there is room for a few characters only. */
const ROOM_FOR_FILL = 70

/** A ring drawn by hand: its slots, the write end outside, each reader's place inside. */
export function RingPicture({ frame, lane, ring, place }: RingPictureProps): JSX.Element {
  const { x, y, radius } = place
  const { capacity } = ring
  const step = (2 * Math.PI) / capacity
  const inner = radius * 0.62
  const sketch = useSketchRing(capacity, inner, radius, lane.lane === 'block' ? 3 : 40)
  const shape = arc<number>()
    .innerRadius(inner)
    .outerRadius(radius)
    .startAngle((slot) => slot * step)
    .endAngle((slot) => (slot + 1) * step)
  const middle = (slot: number, r: number): readonly [number, number] => {
    const angle = (slot + 0.5) * step - Math.PI / 2
    return [r * Math.cos(angle), r * Math.sin(angle)]
  }
  const hasNumbers = step * radius * 0.8 >= SMALLEST_NUMBER
  return (
    <g className="reveal-ring">
      <g transform={`translate(${x},${y})`}>
        <g className="place-capacity place-overwrite">
          {Array.from(ring.slots, (record, slot) => (
            <path key={slot} className={slotClass(lane, record)} d={shape(slot) ?? ''} />
          ))}
          <path className="ring-outline" d={sketch} />
        </g>
        {hasNumbers &&
          Array.from(ring.slots, (record, slot) => {
            const [tx, ty] = middle(slot, radius * 0.81)
            return record < 0 ? null : (
              <text
                key={slot}
                className="ring-number"
                x={tx}
                y={ty}
                textAnchor="middle"
                dominantBaseline="central"
              >
                {record}
              </text>
            )
          })}
        <path
          className="ring-write place-readable-end"
          transform={`rotate(${((ring.tail + 0.5) * step * 180) / Math.PI})`}
          d={`M0,${-radius - 3}L-7,${-radius - 16}L7,${-radius - 16}Z`}
        />
        <Hands lane={lane} ring={ring} inner={inner} />
        <text
          className={radius < ROOM_FOR_FILL ? 'ring-fill ring-fill-small' : 'ring-fill'}
          textAnchor="middle"
        >
          {radius < ROOM_FOR_FILL ? `${lane.kept}/${capacity}` : `${lane.kept} of ${capacity}`}
        </text>
      </g>
      <Title lane={lane} place={place} />
      {lane.waiting > 0 && <Waiting lane={lane} place={place} ring={ring} />}
      <Words frame={frame} lane={lane} ring={ring} place={place} />
    </g>
  )
}

/** Who has yet to read what is in the slot. */
function slotClass(lane: LaneFrame, record: number): string {
  if (record < 0) return 'ring-slot'
  const wanting = lane.readers.flatMap(({ position }, i) => (position <= record ? [LETTERS[i] ?? ''] : []))
  return `ring-slot wanted-${wanting.length === lane.readers.length ? 'all' : wanting.join('').toLowerCase()}`
}

/** The slot each reader reads next; the slowest one's is the tail. */
function Hands({
  lane,
  ring,
  inner,
}: {
  readonly lane: LaneFrame
  readonly ring: RingShape
  readonly inner: number
}): JSX.Element {
  const oldest = Math.min(...lane.readers.map(({ position }) => position))
  const places = lane.readers.map(
    ({ position }) => (ring.head + Math.min(position - oldest, ring.capacity)) % ring.capacity,
  )
  const step = (2 * Math.PI) / ring.capacity
  return (
    <g className="place-tail place-slow-reader">
      {places.map((slot, i) => {
        const isSame = i > 0 && places[0] === slot
        const angle = (slot + 0.5) * step - Math.PI / 2 + (isSame ? 0.36 : 0)
        const r = inner - 13
        return (
          <g key={i} transform={`translate(${r * Math.cos(angle)},${r * Math.sin(angle)})`}>
            <circle className={`hand hand-${i}`} r={9} />
            <text className="hand-letter" textAnchor="middle" dominantBaseline="central">
              {LETTERS[i]}
            </text>
          </g>
        )
      })}
    </g>
  )
}

function Title({ lane, place }: Pick<RingPictureProps, 'lane' | 'place'>): JSX.Element {
  const isNarrow = place.words === null
  return (
    <text
      className="sketch-title"
      x={isNarrow ? place.x : place.left + 6}
      y={20}
      textAnchor={isNarrow ? 'middle' : 'start'}
    >
      {isNarrow ? lane.name.replace('Ring that ', 'Ring: ') : lane.name}
    </text>
  )
}

const MOST_DRAWN = 10

/** The records that stand before a full ring. */
function Waiting({ lane, place, ring }: Pick<RingPictureProps, 'lane' | 'place' | 'ring'>): JSX.Element {
  const { x, y, radius } = place
  const angle = ((ring.tail + 0.5) / ring.capacity) * 2 * Math.PI - Math.PI / 2
  const drawn = Math.min(lane.waiting, MOST_DRAWN)
  const points = Array.from({ length: drawn }, (_, i) => {
    // Standing in a row around the ring, the next to go in at the write end.
    const turn = angle - (i + 1.4) * 0.11 * (92 / radius)
    const r = radius + 22
    return dot(x + r * Math.cos(turn), y + r * Math.sin(turn), 6)
  })
  return <path className="ring-waiting place-slow-reader" d={points.join('')} />
}

/** What the ring is doing, in words. */
function Words({ frame, lane, ring, place }: RingPictureProps): JSX.Element {
  const lost = lane.readers.map(({ summary }) => summary.lost)
  const total = lost.reduce((sum, count) => sum + count, 0)
  const seconds = (lane.waitedMs / 1_000).toFixed(1)
  const { short } = place
  const lines: (readonly [string, string, string])[] = [
    ['sketch-write', '', short ? `next slot: ${ring.tail}` : `▾ writes slot ${ring.tail} next`],
    ...lane.readers.map(({ position, summary }, i): readonly [string, string, string] => {
      const verb = short ? 'at' : isStill(frame, i) ? 'stalled at' : 'reads'
      const behind = summary.unread > 0 ? `, ${summary.unread} behind` : ''
      return [`sketch-reader-${i}`, 'place-tail', `${LETTERS[i]} ${verb} ${position}${behind}`]
    }),
    ...(lane.waiting > 0
      ? [
          [
            'sketch-late',
            'place-slow-reader',
            short ? `${lane.waiting} wait` : `${lane.waiting} wait at the producer`,
          ] as const,
        ]
      : []),
    ...(lane.waitedMs > 0
      ? [['sketch-late', 'place-slow-reader', `waited ${seconds} s in all`] as const]
      : []),
    ...(total > 0
      ? [
          [
            'sketch-lost',
            'place-overwrite place-slow-reader',
            short ? `${total} overwritten` : `${total} overwritten unread`,
          ] as const,
        ]
      : []),
  ]
  const x = place.words ?? place.x
  const top = place.words === null ? place.y + place.radius + 34 : place.y - 12 * lines.length + 16
  const gap = place.words === null ? 17 : 24
  return (
    <g>
      {lines.map(([className, where, text], i) => (
        <text
          key={`${i}-${className}`}
          className={`sketch-words ${className} ${where}`}
          x={x}
          y={top + i * gap}
          textAnchor={place.words === null ? 'middle' : 'start'}
        >
          {text}
        </text>
      ))}
    </g>
  )
}

const isStill = (frame: RevealFrame, reader: number): boolean => {
  const { stalled, rate } = at(frame.readers, reader)
  return stalled || rate === 0
}
