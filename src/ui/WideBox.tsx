import { useEffect, useRef, useState, type JSX, type ReactNode } from 'react'

interface WideBoxProps {
  /** What a screen reader calls this part of the page. */
  readonly name: string
  readonly className?: string
  readonly children: ReactNode
}

/**
 * A table, or a picture, that may be wider than its place. What does not fit is scrolled to, by finger or by keys; a
 * shadow at an edge says that there is more beyond it, and a table's first column stays in view.
 */
export function WideBox({ name, className = '', children }: WideBoxProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const [more, setMore] = useState('')
  useEffect(() => {
    const scroller = box.current
    if (scroller === null) return undefined
    const look = (): void => setMore(moreOf(scroller))
    const observer = new ResizeObserver(look)
    for (const part of [scroller, ...scroller.children]) observer.observe(part)
    scroller.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      scroller.removeEventListener('scroll', look)
    }
  }, [])
  return (
    <div className="wide-box" data-more={more}>
      <div
        ref={box}
        className={`table-scroll ${className}`}
        role="region"
        aria-label={name}
        {...(more === '' ? {} : { tabIndex: 0 })}
      >
        {children}
      </div>
    </div>
  )
}

/** Where something of `scroller` is out of view: to the left, to the right; 'tall' where it scrolls up and down. */
function moreOf({
  scrollLeft,
  scrollWidth,
  clientWidth,
  scrollHeight,
  clientHeight,
}: Readonly<Element>): string {
  const parts = []
  // Widths are rounded.
  if (scrollLeft > 1) parts.push('left')
  if (scrollWidth - clientWidth - scrollLeft > 1) parts.push('right')
  if (scrollHeight > clientHeight + 1) parts.push('tall')
  return parts.join(' ')
}
