import type Reveal from 'reveal.js'

type Deck = InstanceType<typeof Reveal>

interface Size {
  readonly width: number | string
  readonly height: number | string
  readonly margin: number
}

/** What slides are laid out for, in pixels; Reveal scales them to the screen. */
const PICTURE: Size = { width: 1280, height: 720, margin: 0.06 }

/** On a small screen nothing is scaled: a slide is a column as wide as the screen, and scrolls. See column.css. */
const COLUMN: Size = { width: '100%', height: '100%', margin: 0 }

/** Screens on which a slide would be scaled to less than 0.6 of its size: its text would be smaller than 11 px. */
const SMALL = '(max-width: 816px), (max-height: 459px)'

/** The keys up and down, by the code that Reveal knows them by, and which way they go. */
const ARROWS = [
  [38, -1],
  [40, 1],
] as const

/** How far an arrow key moves a column, in pixels. */
const LINE = 80

/** The size to start Reveal with. `still`: a copy that is printed or a preview, which is always a picture. */
export const firstLayout = (still: boolean): Size => sizeFor(!still && matchMedia(SMALL).matches)

/**
 * Lets the deck change between picture and column as its window is turned or resized, without a reload, and lets
 * a column scroll: by the keys up and down, to the fragment that is shown, back to its top when it is entered.
 * Returns what ends that.
 */
export function followScreen(deck: Deck, still: boolean): () => void {
  const small = matchMedia(SMALL)
  if (still) return () => {}
  const setKeys = (): void => {
    for (const [key, way] of ARROWS)
      if (small.matches) deck.addKeyBinding(key, () => deck.getCurrentSlide().scrollBy(0, way * LINE))
      else deck.removeKeyBinding(key)
  }
  const change = (): void => {
    deck.configure({ ...sizeFor(small.matches) })
    setKeys()
  }
  const toTop = (): void => deck.getCurrentSlide().scrollTo(0, 0)
  const showFragment = (): void => {
    if (small.matches)
      deck.getCurrentSlide().querySelector('.current-fragment')?.scrollIntoView({ block: 'nearest' })
  }
  setKeys()
  deck.on('slidechanged', toTop)
  deck.on('fragmentshown', showFragment)
  small.addEventListener('change', change)
  return () => small.removeEventListener('change', change)
}

function sizeFor(small: boolean): Size {
  document.documentElement.dataset['slides'] = small ? 'column' : 'picture'
  return small ? COLUMN : PICTURE
}
