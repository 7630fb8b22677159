import { useCallback, useEffect, useRef, useState, type JSX, type ReactNode } from 'react'
import Reveal, { type RevealConfig } from 'reveal.js'
import 'reveal.js/reveal.css'
import { KeeperContext } from '../src/stage/context.ts'
import { EchoContext } from '../src/ui/echo.ts'
import { followAddress } from './address.ts'
import { DeckNotice } from './DeckNotice.tsx'
import { tellDeck } from './deck-notice.ts'
import { keepsKey } from './deck-keys.ts'
import { FollowingDeck } from './follow-deck.ts'
import { firstLayout, followScreen } from './layout.ts'
import { LeadingDeck, type Deck } from './lead-deck.ts'
import type { Mode } from './mode.ts'
import { ALONE, PresentationContext } from './presentation.ts'
import { addNotes, tellReadiness } from './print-notes.ts'
import { hearRemote } from './remote-keys.ts'
import { SlideContext, type SlidePlace } from './slide-context.ts'

interface RevealDeckProps {
  readonly slides: readonly ReactNode[]
  readonly mode: Exclude<Mode, { kind: 'still' | 'presenter' }>
}

interface Place {
  readonly index: number
  readonly fragment: number
  /** How many slides have been entered: one may be left and entered again between two renderings. */
  readonly entries: number
}

const RESET = { keyCode: 82, key: 'R', description: 'Reset this slide’s lab' }
const SPEAKER = { keyCode: 83, key: 'S', description: 'Presenter’s window' }

/**
 * Reveal around React: Reveal is started once, on markup that React owns, and tells which slide is on the screen;
 * React never re-renders the deck for anything else.
 */
export function RevealDeck({ slides, mode }: RevealDeckProps): JSX.Element {
  const root = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<Place>({ index: 0, fragment: 0, entries: 0 })
  const [presentation] = useState(() => presentationOf(mode))
  const reset = useCallback(() => setPlace((now) => ({ ...now, entries: now.entries + 1 })), [])

  useEffect(() => {
    if (root.current === null) return undefined
    const address = location.hash
    const deck = new Reveal(root.current, optionsOf(mode))
    const follow = (entered: number): void => {
      const { h, f } = deck.getIndices()
      setPlace(({ entries }) => ({ index: h, fragment: (f ?? -1) + 1, entries: entries + entered }))
    }
    deck.on('slidechanged', () => follow(1))
    deck.on('fragmentshown', () => follow(0))
    deck.on('fragmenthidden', () => follow(0))
    if (mode.kind === 'print') deck.on('pdf-ready', () => addNotes(mode.notes))
    const endings =
      mode.kind === 'print' ? [tellReadiness(tellDeck)] : [hearRemote(deck), followScreen(deck, false)]
    if (presentation instanceof LeadingDeck) addKeys(deck, presentation, reset)
    void deck.initialize().then(() => {
      follow(1)
      if (mode.kind === 'lead') endings.push(followAddress(deck, address))
      if (presentation !== null) endings.push(presentation.connect(deck, reset))
    })
    return () => {
      for (const end of endings) end()
      deck.destroy()
    }
  }, [mode, presentation, reset])

  return (
    <PresentationContext value={presentation ?? ALONE}>
      <EchoContext value={(presentation ?? ALONE).echo}>
        <KeeperContext value={presentation ?? ALONE}>
          <div className="reveal" ref={root}>
            <div className="slides">
              {slides.map((slide, index) => (
                <SlideContext key={index} value={placeOf(index, place, mode.kind === 'print', reset)}>
                  {slide}
                </SlideContext>
              ))}
            </div>
          </div>
          <DeckNotice />
        </KeeperContext>
      </EchoContext>
    </PresentationContext>
  )
}

function presentationOf(mode: RevealDeckProps['mode']): LeadingDeck | FollowingDeck | null {
  if (mode.kind === 'follow') return new FollowingDeck(mode.session)
  return mode.kind === 'lead' ? new LeadingDeck(mode.session) : null
}

function optionsOf({ kind }: RevealDeckProps['mode']): RevealConfig {
  const isFollowing = kind === 'follow'
  return {
    ...firstLayout(kind === 'print'),
    hash: !isFollowing,
    center: false,
    transition: 'none',
    slideNumber: 'c/t',
    controls: !isFollowing,
    controlsLayout: 'edges',
    touch: !isFollowing,
    overview: !isFollowing,
    pdfSeparateFragments: false,
    // Reveal would turn the deck into one long page on a phone, and take the slides out of React's hands for it.
    scrollActivationWidth: 0,
    // Whoever follows moves by nothing but what is followed; F still fills the screen.
    keyboardCondition: (event) => (isFollowing ? event.key.toLowerCase() === 'f' : !keepsKey(event)),
    // Nobody drives the deck by messages to its window; other windows of ours have a line of their own.
    postMessage: false,
  }
}

function addKeys(deck: Deck, presentation: LeadingDeck, reset: () => void): void {
  deck.addKeyBinding(RESET, reset)
  deck.addKeyBinding(SPEAKER, () => presentation.openPresenter())
  deck.registerKeyboardShortcut('F5', 'Full screen, as a presenter’s remote asks for it')
  deck.registerKeyboardShortcut('ESC, &nbsp;O', 'Slide overview (O); ESC ends it')
}

function placeOf(
  index: number,
  { index: current, fragment, entries }: Place,
  isPrint: boolean,
  reset: () => void,
): SlidePlace {
  const active = index === current
  return {
    active: active && !isPrint,
    near: Math.abs(index - current) <= 1 || isPrint,
    fragment: active && !isPrint ? fragment : 0,
    entry: active ? entries : null,
    still: isPrint,
    whole: isPrint,
    reset,
  }
}
