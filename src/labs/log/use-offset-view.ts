import { useState, type RefObject } from 'react'
import { clamp } from '../../shared/clamp.ts'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'
import { endOf, wholeDomain, type Domain } from './layout.ts'
import { useDrag, type Drag } from './use-drag.ts'
import { useWheel } from './use-wheel.ts'

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
  readonly drag: Drag
}

const LEAST_OFFSETS = 4

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

  useWheel(box, ({ along, out, clientX }) => {
    const { from, to } = domain ?? whole
    const shift = (along / (right - left)) * (to - from)
    if (along !== 0) show(from + shift, to + shift)
    else zoomAbout(offsetAt(clientX), clamp(2 ** (out / 240), 0.5, 2))
  })
  const drag = useDrag({
    move: (before, now) => {
      const { from, to } = domain ?? whole
      const shift = offsetAt(before) - offsetAt(now)
      show(from + shift, to + shift)
    },
    pinch: (middle, factor) => zoomAbout(offsetAt(middle), factor),
  })

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
    drag,
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
