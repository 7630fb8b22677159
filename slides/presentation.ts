import { createContext, useContext } from 'react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { StageController } from '../src/stage/controller.ts'
import type { Echo } from '../src/ui/echo.ts'
import { EchoBoard } from './echo-board.ts'

/** What a deck is in a presentation of several windows. */
export interface Presentation {
  readonly role: 'lead' | 'follow' | 'none'
  /** Takes the lab on the slide that is shown; returns how to give it back. */
  readonly attach: (controller: StageController) => () => void
  /** What the other parts of the slides stand at. */
  readonly echo: Echo
  /** Whether the deck that is followed has its lab on a file, which is not here. */
  readonly onFile: StoreApi<boolean>
}

export const NO_FILE: StoreApi<boolean> = createStore(() => false)

export const ALONE: Presentation = {
  role: 'none',
  attach: () => () => {},
  echo: new EchoBoard(false),
  onFile: NO_FILE,
}

export const PresentationContext = createContext<Presentation>(ALONE)

export const usePresentation = (): Presentation => useContext(PresentationContext)
