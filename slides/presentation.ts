import { createContext, useContext } from 'react'
import type { StageController } from '../src/stage/controller.ts'

/** What a deck is in a presentation of several windows. */
export interface Presentation {
  readonly role: 'lead' | 'follow' | 'none'
  /** Takes the lab on the slide that is shown; returns how to give it back. */
  readonly attach: (controller: StageController) => () => void
}

export const ALONE: Presentation = { role: 'none', attach: () => () => {} }

export const PresentationContext = createContext<Presentation>(ALONE)

export const usePresentation = (): Presentation => useContext(PresentationContext)
