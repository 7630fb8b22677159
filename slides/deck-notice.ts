import { createStore } from 'zustand/vanilla'

/** What the deck has to tell its audience: a line at its foot, null when all is well. */
export const deckNotice = createStore<{ readonly text: string | null }>(() => ({ text: null }))

export const tellDeck = (text: string | null): void => deckNotice.setState({ text })
