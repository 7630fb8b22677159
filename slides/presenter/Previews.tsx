import { useEffect, useRef, useState, type JSX } from 'react'
import type { Place } from '../../src/present/messages.ts'
import type { Sheet } from '../slide-sheet.ts'
import { useWidth } from './use-width.ts'

/** The size a slide is laid out for. */
const [WIDTH, HEIGHT] = [1280, 720]

interface PreviewsProps {
  readonly place: Place
  readonly sheets: readonly Sheet[]
}

/**
 * The slide that is on and the next one. Two pictures take turns, one for even slides and one for odd ones: going on by
 * one, only the new next slide has to be drawn.
 */
export function Previews({ place, sheets }: PreviewsProps): JSX.Element {
  const { slide, fragment, fragments } = place
  const left = fragments - fragment
  return (
    <div className="previews">
      {[0, 1].map((parity) => {
        const isCurrent = slide % 2 === parity
        const shown = isCurrent ? slide : slide + 1
        const title = sheets[shown]?.title
        const what = isCurrent
          ? `Now: ${shown + 1} of ${sheets.length}`
          : title === undefined
            ? 'Next: the end'
            : `Next: ${shown + 1}`
        return (
          <figure key={parity} className={isCurrent ? 'preview preview-now' : 'preview preview-next'}>
            <figcaption>
              <b>{what}</b> {title}
              {isCurrent && fragments > 0 && (
                <span className="preview-steps">
                  {left === 0 ? 'all shown' : `${left} more ${left === 1 ? 'press' : 'presses'} here`}
                </span>
              )}
            </figcaption>
            <Picture
              title={isCurrent ? 'The slide that is on' : 'The next slide'}
              place={
                title === undefined
                  ? null
                  : `#/${shown}${isCurrent && fragment > 0 ? `/${fragment - 1}` : ''}`
              }
            />
          </figure>
        )
      })}
    </div>
  )
}

/** A slide as a still picture, in a page of the size slides are laid out for; `place` null leaves it empty. */
function Picture({ title, place }: { readonly title: string; readonly place: string | null }): JSX.Element {
  const { ref, width } = useWidth<HTMLDivElement>()
  const frame = useRef<HTMLIFrameElement>(null)
  const [first] = useState(place ?? '#/0')
  const shown = useRef(first)
  useEffect(() => {
    if (place === null || place === shown.current) return
    shown.current = place
    // Only the part behind # changes: nothing is loaded anew, and nothing is added to this window's history.
    frame.current?.contentWindow?.location.replace(`?receiver${place}`)
  }, [place])
  return (
    <div className="preview-frame" ref={ref} hidden={place === null}>
      <iframe
        ref={frame}
        title={title}
        tabIndex={-1}
        src={`?receiver${first}`}
        width={WIDTH}
        height={HEIGHT}
        style={{ transform: `scale(${width / WIDTH})` }}
      />
    </div>
  )
}
