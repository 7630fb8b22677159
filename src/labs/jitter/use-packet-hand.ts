import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { at } from '../../shared/assert.ts'
import { JOURNEY } from '../../engine/jitter/fate.ts'
import type { JitterFrame } from '../../engine/jitter/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import type { Layout } from './layout.ts'
import { rowOf } from './row-of.ts'

/** What a hand can do to packets: with the pointer, with keys, with buttons. Every change is a command. */
export interface PacketHand {
  readonly onPointerDown: (event: PointerEvent<SVGElement>) => void
  readonly onPointerMove: (event: PointerEvent<SVGElement>) => void
  readonly onPointerUp: (event: PointerEvent<SVGElement>) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly nudge: (packet: number, direction: 1 | -1) => void
  readonly lose: (packet: number) => void
}

const REACH = 14
const DRAG_BEGINS = 3
const NUDGE = 10_000

interface Drag {
  readonly packet: number
  readonly startX: number
  readonly sent: number
  readonly arrived: number
  readonly gesture: string
  moved: boolean
}

let gestures = 0

/** Lets packets of the frame be chosen, moved and lost. `selected` is the packet chosen, or null. */
export function usePacketHand(
  { frame, select, act }: Pick<LabViewProps<JitterFrame>, 'frame' | 'select' | 'act'>,
  layout: Layout,
  selected: number | null,
): PacketHand {
  const drag = useRef<Drag | null>(null)
  /** Presses of one key on one packet are one gesture: they open one branch. */
  const keys = useRef({ packet: -1, gesture: '' })

  const move = (packet: number, arrival: number, sent: number, gesture: string): void =>
    act({ kind: 'move', packet, arrival: Math.max(sent, Math.round(arrival)) }, sent, gesture)

  const nudge = (packet: number, direction: 1 | -1): void => {
    const row = rowOf(frame.packets, packet)
    if (row < 0 || frame.packets.journey[row] === JOURNEY.lost) return
    if (keys.current.packet !== packet) keys.current = { packet, gesture: `keys-${gestures++}` }
    const arrival = at(frame.packets.arrived, row) + direction * NUDGE
    move(packet, arrival, at(frame.packets.sent, row), keys.current.gesture)
  }

  const lose = (packet: number): void => {
    const row = rowOf(frame.packets, packet)
    if (row >= 0) act({ kind: 'lose', packet }, at(frame.packets.sent, row), null)
  }

  const onPointerDown = (event: PointerEvent<SVGElement>): void => {
    const row = nearestFlight(frame, layout, event)
    if (row < 0) return select(null)
    const packet = at(frame.packets.number, row)
    select(String(packet))
    if (frame.packets.journey[row] === JOURNEY.lost) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const gesture = `drag-${gestures++}`
    const sent = at(frame.packets.sent, row)
    const arrived = at(frame.packets.arrived, row)
    drag.current = { packet, startX: localX(event), sent, arrived, gesture, moved: false }
  }

  const onPointerMove = (event: PointerEvent<SVGElement>): void => {
    const held = drag.current
    if (held === null) return
    const pixels = localX(event) - held.startX
    if (!held.moved && Math.abs(pixels) < DRAG_BEGINS) return
    held.moved = true
    const change = layout.x.invert(layout.left + pixels) - layout.x.invert(layout.left)
    move(held.packet, held.arrived + change, held.sent, held.gesture)
  }

  const onPointerUp = (): void => {
    drag.current = null
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (direction !== 0 && event.shiftKey && selected !== null) nudge(selected, direction)
    else if (direction !== 0) select(neighbour(frame, selected, direction))
    else if ((event.key === 'Delete' || event.key === 'Backspace') && selected !== null) lose(selected)
    else if (event.key === 'Escape' && selected !== null) select(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return { onPointerDown, onPointerMove, onPointerUp, onKeyDown, nudge, lose }
}

/** The pointer's x in the picture's own pixels, also inside a scaled slide. */
function localX(event: PointerEvent<SVGElement>): number {
  return localPoint(event).x
}

function localPoint(event: PointerEvent<SVGElement>): DOMPoint {
  const matrix = (event.currentTarget as unknown as SVGGraphicsElement).getScreenCTM()
  return new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix?.inverse())
}

/** The row of the packet whose line passes closest to the pointer, within reach; -1 for none. */
function nearestFlight(
  { packets, now, interval }: JitterFrame,
  { x, network }: Layout,
  event: PointerEvent<SVGElement>,
): number {
  const point = localPoint(event)
  const share = Math.min(1, Math.max(0, (point.y - network.top) / (network.bottom - network.top)))
  let best = -1
  let distance = REACH
  for (let i = 0; i < packets.number.length; i++) {
    const sent = at(packets.sent, i)
    const isLost = packets.journey[i] === JOURNEY.lost
    const arrived = isLost ? sent + 2 * interval : at(packets.arrived, i)
    const away = Math.abs(x(sent + share * (arrived - sent)) - point.x)
    if (away < distance && sent <= now) {
      best = i
      distance = away
    }
  }
  return best
}

/** The packet before or after the chosen one; without one, the last that has arrived in view. */
function neighbour(
  { packets, span }: JitterFrame,
  selected: number | null,
  direction: 1 | -1,
): string | null {
  const inView: number[] = []
  for (let i = 0; i < packets.number.length; i++)
    if (at(packets.sent, i) >= span.from) inView.push(at(packets.number, i))
  if (inView.length === 0) return null
  if (selected === null) return String(at(inView, Math.floor(inView.length / 2)))
  const next = selected + direction
  return String(Math.min(Math.max(next, at(inView, 0)), at(inView, inView.length - 1)))
}
