import { createStore } from 'zustand/vanilla'
import { Listener, type Heard } from '../src/present/listener.ts'
import { openLine } from '../src/present/line.ts'
import { Mirror } from '../src/present/mirror.ts'
import type { StageController } from '../src/stage/controller.ts'
import { tellDeck } from './deck-notice.ts'
import { EchoBoard } from './echo-board.ts'
import type { Deck } from './lead-deck.ts'
import type { Presentation } from './presentation.ts'

/** How long a window that has just opened waits before it says that nobody answers. */
const WAIT_MS = 2_500

/** A deck that shows what another one shows: the same slide, and its lab in the same state. */
export class FollowingDeck implements Presentation {
  readonly role = 'follow'
  readonly echo = new EchoBoard(true)
  readonly onFile = createStore(() => false)
  private readonly session: string
  private listener: Listener | null = null
  private mirror: { readonly mirror: Mirror; readonly of: StageController } | null = null

  constructor(session: string) {
    this.session = session
  }

  /** Follows from now on, with a deck that is set up. Returns what ends that. */
  connect(deck: Deck): () => void {
    const line = openLine(this.session)
    if (line === null) {
      tellDeck('This browser lets no window of this page hear another one: nothing can be followed here.')
      return () => {}
    }
    const listener = new Listener(line, 'follower')
    this.listener = listener
    const stop = listener.heard.subscribe((heard, before) => {
      if (heard.contact !== before.contact) tellDeck(troubleWith(heard))
      if (heard.state === null || heard.state === before.state) return
      this.echo.take(heard.state.parts)
      this.onFile.setState(heard.state.lab?.onFile === true, true)
      goTo(deck, heard.state)
      this.mirror?.mirror.show(heard.state)
    })
    const waiting = setTimeout(() => {
      if (listener.heard.getState().contact === 'waiting') tellDeck(troubleWith(listener.heard.getState()))
    }, WAIT_MS)
    return () => {
      clearTimeout(waiting)
      stop()
      listener.close()
      line.close()
    }
  }

  attach(controller: StageController): () => void {
    const begin = (): void => {
      this.mirror?.mirror.close()
      // Nobody can press anything here; should the lab change all the same, it is brought back.
      this.mirror = { mirror: new Mirror(controller, begin), of: controller }
      const state = this.listener?.heard.getState().state ?? null
      if (state !== null) this.mirror.mirror.show(state)
    }
    begin()
    return () => {
      if (this.mirror?.of !== controller) return
      this.mirror.mirror.close()
      this.mirror = null
    }
  }
}

function goTo(deck: Deck, { place, black }: NonNullable<Heard['state']>): void {
  const { h, f } = deck.getIndices()
  if (h !== place.slide || (f ?? -1) + 1 !== place.fragment) deck.slide(place.slide, 0, place.fragment - 1)
  if (deck.isPaused() !== black) deck.togglePause(black)
}

function troubleWith({ contact }: Heard): string | null {
  const time = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  switch (contact) {
    case 'here':
      return null
    case 'waiting':
      return 'Waiting for the slides: no window of this browser leads this presentation yet.'
    case 'left':
      return `The window that leads was closed at ${time}. This is where it stood; it is followed again once it is back.`
    case 'silent':
      return `The window that leads has not answered since ${time}. This is where it stood.`
  }
}
