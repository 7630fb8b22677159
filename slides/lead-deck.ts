import type Reveal from 'reveal.js'
import { Away } from '../src/present/away.ts'
import { isNews, labShown } from '../src/present/lab-shown.ts'
import { Leader, type Shown } from '../src/present/leader.ts'
import { openLine, type Line } from '../src/present/line.ts'
import type { LabShown, Order, Place } from '../src/present/messages.ts'
import { newName } from '../src/present/name.ts'
import type { StageController } from '../src/stage/controller.ts'
import { tellDeck } from './deck-notice.ts'
import { EchoBoard } from './echo-board.ts'
import { NO_FILE, type Presentation } from './presentation.ts'

export type Deck = InstanceType<typeof Reveal>

/** Changes that come together are told together. */
const PUBLISH_AFTER_MS = 40
const MOVES = ['slidechanged', 'fragmentshown', 'fragmenthidden', 'paused', 'resumed'] as const
const OVERVIEW = ['overviewshown', 'overviewhidden'] as const

/** A deck that other windows may follow: it tells them where it stands, and does what the presenter's window says. */
export class LeadingDeck implements Presentation {
  readonly role = 'lead'
  readonly echo = new EchoBoard(false)
  readonly onFile = NO_FILE
  readonly session: string
  private readonly line: Line | null
  private leader: Leader | null = null
  private controller: StageController | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private presenter: Window | null = null
  private readonly away = new Away()
  /** Where the lab is on its way to, back in sight. */
  private returning: number | null = null

  constructor(session: string | null) {
    this.session = session ?? newName()
    this.line = openLine(this.session)
  }

  /** Takes part from now on, with a deck that is set up; `reset` begins the slide anew. Returns what ends that. */
  connect(deck: Deck, reset: () => void): () => void {
    if (this.line === null) return () => {}
    const leader = new Leader(
      this.line,
      () => this.shownBy(deck),
      (order) => carryOut(deck, order, reset),
    )
    this.leader = leader
    const moved = (): void => {
      leader.touched()
      this.publishSoon()
    }
    const publish = (): void => this.publishSoon()
    const bye = (): void => leader.close()
    const seen = (): void => this.catchUp()
    for (const event of MOVES) deck.on(event, moved)
    for (const event of OVERVIEW) deck.on(event, publish)
    addEventListener('pagehide', bye)
    document.addEventListener('visibilitychange', seen)
    const unheard = this.echo.subscribe(publish)
    const stop = leader.leads.subscribe(({ leads }) =>
      tellDeck(
        leads === false ? 'Another window leads this presentation now. Moving here takes it back.' : null,
      ),
    )
    return () => {
      stop()
      unheard()
      clearTimeout(this.timer)
      removeEventListener('pagehide', bye)
      document.removeEventListener('visibilitychange', seen)
      leader.close()
      this.leader = null
    }
  }

  attach(controller: StageController): () => void {
    this.controller = controller
    this.returning = null
    const stop = controller.store.subscribe((state, before) => {
      if (isNews(state, before)) this.publishSoon()
    })
    this.publishSoon()
    return () => {
      stop()
      if (this.controller === controller) this.controller = null
    }
  }

  /** Opens the presenter's window, or brings it to the front. */
  openPresenter(): void {
    if (this.line === null)
      return tellDeck(
        'This browser lets no window of this page hear another one, so there is no presenter’s window.',
      )
    this.keepSession()
    if (this.presenter !== null && !this.presenter.closed) return this.presenter.focus()
    if (this.leader?.hasPresenter === true) return tellDeck('The presenter’s window is open already.')
    const address = `${location.pathname}?presenter=${this.session}`
    this.presenter = open(address, `presenter-${this.session}`, 'popup,width=1280,height=720')
    if (this.presenter === null)
      tellDeck(
        `The browser has blocked the presenter’s window. Allow windows for this page, or open ${address}`,
      )
  }

  /** From now on a reload stays in this presentation. */
  private keepSession(): void {
    const address = new URL(location.href)
    address.searchParams.set('session', this.session)
    history.replaceState(history.state, '', address)
  }

  private publishSoon(): void {
    if (this.timer !== undefined) return
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.leader?.publish()
    }, PUBLISH_AFTER_MS)
  }

  /** Out of sight a lab stands still; those who follow went on. Back in sight it goes to where they are. */
  private catchUp(): void {
    const { controller, leader } = this
    if (controller !== null && !document.hidden && leader?.isListenedTo === true) {
      const shown = labShown(controller)
      const time = shown === null ? 0 : this.momentOf(controller, shown)
      if (shown?.playing === true && time > shown.time) {
        this.returning = time
        void controller.imitate(true, time)
      }
    }
    if (!document.hidden) this.away.back()
    this.publishSoon()
  }

  private momentOf(controller: StageController, shown: LabShown): number {
    return this.away.moment(controller, shown, controller.store.getState().extent, Date.now())
  }

  /** Where the lab is for those who follow: it lags behind that while it is out of sight, and on its way back. */
  private timeOf(controller: StageController, shown: LabShown): number {
    if (document.hidden) return this.momentOf(controller, shown)
    const { returning } = this
    if (returning === null || !shown.playing || controller.store.getState().goal >= returning)
      this.returning = null
    return this.returning ?? shown.time
  }

  private shownBy(deck: Deck): Shown {
    const { controller } = this
    const shown = controller === null ? null : labShown(controller)
    return {
      place: placeOf(deck),
      black: deck.isPaused(),
      overview: deck.isOverview(),
      lab: controller === null || shown === null ? null : { ...shown, time: this.timeOf(controller, shown) },
      opening: controller !== null && shown === null,
      parts: this.echo.all(),
      at: Date.now(),
    }
  }
}

function placeOf(deck: Deck): Place {
  const { h, f } = deck.getIndices()
  const fragments = new Set(
    [...(deck.getCurrentSlide()?.querySelectorAll('.fragment') ?? [])].map((part) =>
      part.getAttribute('data-fragment-index'),
    ),
  )
  return { slide: h, fragment: (f ?? -1) + 1, fragments: fragments.size }
}

function carryOut(deck: Deck, order: Order, reset: () => void): void {
  switch (order.do) {
    case 'next':
    case 'previous':
      if (deck.isPaused()) deck.togglePause(false)
      if (order.do === 'next') deck.next()
      else deck.prev()
      break
    case 'go':
      deck.slide(order.slide, 0, -1)
      break
    case 'black':
      deck.togglePause(order.on)
      break
    case 'overview':
      deck.toggleOverview(order.on)
      break
    case 'reset':
      reset()
      break
  }
}
