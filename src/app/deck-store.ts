import { createStore } from 'zustand/vanilla'
import { newName } from '../present/name.ts'

/** The split view: whether the deck is open beside the page, and whether the page beside it is. */
interface DeckState {
  readonly open: boolean
  readonly page: boolean
  /** The presentation that the deck beside the page leads. */
  readonly session: string
}

export const deck = createStore<DeckState>(() => ({ open: false, page: true, session: newName() }))
