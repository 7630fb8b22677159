import type { Deck } from './lead-deck.ts'

/** A slide and how much of it is shown, as the address says it: `#/N/F`, both from 0. */
const PLACE = /^#\/(\d+)\/(\d+)$/

/**
 * Lets an address name a fragment, as previews have it. Reveal takes the second number for a slide below and goes
 * to N without F; it then writes its own address. Takes `first`, the address before Reveal began. Returns what ends it.
 */
export function followAddress(deck: Deck, first: string): () => void {
  const goTo = (hash: string): void => {
    const [, slide, fragment] = PLACE.exec(hash) ?? []
    if (slide !== undefined && fragment !== undefined) deck.slide(Number(slide), 0, Number(fragment))
  }
  const turn = ({ newURL }: HashChangeEvent): void => goTo(new URL(newURL).hash)
  goTo(first)
  addEventListener('hashchange', turn)
  return () => removeEventListener('hashchange', turn)
}
