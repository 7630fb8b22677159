import type { Happening } from '../../kernel/engine.ts'
import { tellEvent } from './telling.ts'
import type { TrendingEngine } from './trending-engine.ts'

/** The events about one title. */
export interface TitleEvents {
  readonly title: number
  /** Newest first; at most forty of those that are kept. */
  readonly events: readonly Happening[]
  /** How many of the newest events of all titles were about this one, and how many were looked at. */
  readonly found: number
  readonly looked: number
}

const MOST = 40

/** The newest events about a title, with what became of each. */
export function studyTitle({ looker }: TrendingEngine, title: number): TitleEvents {
  const all = looker.all.list()
  const about = all.filter(({ event }) => event.title[0] === title)
  return { title, events: about.slice(0, MOST).map(tellEvent), found: about.length, looked: all.length }
}
