import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { at } from '../../../shared/assert.ts'
import { MOST_DELAY_MIN, PLACE } from '../../../engine/ingest/plane/codes.ts'
import type { PlaneFrame } from '../../../engine/ingest/plane/frame.ts'
import type { LabViewProps } from '../../../stage/define-lab.ts'
import { MINUTE, minuteOf, type PlaneLayout } from './layout.ts'
import { eventOf, eventThing, paneThing, type PlaneEvent } from './things.ts'

const REACH = 14
const DRAG_BEGINS = 3
const MOST_DELAY = MOST_DELAY_MIN * MINUTE
/** A press of an arrow key, and how much it is with Page Up and Page Down. */
export const NUDGE = 10_000_000
export const LEAP = MINUTE

/** What a hand can do to events of the plane: with the pointer, with keys, with buttons. Each change is a command. */
export interface EventHand {
  readonly onPointerDown: (event: PointerEvent<SVGElement>) => void
  readonly onPointerMove: (event: PointerEvent<SVGElement>) => void
  readonly onPointerUp: () => void
  readonly onPointerCancel: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
  /** Lets an event arrive at this time, as far as that goes; or so much later than it does. */
  readonly move: (event: PlaneEvent, arrival: number) => void
  readonly shift: (event: PlaneEvent, by: number) => void
  /** Where the pointer holds the chosen event, in microseconds of arrival; null: it does not. */
  readonly dragged: number | null
}

interface Drag {
  readonly event: PlaneEvent
  readonly startX: number
  moved: boolean
}

let gestures = 0

/** Lets events and minutes of the plane be chosen, and events be held back. */
export function useEventHand(
  plane: PlaneFrame,
  layout: PlaneLayout,
  chosen: PlaneEvent | null,
  { select, act }: Pick<LabViewProps<unknown>, 'select' | 'act'>,
): EventHand {
  const drag = useRef<Drag | null>(null)
  const [dragged, setDragged] = useState<number | null>(null)
  /** What is done to one event in a row is one gesture: it opens one branch. */
  const gesture = useRef({ thing: '', name: '' })
  /** When the chosen event was last asked to arrive, until a frame shows it: the next press goes on from there. */
  const asked = useRef<number | null>(null)
  const shown = chosen === null ? '' : `${eventThing(chosen.idHigh, chosen.idLow)} ${chosen.arrived}`
  useEffect(() => {
    asked.current = null
  }, [shown])

  const move = (event: PlaneEvent, arrival: number): void => {
    const thing = eventThing(event.idHigh, event.idLow)
    if (gesture.current.thing !== thing) gesture.current = { thing, name: `delay-${gestures++}` }
    const delay = Math.min(MOST_DELAY, Math.max(0, arrival - event.origin))
    const { idHigh, idLow, origin } = event
    asked.current = origin + delay
    act({ kind: 'delay', idHigh, idLow, delayMs: Math.round(delay / 1_000) }, origin, gesture.current.name)
  }

  const shift = (event: PlaneEvent, by: number): void => move(event, (asked.current ?? event.arrived) + by)

  const onPointerDown = (event: PointerEvent<SVGElement>): void => {
    const point = localPoint(event)
    const row = nearestPoint(plane, layout, point)
    const near = nearChosen(layout, chosen, point) ? chosen : row < 0 ? null : eventOf(plane, row)
    if (near === null) {
      const pane = minuteOf(layout.y.invert(point.y))
      return select(plane.panes.number.includes(pane) ? paneThing(pane) : null)
    }
    select(eventThing(near.idHigh, near.idLow))
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { event: near, startX: point.x, moved: false }
  }

  const onPointerMove = (event: PointerEvent<SVGElement>): void => {
    const held = drag.current
    if (held === null) return
    const pixels = localPoint(event).x - held.startX
    if (!held.moved && Math.abs(pixels) < DRAG_BEGINS) return
    held.moved = true
    const change = layout.x.invert(layout.left + pixels) - layout.x.invert(layout.left)
    const { origin, arrived } = held.event
    setDragged(Math.min(origin + MOST_DELAY, Math.max(origin, arrived + change)))
  }

  /** The command is given once, when the hand lets go: the run goes back minutes for it. */
  const onPointerUp = (): void => {
    const held = drag.current
    drag.current = null
    if (held?.moved === true && dragged !== null) move(held.event, dragged)
    setDragged(null)
  }

  const onPointerCancel = (): void => {
    drag.current = null
    setDragged(null)
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const leap = event.key === 'PageUp' ? 1 : event.key === 'PageDown' ? -1 : 0
    if (leap !== 0 && chosen !== null) shift(chosen, leap * LEAP)
    else if (direction !== 0 && event.shiftKey && chosen !== null) shift(chosen, direction * NUDGE)
    else if (direction !== 0 && !event.shiftKey) select(neighbour(plane, layout, chosen, direction))
    else if (event.key === 'Escape' && chosen !== null) select(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onKeyDown, move, shift, dragged }
}

/** The pointer in the picture's own pixels, also inside a scaled slide. */
function localPoint(event: PointerEvent<SVGElement>): DOMPoint {
  const matrix = (event.currentTarget as unknown as SVGGraphicsElement).getScreenCTM()
  return new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix?.inverse())
}

type Spot = Pick<DOMPoint, 'x' | 'y'>

/** The chosen event may be under way, and is no point yet. */
const nearChosen = ({ x, y }: PlaneLayout, chosen: PlaneEvent | null, point: Spot): boolean =>
  chosen !== null && Math.hypot(x(chosen.arrived) - point.x, y(chosen.happened) - point.y) < REACH

/** The row of the point that is closest, within reach; -1 for none. Late ones are few, and win. */
function nearestPoint({ points }: PlaneFrame, { x, y, left }: PlaneLayout, point: Spot): number {
  let best = -1
  let distance = REACH
  for (let i = 0; i < points.arrived.length; i++) {
    const px = x(at(points.arrived, i))
    if (px < left) continue
    const away = Math.hypot(px - point.x, y(at(points.happened, i)) - point.y)
    const counted = points.place[i] === PLACE.onTime ? away : away / 2
    if (counted < distance && away < REACH) {
      best = i
      distance = counted
    }
  }
  return best
}

/** The point before or after the chosen event by arrival; without one, some way back, so that there is room to hold it back. */
function neighbour(
  plane: PlaneFrame,
  { x, left }: PlaneLayout,
  chosen: PlaneEvent | null,
  direction: 1 | -1,
): string | null {
  const rows = [...plane.points.arrived.keys()].filter((i) => x(at(plane.points.arrived, i)) >= left)
  if (rows.length === 0) return null
  const place = rows.findIndex(
    (i) => plane.points.idLow[i] === chosen?.idLow && plane.points.idHigh[i] === chosen?.idHigh,
  )
  const next = place < 0 ? Math.floor(rows.length / 2) : place + direction
  const { idHigh, idLow } = eventOf(plane, at(rows, Math.min(rows.length - 1, Math.max(0, next))))
  return eventThing(idHigh, idLow)
}
