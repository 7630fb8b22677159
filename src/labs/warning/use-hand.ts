import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import type { NumberParam } from '../../shared/params.ts'
import { moved, snap } from './snap.ts'

/** A threshold that a hand can take hold of. */
export interface Hold {
  readonly spec: NumberParam
  readonly value: number
  /** Where it stands in the picture, and how high the picture is, in the picture's own pixels. */
  readonly top: number
  readonly height: number
  /** What a height in the picture is, in the setting's unit. */
  readonly valueAt: (pixel: number) => number
  /** It is on its way to a value. */
  readonly move: (value: number) => void
  /** It goes back to where it was. */
  readonly drop: () => void
  /** It is let go. */
  readonly done: (value: number) => void
}

/** What a handle listens to: dragged by a pointer or moved by keys it only shows where to; let go, it is set, once. */
export interface Hand {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerUp: () => void
  readonly onPointerCancel: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onKeyUp: () => void
  readonly onBlur: () => void
}

export function useHand({ spec, value, top, height, valueAt, move, drop, done }: Hold): Hand {
  /** How far from the line the pointer took hold; null while it does not. */
  const held = useRef<number | null>(null)
  /** Where it has come to; null while it is not moved. What is drawn may be a frame behind. */
  const latest = useRef<number | null>(null)

  /** The pointer's height in the picture, also inside a scaled slide. */
  const heightOf = ({ clientY, currentTarget }: PointerEvent<HTMLElement>): number => {
    const box = currentTarget.parentElement?.getBoundingClientRect()
    return box === undefined ? top : ((clientY - box.top) * height) / box.height
  }
  const go = (to: number): void => {
    latest.current = to
    move(to)
  }
  const letGo = (): void => {
    const to = latest.current
    if (to === null || held.current !== null) return
    latest.current = null
    done(to)
  }
  const cancel = (): void => {
    held.current = null
    latest.current = null
    drop()
  }
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      held.current = heightOf(event) - top
    },
    onPointerMove: (event) => {
      if (held.current === null) return
      const perPixel = Math.abs(valueAt(0) - valueAt(1))
      go(snap(valueAt(heightOf(event) - held.current), perPixel, spec))
    },
    onPointerUp: () => {
      held.current = null
      letGo()
    },
    onPointerCancel: cancel,
    onKeyDown: (event) => {
      const next = moved(event.key, latest.current ?? value, spec)
      if (next !== null) go(next)
      else if (event.key === 'Escape' && latest.current !== null) cancel()
      else return
      event.preventDefault()
      event.stopPropagation()
    },
    onKeyUp: letGo,
    onBlur: letGo,
  }
}
