import { arc } from 'd3-shape'
import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { ROLE } from '../../engine/pipeline/codes.ts'
import type { ChainView, RingView } from '../../engine/pipeline/frame.ts'
import { useSketchCircle } from './sketch.ts'

interface RingProps {
  readonly ring: RingView
  readonly gop: number
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly thickness: number
  /** Nothing ever comes into it. */
  readonly isUnused: boolean
}

/** What one slot holds. */
type Content = 'free' | 'used' | 'key' | 'doomed'
const CONTENTS = ['free', 'used', 'key', 'doomed'] as const

/** Above this many slots, free ones are drawn as one. */
const MANY = 40
/** Above this many, there is no gap between two slots. */
const TOO_MANY = 130
const ROOM_FOR_NUMBER = 26
const ROOM_FOR_WORDS = 21
/** A ring smaller than this has smaller numbers in it. */
const SMALL = 40

/** Slot by slot: what it holds. Only compressed frames can be doomed, and only they are told apart by their kind. */
function contentsOf({ ring, slots, frame, doomed }: RingView, gop: number): Content[] {
  return Array.from({ length: slots }, (_, slot): Content => {
    const held = at(frame, slot)
    if (held < 0) return 'free'
    if (doomed[slot] === 1) return 'doomed'
    return ring === 'network' && held % gop === 0 ? 'key' : 'used'
  })
}

/** A ring of slots in crisp lines, its two ends as pointers, and how full it is in its middle. */
export function CrispRing({ ring, gop, x, y, radius, thickness }: RingProps): JSX.Element {
  const { slots } = ring
  const step = (2 * Math.PI) / slots
  const inner = radius - thickness
  const pad = slots > TOO_MANY ? 0 : Math.min(0.05, step * 0.18)
  const isMany = slots > MANY
  const shape = arc<number>()
    .innerRadius(inner)
    .outerRadius(radius)
    .startAngle((slot) => slot * step)
    .endAngle((slot) => (slot + 1) * step)
    .padAngle(pad)
    .cornerRadius(slots <= 12 ? 3 : 0)
  const contents = contentsOf(ring, gop)
  return (
    <g className="ring-shape" transform={`translate(${x},${y})`}>
      {isMany && <path className="slot slot-free" d={annulus(inner, radius)} />}
      {CONTENTS.filter((content) => content !== 'free' || !isMany).map((content) => (
        <path
          key={content}
          className={`slot slot-${content}`}
          d={contents.map((own, slot) => (own === content ? (shape(slot) ?? '') : '')).join('')}
        />
      ))}
      <circle className="ring-edge" r={radius + 0.5} />
      <circle className="ring-edge" r={inner - 0.5} />
      <Ends ring={ring} radius={radius} inner={inner} />
      <Fill size={ring.size} slots={slots} inner={inner} />
    </g>
  )
}

/** The whole of a ring. */
const annulus = (inner: number, radius: number): string =>
  arc<null>()
    .innerRadius(inner)
    .outerRadius(radius)
    .startAngle(0)
    .endAngle(2 * Math.PI)(null) ?? ''

/** The write end outside and the read end inside, as arrow heads. */
function Ends({
  ring,
  radius,
  inner,
}: {
  readonly ring: RingView
  readonly radius: number
  readonly inner: number
}): JSX.Element {
  const turn = (slot: number): string => `rotate(${((slot + 0.5) * 360) / ring.slots})`
  return (
    <>
      <path className="end-write" transform={turn(ring.tail)} d={`M0,${-radius - 1}l-3.5,-6.5h7Z`} />
      <path className="end-read" transform={turn(ring.head)} d={`M0,${-inner + 1}l-3.5,6.5h7Z`} />
    </>
  )
}

/** "26 / of 100" in the middle of a ring. */
function Fill({
  size,
  slots,
  inner,
}: {
  readonly size: number
  readonly slots: number
  readonly inner: number
}): JSX.Element {
  const isSmall = inner < ROOM_FOR_NUMBER
  const hasWords = inner >= ROOM_FOR_WORDS
  return (
    <>
      <text
        className={`fill ${isSmall ? 'fill-small' : ''}`}
        y={hasWords ? -1 : 0}
        textAnchor="middle"
        dominantBaseline={hasWords ? undefined : 'central'}
      >
        {size}
      </text>
      {hasWords && (
        <text className="fill-of" y={11} textAnchor="middle">
          of {slots}
        </text>
      )}
    </>
  )
}

/** A ring by hand: two wobbly circles, and a stroke across for each frame in it. */
export function SketchRing({ ring, gop, x, y, radius, thickness, isUnused }: RingProps): JSX.Element {
  const { slots } = ring
  const inner = radius - thickness
  const [outside, inside] = [useSketchCircle(2 * radius, 11 + slots), useSketchCircle(2 * inner, 5 + slots)]
  const contents = contentsOf(ring, gop)
  const strokes = (wanted: Content): string =>
    contents.map((own, slot) => (own === wanted ? handStroke(slot, slots, inner, radius) : '')).join('')
  return (
    <g
      className={`ring-shape ring-sketch ${isUnused ? 'ring-unused' : ''}`}
      transform={`translate(${x},${y})`}
    >
      <path className="sketch-fill" d={sector(ring, inner, radius)} />
      <path className="sketch-line" d={outside + inside} />
      <path className="sketch-frame" d={strokes('used')} />
      <path className="sketch-frame sketch-key" d={strokes('key')} />
      <path className="sketch-frame sketch-doomed" d={strokes('doomed')} />
      {!isUnused && <Ends ring={ring} radius={radius} inner={inner} />}
      <Fill size={ring.size} slots={slots} inner={inner} />
    </g>
  )
}

/** Where a ring's frames are, as one piece. */
function sector({ head, size, slots }: RingView, inner: number, radius: number): string {
  if (size === 0) return ''
  const step = (2 * Math.PI) / slots
  const shape = arc<null>()
    .innerRadius(inner)
    .outerRadius(radius)
    .startAngle(head * step)
    .endAngle((head + size) * step)
  return shape(null) ?? ''
}

/** A stroke from the inner to the outer circle, a little off, the same at every drawing. */
function handStroke(slot: number, slots: number, inner: number, radius: number): string {
  const wobble = (n: number): number => Math.sin(slot * 12.9898 + n * 78.233)
  const spacing = (2 * Math.PI) / slots
  const angle = (slot + 0.5) * spacing - Math.PI / 2
  const lean = Math.min(0.05, spacing * 0.3)
  const [a, b] = [angle + lean * wobble(1), angle + lean * wobble(2)]
  const point = (r: number, by: number): string =>
    `${(r * Math.cos(by)).toFixed(1)},${(r * Math.sin(by)).toFixed(1)}`
  return `M${point(inner + 1.5 + wobble(3), a)}L${point(radius - 1.5 + wobble(4), b)}`
}

interface ChainProps {
  readonly chain: ChainView
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly thickness: number
}

export const ROLE_CLASS: Record<number, string> = {
  [ROLE.free]: 'role-free',
  [ROLE.drawing]: 'role-drawing',
  [ROLE.ready]: 'role-ready',
  [ROLE.front]: 'role-front',
  [ROLE.both]: 'role-both',
}

/** The render ring as what it is: swap buffers, one of them on the screen. */
export function ChainRing({ chain, x, y, radius, thickness }: ChainProps): JSX.Element {
  const { slots, frame, role } = chain
  const step = (2 * Math.PI) / slots
  const wide = thickness * 1.5
  const inner = radius - wide
  const shape = arc<number>()
    .innerRadius(inner)
    .outerRadius(radius)
    .startAngle((slot) => slot * step)
    .endAngle((slot) => (slot + 1) * step)
    .padAngle(slots === 1 ? 0 : 0.06)
    .cornerRadius(3)
  const used = Array.from(role).filter((one) => one !== ROLE.free).length
  return (
    <g className="ring-shape" transform={`translate(${x},${y})`}>
      {Array.from({ length: slots }, (_, slot) => {
        const angle = (slot + 0.5) * step - Math.PI / 2
        const middle = radius - wide / 2
        return (
          <g key={slot}>
            <path className={`slot ${ROLE_CLASS[at(role, slot)] ?? ''}`} d={shape(slot) ?? ''} />
            {at(frame, slot) >= 0 && at(role, slot) !== ROLE.free && step * middle >= ROOM_FOR_NUMBER && (
              <text
                className={`slot-number ${radius < SMALL ? 'slot-number-small' : ''} ${ROLE_CLASS[at(role, slot)] ?? ''}`}
                x={middle * Math.cos(angle)}
                y={middle * Math.sin(angle)}
                textAnchor="middle"
                dominantBaseline="central"
              >
                {at(frame, slot)}
              </text>
            )}
          </g>
        )
      })}
      <Fill size={used} slots={slots} inner={inner} />
    </g>
  )
}
