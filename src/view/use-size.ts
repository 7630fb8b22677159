import { useEffect, useRef, useState, type RefObject } from 'react'

/** No picture is narrower: beyond its axes there would be nothing left, or less. */
const LEAST = 160

/**
 * The width of an element in its own CSS pixels, kept up to date; `fallback` until it is measured. Inside a scaled
 * slide this is the true size (a bounding box would be the scaled one); a hidden element's 0 is ignored, and
 * a sliver (as beside a closing panel) counts as 160 pixels.
 */
export function useWidth(element: RefObject<Element | null>, fallback: number): number {
  const [width, setWidth] = useState(fallback)
  useEffect(() => {
    if (element.current === null) return undefined
    const observer = new ResizeObserver(([entry]) => {
      const measured = Math.round(entry?.contentRect.width ?? 0)
      if (measured > 0) setWidth(Math.max(LEAST, measured))
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return width
}

const PICTURE_WIDTH = 880

/** For the element that a lab's picture stands in: its ref, and its width; the usual one until it is measured. */
export function usePictureBox(): readonly [box: RefObject<HTMLDivElement | null>, width: number] {
  const box = useRef<HTMLDivElement>(null)
  return [box, useWidth(box, PICTURE_WIDTH)]
}
