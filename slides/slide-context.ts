import { createContext, useContext } from 'react'

/** What a slide knows of its own place in the deck. */
export interface SlidePlace {
  /** It is the one on the screen. */
  readonly active: boolean
  /** It is on the screen, or next to it: worth preparing. */
  readonly near: boolean
  /** How many of its fragments are shown. */
  readonly fragment: number
  /** Another one each time the slide is entered; null while it is not on the screen. */
  readonly entry: number | null
  /** Nothing runs in this copy of the deck: it is printed, or a picture in the presenter's window. */
  readonly still: boolean
  /** All of it is shown at once, whatever the fragments: it is on paper. */
  readonly whole: boolean
  /** Begins what is on the slide anew, as if it had just been entered. */
  readonly reset: () => void
}

export const SlideContext = createContext<SlidePlace>({
  active: false,
  near: false,
  fragment: 0,
  entry: null,
  still: false,
  whole: false,
  reset: () => {},
})

export const useSlide = (): SlidePlace => useContext(SlideContext)
