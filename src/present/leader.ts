import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Line } from './line.ts'
import type { Order, State } from './messages.ts'

/** What a window that leads knows of itself. */
export type Shown = Omit<State, 'kind' | 'term'>

/** Longer than a window takes to answer, also one that is out of sight. */
const ANSWER_MS = 400
const LISTENED_MS = 5_000

/**
 * The side of a presentation that is followed. It says where it stands whenever that changes, and whenever somebody
 * asks; nothing is said otherwise. Of two decks of one presentation the one that was moved last leads.
 */
export class Leader {
  /** Whether this deck leads; null until it is known that no other does. */
  readonly leads: StoreApi<{ readonly leads: boolean | null }> = createStore(() => ({ leads: null }))
  private readonly line: Line
  private readonly shown: () => Shown
  private readonly wall: () => number
  private term = 0
  private listenedAt = -Infinity
  private presenterAt = -Infinity
  private readonly stop: () => void
  private readonly timer: ReturnType<typeof setTimeout>

  constructor(line: Line, shown: () => Shown, obey: (order: Order) => void, wall: () => number = Date.now) {
    this.line = line
    this.shown = shown
    this.wall = wall
    this.stop = line.hear((body, from) => {
      if (body.kind === 'state') this.meet(body.term, from)
      else if (body.kind === 'ask') {
        if (body.role !== 'deck') this.listenedAt = wall()
        if (body.role === 'presenter') this.presenterAt = wall()
        if (this.isLeading) this.publish()
      } else if (body.kind === 'steer' && this.isLeading) obey(body.order)
    })
    line.say({ kind: 'ask', role: 'deck' })
    this.timer = setTimeout(() => {
      if (this.leads.getState().leads === null) this.take()
    }, ANSWER_MS)
  }

  /** Whether another window has asked lately. */
  get isListenedTo(): boolean {
    return this.wall() - this.listenedAt < LISTENED_MS
  }

  get hasPresenter(): boolean {
    return this.wall() - this.presenterAt < LISTENED_MS
  }

  /** Says where this deck stands, if it leads. */
  publish(): void {
    if (this.isLeading) this.line.say({ kind: 'state', term: this.term, ...this.shown() })
  }

  /** Somebody moved this very deck: it leads from now on. */
  touched(): void {
    if (!this.isLeading) this.take()
  }

  close(): void {
    clearTimeout(this.timer)
    if (this.isLeading) this.line.say({ kind: 'bye' })
    this.stop()
  }

  private get isLeading(): boolean {
    return this.leads.getState().leads === true
  }

  private take(): void {
    this.term += 1
    this.leads.setState({ leads: true })
    this.publish()
  }

  private meet(term: number, from: string): void {
    const isLater = term > this.term || (term === this.term && from > this.line.own)
    this.term = Math.max(this.term, term)
    if (isLater || !this.isLeading) this.leads.setState({ leads: false })
    else this.publish()
  }
}
