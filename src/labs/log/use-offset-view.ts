import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react'
import { clamp } from '../../shared/clamp.ts'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'
import { endOf, wholeDomain, type Domain } from './layout.ts'

/** Part of the offsets, held by a hand: so many, and where they end; `to` null follows the end of the log. */
interface Held {
  readonly width: number
  readonly to: number | null
}

/** Zooming and panning along the offsets: by wheel, by drag, by two fingers, by keys and by buttons. */
export interface OffsetView {
  /** What is in view; null for all there is. */
  readonly domain: Domain | null
  readonly isHeld: boolean
  zoom(factor: number): void
  pan(share: number): void
  /** Shows offset `at` in the middle, if it is out of view. */
  reveal(from: number, to: number): void
  release(): void
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void
  /** True right after a drag, so that its end is no click. */
  readonly wasDragged: () => boolean
}

const LEAST_OFFSETS = 4
/** A pointer that has moved so far, in pixels, drags; otherwise it chooses. */
const DRAG_FROM = 5

export function useOffsetView(
  frame: TopicFrame,
  box: RefObject<HTMLElement | null>,
  left: number,
  right: number,
): OffsetView {
  const [held, setHeld] = useState<Held | null>(null)
  const whole = wholeDomain(frame)
  const end = endOf(frame)
  const domain = held === null ? null : domainOf(held, end)
  const pointers = useRef(new Map<number, number>())
  const dragged = useRef(false)

  const offsetAt = (clientX: number): number => {
    const { from, to } = domain ?? whole
    const rect = box.current?.getBoundingClientRect()
    const scale = rect === undefined || rect.width === 0 ? 1 : (box.current?.offsetWidth ?? 1) / rect.width
    const px = (clientX - (rect?.left ?? 0)) * scale
    return from + ((px - left) / (right - left)) * (to - from)
  }

  const show = (from: number, to: number): void => setHeld(hold(from, to, whole, end))

  const zoomAbout = (centre: number, factor: number): void => {
    const { from, to } = domain ?? whole
    show(centre - (centre - from) * factor, centre + (to - centre) * factor)
  }

  const wheel = useRef<(event: WheelEvent) => void>(() => {})
  useEffect(() => {
    wheel.current = (event) => {
      // A page scrolls past a picture; it zooms once it has been touched, or with Ctrl, as maps do.
      const isOurs = event.ctrlKey || box.current?.contains(document.activeElement) === true
      if (!isOurs) return
      event.preventDefault()
      const { from, to } = domain ?? whole
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey
      const delta =
        (sideways ? event.deltaX || event.deltaY : event.deltaY) * (event.deltaMode === 1 ? 16 : 1)
      if (sideways)
        show(from + (delta / (right - left)) * (to - from), to + (delta / (right - left)) * (to - from))
      else zoomAbout(offsetAt(event.clientX), clamp(2 ** (delta / 240), 0.5, 2))
    }
  })
  useEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const listen = (event: WheelEvent): void => wheel.current(event)
    element.addEventListener('wheel', listen, { passive: false })
    return () => element.removeEventListener('wheel', listen)
  }, [box])

  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return
    dragged.current = false
    pointers.current.set(event.pointerId, event.clientX)
  }

  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const before = pointers.current.get(event.pointerId)
    if (before === undefined) return
    const moved = event.clientX - before
    if (!dragged.current && Math.abs(moved) < DRAG_FROM) return
    if (!dragged.current) event.currentTarget.setPointerCapture(event.pointerId)
    dragged.current = true
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
    pointers.current.set(event.pointerId, event.clientX)
    const { from, to } = domain ?? whole
    if (other !== undefined) {
      const [apart, now] = [Math.abs(before - other), Math.abs(event.clientX - other)]
      if (apart > DRAG_FROM && now > DRAG_FROM)
        zoomAbout((offsetAt(event.clientX) + offsetAt(other)) / 2, apart / now)
      return
    }
    const shift = offsetAt(before) - offsetAt(event.clientX)
    show(from + shift, to + shift)
  }

  const onPointerUp = (event: PointerEvent<HTMLElement>): void => {
    pointers.current.delete(event.pointerId)
  }

  return {
    domain,
    isHeld: held !== null,
    zoom: (factor) => {
      const { from, to } = domain ?? whole
      // What follows the end keeps it in view.
      zoomAbout(held === null || held.to === null ? to : (from + to) / 2, factor)
    },
    pan: (share) => {
      const { from, to } = domain ?? whole
      show(from + share * (to - from), to + share * (to - from))
    },
    reveal: (from, to) => {
      const shown = domain ?? whole
      if (from >= shown.from && to <= shown.to) return
      const width = shown.to - shown.from
      show((from + to - width) / 2, (from + to + width) / 2)
    },
    release: () => setHeld(null),
    onPointerDown,
    onPointerMove,
    onPointerUp,
    wasDragged: () => dragged.current,
  }
}

/** So much room is left behind the end while it is followed. */
const AHEAD = 0.05

/** What a hand holds: nothing where it shows all there is; the end where that is in view. */
function hold(from: number, to: number, whole: Domain, end: number): Held | null {
  const most = whole.to - whole.from
  const width = clamp(to - from, LEAST_OFFSETS, most)
  if (width >= 0.999 * most) return null
  const last = clamp(to, whole.from + 0.2 * width, whole.to)
  return { width, to: last >= end ? null : last }
}

function domainOf({ width, to }: Held, end: number): Domain {
  const last = to ?? end + AHEAD * width
  return { from: last - width, to: last }
}
