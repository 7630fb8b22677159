import { useEffect, useLayoutEffect, useRef, useSyncExternalStore, type JSX, type ReactNode } from 'react'
import 'reveal.js/reveal.css'
import { SlideContext } from './slide-context.ts'

/**
 * One slide as a picture, at the place that the address names as the deck's does (`#/4/1`: the fifth slide with two
 * fragments shown): no Reveal, no worker, nothing to press. It turns to another slide when its address does.
 */
export function StillSlide({ slides }: { readonly slides: readonly ReactNode[] }): JSX.Element {
  const root = useRef<HTMLDivElement>(null)
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  const { slide, fragment } = readPlace(hash, slides.length)

  useLayoutEffect(() => {
    root.current?.querySelector('section')?.classList.add('present')
    for (const [i, part] of fragmentsOf(root.current).entries())
      part.classList.toggle('visible', i < fragment)
  })

  useEffect(() => {
    document.documentElement.classList.add('still-slide')
  }, [])

  return (
    <div className="reveal ready" inert>
      <div className="slides" ref={root}>
        <SlideContext
          key={slide}
          value={{
            active: false,
            near: true,
            fragment,
            entry: null,
            still: true,
            whole: false,
            reset: () => {},
          }}
        >
          {slides[slide]}
        </SlideContext>
      </div>
    </div>
  )
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

const fragmentsOf = (root: HTMLElement | null): Element[] => [...(root?.querySelectorAll('.fragment') ?? [])]

function readPlace(hash: string, slides: number): { readonly slide: number; readonly fragment: number } {
  const [slide = 0, fragment = -1] = (/^#\/(\d+)(?:\/(\d+))?/.exec(hash)?.slice(1) ?? []).map((part) =>
    part === undefined ? -1 : Number(part),
  )
  return { slide: Math.min(Math.max(slide, 0), slides - 1), fragment: fragment + 1 }
}
