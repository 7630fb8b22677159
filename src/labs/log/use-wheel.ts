import { useEffect, useRef, type RefObject } from 'react'

/** What a turn of the wheel asks for, in pixels: one of the two is 0. */
export interface WheelTurn {
  /** To the right. */
  readonly along: number
  /** Out, where it is positive. */
  readonly out: number
  readonly clientX: number
}

const PIXELS_A_LINE = 16

/**
 * Turns of the wheel over `box`. A page scrolls past a picture: it takes the wheel once it has been touched, or with
 * Ctrl, as maps do.
 */
export function useWheel(box: RefObject<HTMLElement | null>, onTurn: (turn: WheelTurn) => void): void {
  const newest = useRef(onTurn)
  useEffect(() => {
    newest.current = onTurn
  })
  useEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const listen = (event: WheelEvent): void => {
      if (!event.ctrlKey && !element.contains(document.activeElement)) return
      event.preventDefault()
      const { deltaX, deltaY, shiftKey, clientX } = event
      const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? PIXELS_A_LINE : 1
      const isAlong = Math.abs(deltaX) > Math.abs(deltaY) || shiftKey
      const delta = scale * (isAlong && deltaX !== 0 ? deltaX : deltaY)
      newest.current({ along: isAlong ? delta : 0, out: isAlong ? 0 : delta, clientX })
    }
    // React listens passively: such a listener could not keep the page from scrolling.
    element.addEventListener('wheel', listen, { passive: false })
    return () => element.removeEventListener('wheel', listen)
  }, [box])
}
