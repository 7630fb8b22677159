import type { JSX } from 'react'
import { useStore } from 'zustand'
import { deckNotice, tellDeck } from './deck-notice.ts'

/** The deck's line about its own state: who leads, who is gone. */
export function DeckNotice(): JSX.Element {
  const text = useStore(deckNotice, (state) => state.text)
  return (
    <div className="deck-notice" role="status" data-own-keys>
      {text !== null && (
        <>
          <span>{text}</span>
          <button type="button" onClick={() => tellDeck(null)}>
            Close
          </button>
        </>
      )}
    </div>
  )
}
