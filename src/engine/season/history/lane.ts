import { at } from '../../../shared/assert.ts'
import { plural } from '../../../shared/words.ts'
import type { SimTime } from '../../kernel/time.ts'
import { Journal } from '../journal.ts'
import type { Page, SessionHistory, Thrown } from './pages.ts'
import type { Navigation } from './plan.ts'

export type LaneId = 'links' | 'index'

/** Why a page is no longer in the history. */
export type Fate = 'pruned' | 'dropped' | 'replaced'

/** A page that is gone; `place` is where it stood, counted from the first page ever visited. */
export interface Gone {
  readonly page: Page
  readonly fate: Fate
  readonly at: SimTime
  readonly place: number
  /** The page whose visit threw it away. */
  readonly by: number
}

/** The last thing done, as the picture draws it: from which place to which, or null where nobody moved. */
export type Move = { readonly from: number; readonly to: number } | null

/** Where one was after an operation, counted from the first page ever visited, and what had been done. */
export interface Stop {
  readonly time: SimTime
  readonly did: string
  readonly place: number
  /** The place of the oldest page that was held then. */
  readonly first: number
  readonly shown: string
}

type Entry = 'visited' | Fate | 'followed' | 'jumps' | 'written' | 'shifted' | 'move'

/** One way to keep a history, fed with what the person does, and with books of it. */
export class Lane {
  readonly id: LaneId
  readonly history: SessionHistory
  readonly journal = new Journal<Entry>()
  readonly gone: Gone[] = []
  readonly way: Stop[] = []
  move: Move = null
  private counted = { visited: 0, pruned: 0, dropped: 0, replaced: 0, moves: 0 }

  constructor(id: LaneId, history: SessionHistory, home: Page) {
    this.id = id
    this.history = history
    this.noteVisit(home)
    this.way.push({ time: 0, did: 'start', place: 0, first: 0, shown: home.name })
  }

  get counts(): Readonly<typeof this.counted> {
    return this.counted
  }

  /** The place of the row's first entry, counted from the first page ever visited. */
  get first(): number {
    return this.counted.dropped
  }

  get shown(): Page {
    return at(this.history.entries(), this.history.position)
  }

  /** Carries out what the person does; `page` is the new one, for what brings one. */
  carryOut(navigation: Navigation, page: Page, now: SimTime): void {
    const before = { ...this.history.cost }
    const from = this.first + this.history.position
    const words = this.tell(navigation, page, now)
    const { cost } = this.history
    for (const key of ['followed', 'jumps', 'written', 'shifted'] as const)
      if (cost[key] > before[key])
        this.journal.note(now, key, `${words}: ${cost[key] - before[key]}`, null, cost[key] - before[key])
    const to = this.first + this.history.position
    this.move = isMove(navigation) && from !== to ? { from, to } : null
    this.way.push({ time: now, did: words, place: to, first: this.first, shown: this.shown.name })
  }

  private tell(navigation: Navigation, page: Page, now: SimTime): string {
    switch (navigation.kind) {
      case 'visit':
        return this.visit(page)
      case 'replace':
        return this.replace(page)
      case 'back':
        return this.moved(now, `back ${navigation.steps}`, this.history.back(navigation.steps) > 0)
      case 'forward':
        return this.moved(now, `forward ${navigation.steps}`, this.history.forward(navigation.steps) > 0)
      case 'go':
        return this.moved(now, `go(${navigation.delta})`, this.history.go(navigation.delta))
    }
  }

  private visit(page: Page): string {
    const ahead = this.first + this.history.position + 1
    const thrown = this.history.visit(page)
    this.noteThrown(thrown, ahead, page)
    this.noteVisit(page)
    return `visit of ${page.name}`
  }

  private replace(page: Page): string {
    const old = this.history.replace(page)
    this.throwAway(old, 'replaced', this.first + this.history.position, page, `by ${page.name}`)
    this.noteVisit(page)
    return `${page.name} in the place of ${old.name}`
  }

  private moved(now: SimTime, words: string, hasMoved: boolean): string {
    this.counted.moves += 1
    this.journal.note(now, 'move', hasMoved ? `${words}, to ${this.shown.name}` : `${words}: no such entry`)
    return words
  }

  private noteVisit(page: Page): void {
    this.counted.visited += 1
    this.journal.note(page.at, 'visited', `page ${page.name}`, thingOf(page))
  }

  private noteThrown({ pruned, dropped }: Thrown, ahead: number, by: Page): void {
    pruned.forEach((page, i) => this.throwAway(page, 'pruned', ahead + i, by, `by the visit of ${by.name}`))
    for (const page of dropped) this.throwAway(page, 'dropped', this.first, by, 'as the oldest')
  }

  private throwAway(page: Page, fate: Fate, place: number, by: Page, why: string): void {
    this.counted[fate] += 1
    this.gone.push({ page, fate, at: by.at, place, by: by.id })
    this.journal.note(by.at, fate, `page ${page.name} ${fate} ${why}`, thingOf(page))
  }
}

/** A page as the lab names its things. */
export const thingOf = ({ id }: { readonly id: number }): string => `page-${id}`

export const isMove = ({ kind }: Navigation): boolean => kind !== 'visit' && kind !== 'replace'

export const sayPages = (count: number): string => plural(count, 'page')
