import { useEffect, useRef, useState, type JSX, type ReactNode } from 'react'
import Reveal from 'reveal.js'
import Notes from 'reveal.js/plugin/notes'
import 'reveal.js/reveal.css'
import { keepsKey } from './deck-keys.ts'
import { firstLayout, followScreen } from './layout.ts'
import { SlideContext, type SlidePlace } from './slide-context.ts'

interface RevealDeckProps {
  readonly slides: readonly ReactNode[]
}

interface Place {
  readonly index: number
  readonly fragment: number
  /** How many slides have been entered: one may be left and entered again between two renderings. */
  readonly entries: number
}

const query = new URLSearchParams(location.search)
const isPreview = query.has('receiver')
const isPrint = query.has('print-pdf') || query.get('view') === 'print'
const isStill = isPreview || isPrint

/**
 * Reveal around React: Reveal is started once, on markup that React owns, and tells which slide is on the screen;
 * React never re-renders the deck for anything else.
 */
export function RevealDeck({ slides }: RevealDeckProps): JSX.Element {
  const root = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<Place>({ index: 0, fragment: 0, entries: 0 })

  useEffect(() => {
    if (root.current === null) return undefined
    const deck = new Reveal(root.current, {
      ...firstLayout(isStill),
      hash: true,
      center: false,
      transition: 'none',
      slideNumber: 'c/t',
      controlsLayout: 'edges',
      pdfSeparateFragments: false,
      // Reveal would turn the deck into one long page on a phone, and take the slides out of React's hands for it.
      scrollActivationWidth: 0,
      keyboardCondition: (event) => !keepsKey(event),
      // A page that embeds the deck may not drive it by messages; the speaker's window may: see `obeySpeaker`.
      postMessage: isPreview,
      plugins: [Notes],
    })
    const follow = (entered: number): void => {
      const { h, f } = deck.getIndices()
      setPlace(({ entries }) => ({ index: h, fragment: (f ?? -1) + 1, entries: entries + entered }))
    }
    deck.on('slidechanged', () => follow(1))
    deck.on('fragmentshown', () => follow(0))
    deck.on('fragmenthidden', () => follow(0))
    const obey = (event: MessageEvent): void => obeySpeaker(deck, event)
    window.addEventListener('message', obey)
    const leaveScreen = followScreen(deck, isStill)
    void deck.initialize().then(() => follow(1))
    return () => {
      leaveScreen()
      window.removeEventListener('message', obey)
      deck.destroy()
    }
  }, [])

  return (
    <div className="reveal" ref={root}>
      <div className="slides">
        {slides.map((slide, index) => (
          <SlideContext key={index} value={placeOf(index, place)}>
            {slide}
          </SlideContext>
        ))}
      </div>
    </div>
  )
}

/** Goes where the speaker's window says; that is a window which this one opened and filled itself. */
function obeySpeaker(deck: InstanceType<typeof Reveal>, { source, origin, data }: MessageEvent): void {
  if (origin !== location.origin || source === null || !('opener' in source) || source.opener !== window)
    return
  const { method, args }: { method?: unknown; args?: unknown } =
    typeof data === 'string' ? JSON.parse(data) : {}
  if (method === 'setState' && Array.isArray(args)) deck.setState(args[0])
}

function placeOf(index: number, { index: current, fragment, entries }: Place): SlidePlace {
  const active = index === current
  return {
    active: active && !isStill,
    near: Math.abs(index - current) <= 1 || isPrint,
    fragment: active ? fragment : 0,
    entry: active ? entries : null,
    still: isStill,
  }
}
