import { keepsKey } from './deck-keys.ts'
import type { Deck } from './lead-deck.ts'

/** What a presenter's remote sends besides B and the full stop, which Reveal knows. */
const ENDS_BLACK = new Set(['PageDown', 'PageUp', 'ArrowRight', 'ArrowLeft', 'Escape', ' '])

/**
 * Keys of a presenter's remote that a browser, or Reveal, would take for something else. F5 begins (full screen): as a
 * reload it would throw away what was done in the lab. Escape ends things, the overview or the black screen, and never
 * begins one. On a black screen any of the remote's keys brings the slide back first. Returns what ends this.
 */
export function hearRemote(deck: Deck): () => void {
  const hear = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'F5') {
      void document.documentElement.requestFullscreen?.().catch(() => {})
      return swallow(event)
    }
    if (keepsKey(event)) return
    if (deck.isPaused() && ENDS_BLACK.has(event.key)) {
      deck.togglePause(false)
      return swallow(event)
    }
    if (event.key === 'Escape' && !deck.isOverview() && !hasOverlay()) swallow(event)
  }
  addEventListener('keydown', hear, { capture: true })
  return () => removeEventListener('keydown', hear, { capture: true })
}

function swallow(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}

/** Reveal's help, or another of its sheets. */
const hasOverlay = (): boolean => document.querySelector('.reveal .r-overlay') !== null
