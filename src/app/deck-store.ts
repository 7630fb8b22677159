import { createStore } from 'zustand/vanilla'

/** The split view: whether the deck is open beside the page, and whether the page beside it is. */
export interface DeckState {
  readonly open: boolean
  readonly page: boolean
}

export const deck = createStore<DeckState>(() => ({ open: false, page: true }))
