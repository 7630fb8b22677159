import { useRef, type PointerEvent } from 'react'

/** What one finger or two do; places are a pointer's `clientX`. */
export interface DragHandlers {
  readonly move: (before: number, now: number) => void
  /** Two fingers about `middle`: below 1 they go apart. */
  readonly pinch: (middle: number, factor: number) => void
}

export interface Drag {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void
  /** True right after a drag, so that its end is no click. */
  readonly wasDragged: () => boolean
}

/** A pointer that has moved so far, in pixels, drags; otherwise it chooses. */
const DRAG_FROM = 5

/** Drags along a line, with one pointer or two. */
export function useDrag({ move, pinch }: DragHandlers): Drag {
  const pointers = useRef(new Map<number, number>())
  const dragged = useRef(false)
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return
      dragged.current = false
      pointers.current.set(event.pointerId, event.clientX)
    },
    onPointerMove: (event) => {
      const before = pointers.current.get(event.pointerId)
      if (before === undefined) return
      const now = event.clientX
      if (!dragged.current && Math.abs(now - before) < DRAG_FROM) return
      if (!dragged.current) event.currentTarget.setPointerCapture(event.pointerId)
      dragged.current = true
      const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
      pointers.current.set(event.pointerId, now)
      if (other === undefined) return move(before, now)
      const [apart, next] = [Math.abs(before - other), Math.abs(now - other)]
      if (apart > DRAG_FROM && next > DRAG_FROM) pinch((now + other) / 2, apart / next)
    },
    onPointerUp: (event) => void pointers.current.delete(event.pointerId),
    wasDragged: () => dragged.current,
  }
}
